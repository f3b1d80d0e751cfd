/** The outbox on a database: what is to be sent, until a platform has it. */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Delivery, Receipt } from '../desk/deliveries.ts';
import type { Claim, Outbox } from '../desk/ports.ts';
import type { ChannelName, DeliveryState } from '../desk/types.ts';
import type { Announcements } from './announcements.ts';
import { toMessage, touch } from './load.ts';
import { insertOutboxEntry } from './outbox-entries.ts';
import type { OutboxTable, Schema } from './schema.ts';
import type { Write } from './writer.ts';

type Claims = Claim & { readonly limit: number };

export function createOutbox(
  db: Kysely<Schema>,
  write: Write,
  announcements: Announcements,
): Outbox {
  const announceChange = (entry: Entry | undefined): void => {
    if (!entry) return;
    announcements.changed.announce(entry.conversation_id);
    announcements.due.announce();
  };
  return {
    async claim(claim) {
      if ((await findDue(db, claim)).length === 0) return [];
      return write((trx) => lease(trx, claim));
    },
    async isCurrent(id) {
      const entry = await readEntry(db, id);
      return entry?.state === 'pending' && !epochMoved(entry);
    },
    async cancel(id) {
      const cancelled = await write(async (trx) => {
        const entry = await readEntry(trx, id);
        if (entry?.state !== 'pending') return undefined;
        // What was tried before has been looked for and taken back.
        await close(trx, entry, {
          state: 'cancelled',
          ...(entry.attempt > 1 && { delivery: 'withdrawn' }),
        });
        return entry;
      });
      announceChange(cancelled);
    },
    async sent(id, receipt) {
      announceChange(await write((trx) => recordSent(trx, id, receipt)));
    },
    async failed(id, error, retryAt) {
      const entry = await write((trx) => recordFailure(trx, id, error, retryAt));
      announceChange(entry);
    },
    async postpone(id, dueAt) {
      await write((trx) =>
        trx
          .updateTable('outbox')
          .set((entry) => ({
            due_at: dueAt,
            attempt: entry('attempt', '-', 1),
            lease_owner: null,
            lease_until: 0,
          }))
          .where('id', '=', id)
          .where('state', '=', 'pending')
          .where('attempt', '>', 0)
          .execute(),
      );
    },
    onDue: announcements.due.listen,
  };
}

type Entry = Selectable<OutboxTable> & { readonly current_epoch: number };

function readEntry(db: Kysely<Schema>, id: string): Promise<Entry | undefined> {
  return db
    .selectFrom('outbox')
    .innerJoin('conversations', 'conversations.id', 'outbox.conversation_id')
    .selectAll('outbox')
    .select('conversations.epoch as current_epoch')
    .where('outbox.id', '=', id)
    .executeTakeFirst();
}

function epochMoved(entry: Entry): boolean {
  return entry.epoch !== null && entry.epoch !== entry.current_epoch;
}

/** Due entries, each the oldest open one of its conversation, so that order is kept. */
function findDue(db: Kysely<Schema>, claim: Claims) {
  return db
    .selectFrom('outbox')
    .innerJoin('conversations', 'conversations.id', 'outbox.conversation_id')
    .selectAll('outbox')
    .select('conversations.address')
    .where('outbox.state', '=', 'pending')
    .where('outbox.channel', 'in', claim.channels as ChannelName[])
    .where('outbox.due_at', '<=', claim.now)
    .where('outbox.lease_until', '<=', claim.now)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('outbox as earlier')
            .select('earlier.id')
            .whereRef('earlier.conversation_id', '=', 'outbox.conversation_id')
            .where('earlier.state', '=', 'pending')
            .whereRef('earlier.seq', '<', 'outbox.seq'),
        ),
      ),
    )
    .orderBy('outbox.due_at')
    .limit(claim.limit)
    .execute();
}

