/** What is written where a message that was said already is changed, taken back or deleted. */
import type { Transaction } from 'kysely';
import type { Change, Rewriting } from '../desk/change.ts';
import type { ConversationRow } from './load.ts';
import { insertOutboxEntry } from './outbox-entries.ts';
import type { Schema } from './schema.ts';

/** An epoch that never is: what is under way under it is taken back on its return. */
const noEpoch = -1;

/** Resolves to the position after the last entry it wrote. */
export async function writeAfterthoughts(
  trx: Transaction<Schema>,
  row: ConversationRow,
  { rewrite, withdraw, amend, reopens, strikes }: Change<unknown>,
  { epoch, seq }: { readonly epoch: number; readonly seq: number },
): Promise<number> {
  let next = seq;
  if (rewrite) {
    await rewriteMessage(trx, rewrite);
    const { messageId } = rewrite;
    await insertOutboxEntry(trx, row, { kind: 'rewriting', messageId, seq: next, epoch });
    next += 1;
  }
  for (const messageId of withdraw ?? []) {
    await withdrawMessage(trx, row, messageId, next);
    next += 1;
  }
  if (amend) await amendMessage(trx, amend);
  if (reopens !== undefined) await reopenTurn(trx, reopens, amend?.at ?? 0);
  if (strikes !== undefined)
    await strikeExchange(trx, strikes, { keepsAnswer: reopens === strikes });
  return next;
}

async function rewriteMessage(
  trx: Transaction<Schema>,
  { messageId, text, citations, at }: Rewriting,
): Promise<void> {
  await trx
    .updateTable('messages')
    .set({ text, citations: JSON.stringify(citations), edited_at: at })
    .where('id', '=', messageId)
    .execute();
}

async function withdrawMessage(
  trx: Transaction<Schema>,
  row: ConversationRow,
  messageId: string,
  seq: number,
): Promise<void> {
  const open = await trx
    .updateTable('outbox')
    .set((entry) => ({
      epoch: noEpoch,
      // What no worker has begun to send needs no taking back.
      state: entry
        .case()
        .when(entry.and([entry('attempt', '=', 0), entry('lease_owner', 'is', null)]))
        .then('cancelled' as const)
        .else('pending' as const)
        .end(),
    }))
    .where('message_id', '=', messageId)
    .where('kind', 'in', ['message', 'rewriting'])
    .where('state', '=', 'pending')
    .returning('state')
    .execute();
  const message = await trx
    .selectFrom('messages')
    .select('external_id')
    .where('id', '=', messageId)
    .executeTakeFirst();
  const receipt = message?.external_id ?? null;
  if (receipt !== null) {
    await insertOutboxEntry(trx, row, { kind: 'withdrawal', messageId, seq, epoch: null, receipt });
  }
  const unsent = receipt === null && open.some(({ state }) => state === 'cancelled');
  await trx
    .updateTable('messages')
    .set({ delivery: unsent ? 'cancelled' : 'withdrawn' })
    .where('id', '=', messageId)
    .execute();
}

async function amendMessage(
  trx: Transaction<Schema>,
  { messageId, text, at }: NonNullable<Change<unknown>['amend']>,
): Promise<void> {
  await trx
    .updateTable('messages')
    .set(text === null ? { text: '', attachments: '[]', deleted_at: at } : { text, edited_at: at })
    .where('id', '=', messageId)
    .execute();
  await trx
    .updateTable('inbox')
    .set((row) => ({
      version: row('version', '+', 1),
      // What is gone needs no answer; what is changed is thought of anew.
      ...(text === null && { settled_at: row.fn.coalesce('settled_at', row.val(at)) }),
    }))
    .where('message_id', '=', messageId)
    .execute();
}

/** Each change asks for a new answer, and limits count messages: from some on, changes are gathered. */
const gatheredFrom = 10;
const gatherMs = 60_000;

async function reopenTurn(trx: Transaction<Schema>, exchangeId: string, at: number): Promise<void> {
  await trx
    .updateTable('inbox')
    .set((row) => ({
      settled_at: null,
      attempt: 0,
      due_at: row
        .case()
        .when('version', '>=', gatheredFrom)
        .then(at + gatherMs)
        // It was due then, and counts there for its author's pace.
        .else(row.ref('due_at'))
        .end(),
      lease_owner: null,
      lease_until: 0,
      version: row('version', '+', 1),
    }))
    .where('message_id', 'in', (messages) =>
      messages
        .selectFrom('messages')
        .select('id')
        .where('exchange_id', '=', exchangeId)
        .where('deleted_at', 'is', null),
    )
    .execute();
}

/** Where the rest of a burst is answered anew, the answer stays to be put other words in. */
async function strikeExchange(
  trx: Transaction<Schema>,
  exchangeId: string,
  { keepsAnswer }: { readonly keepsAnswer: boolean },
): Promise<void> {
  await trx
    .updateTable('exchanges')
    .set({ question: '', answer: '', citations: '[]', passages: '[]' })
    .where('id', '=', exchangeId)
    .execute();
  await trx
    .updateTable('messages')
    .set({ text: '', citations: '[]' })
    .where('exchange_id', '=', exchangeId)
    .where('author_kind', '=', 'bot')
    .where('kind', 'in', keepsAnswer ? ['withheld'] : ['withheld', 'said'])
    .execute();
}
