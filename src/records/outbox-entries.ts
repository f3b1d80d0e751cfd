/** New entries of the outbox, written within the step that calls for them. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { ConversationRow } from './load.ts';
import type { Schema } from './schema.ts';

export interface NewEntry {
  readonly kind: 'message' | 'rewriting' | 'call' | 'withdrawal';
  readonly messageId: string | null;
  readonly seq: number;
  /** The epoch under which alone it may be sent; null where any will do. */
  readonly epoch: number | null;
  readonly receipt?: string | null;
}

export async function insertOutboxEntry(
  trx: Transaction<Schema>,
  row: Pick<ConversationRow, 'id' | 'channel'>,
  { kind, messageId, seq, epoch, receipt = null }: NewEntry,
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({
      // A message's first delivery bears its id, so that a platform can be asked for it.
      id: kind === 'message' && messageId !== null ? messageId : randomUUID(),
      kind,
      conversation_id: row.id,
      channel: row.channel,
      message_id: messageId,
      seq,
      epoch,
      state: 'pending',
      attempt: 0,
      due_at: 0,
      lease_owner: null,
      lease_until: 0,
      receipt,
      error: null,
    })
    .execute();
}