async function lease(trx: Transaction<Schema>, claim: Claims): Promise<Delivery[]> {
  const entries = await findDue(trx, claim);
  const deliveries: Delivery[] = [];
  for (const entry of entries) {
    await trx
      .updateTable('outbox')
      .set({
        lease_owner: claim.owner,
        lease_until: claim.now + claim.leaseMs,
        attempt: entry.attempt + 1,
      })
      .where('id', '=', entry.id)
      .execute();
    deliveries.push(await toDelivery(trx, entry));
  }
  return deliveries;
}

async function toDelivery(
  trx: Transaction<Schema>,
  entry: Selectable<OutboxTable> & { readonly address: string },
): Promise<Delivery> {
  const shared = {
    id: entry.id,
    conversationId: entry.conversation_id,
    channel: entry.channel,
    attempt: entry.attempt,
  };
  if (entry.kind === 'call') return { kind: 'call', ...shared };
  const row = await trx
    .selectFrom('messages')
    .selectAll()
    .where('id', '=', entry.message_id)
    .executeTakeFirstOrThrow();
  const message = { ...shared, address: entry.address, message: toMessage(row) };
  if (entry.kind === 'withdrawal')
    return { kind: 'withdrawal', ...message, receipt: entry.receipt };
  return {
    kind: 'message',
    ...message,
    replaces: entry.kind === 'rewriting' ? row.external_id : null,
  };
}

async function recordSent(
  trx: Transaction<Schema>,
  id: string,
  receipt: Receipt,
): Promise<Entry | undefined> {
  const entry = await readEntry(trx, id);
  // One that was cancelled while a slow platform took it is there all the same.
  if (entry?.state !== 'pending' && entry?.state !== 'cancelled') return undefined;
  if (!epochMoved(entry)) {
    await close(trx, entry, { state: 'sent', receipt });
    return entry;
  }
  await close(trx, entry, { state: 'withdrawn', receipt });
  if (entry.kind === 'call' || entry.kind === 'withdrawal') return entry;
  // An entry of its own, so that a withdrawal that fails is tried again.
  await insertOutboxEntry(
    trx,
    { id: entry.conversation_id, channel: entry.channel },
    {
      kind: 'withdrawal',
      messageId: entry.message_id,
      seq: entry.seq,
      epoch: null,
      receipt,
    },
  );
  return entry;
}

async function recordFailure(
  trx: Transaction<Schema>,
  id: string,
  error: string,
  retryAt: number | null,
): Promise<Entry | undefined> {
  const entry = await readEntry(trx, id);
  if (entry?.state !== 'pending') return undefined;
  if (retryAt === null) {
    await close(trx, entry, { state: 'failed', error });
    return entry;
  }
  await trx
    .updateTable('outbox')
    .set({ due_at: retryAt, lease_owner: null, lease_until: 0, error })
    .where('id', '=', id)
    .execute();
  return undefined;
}

interface End {
  readonly state: 'sent' | 'cancelled' | 'withdrawn' | 'failed';
  readonly receipt?: Receipt;
  readonly error?: string;
  /** What becomes of the message, where its entry's state does not say. */
  readonly delivery?: DeliveryState;
}

async function close(
  trx: Transaction<Schema>,
  entry: Entry,
  { delivery, ...end }: End,
): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ lease_owner: null, lease_until: 0, ...end })
    .where('id', '=', entry.id)
    .execute();
  // Where a rewriting comes to nothing, the message stands as it was.
  const isMessage =
    entry.kind === 'message' ||
    (entry.kind === 'rewriting' && (end.receipt ?? delivery) !== undefined);
  if (isMessage && entry.message_id !== null) {
    await trx
      .updateTable('messages')
      .set({
        delivery: delivery ?? (end.state === 'sent' ? 'delivered' : end.state),
        ...(end.receipt !== undefined && { external_id: end.receipt }),
      })
      .where('id', '=', entry.message_id)
      .execute();
  }
  await touch(trx, entry.conversation_id);
}
