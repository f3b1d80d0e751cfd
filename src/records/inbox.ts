/** The inbox on a database: what customers said, until it is settled. */
import { randomUUID } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Claim, Inbox } from '../desk/ports.ts';
import { quietMs } from '../desk/quiet.ts';
import type { ChannelName, IncomingMessage, Turn } from '../desk/types.ts';
import type { Announcements } from './announcements.ts';
import { type ConversationRow, selectConversation } from './load.ts';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

/** A turn's size bounds the time it takes: what is beyond these is the conversation's next turn. */
const mostMessages = 50;
const mostText = 40_000;

export function createInbox(db: Kysely<Schema>, write: Write, announcements: Announcements): Inbox {
  return {
    async accept(message) {
      const acceptance = await write((trx) => insertMessage(trx, message));
      if (!acceptance.duplicate) {
        announcements.changed.announce(acceptance.conversationId);
        announcements.arrived.announce();
      }
      return acceptance;
    },
    async claim(claim) {
      // Most looks find nothing; they must not queue behind the writes.
      if (!(await findDue(db, claim))) return undefined;
      return write((trx) => leaseTurn(trx, claim));
    },
    async release(turn, retryAt) {
      await write((trx) => releaseTurn(trx, turn, retryAt));
      announcements.arrived.announce();
    },
    onArrival: announcements.arrived.listen,
  };
}

async function insertMessage(trx: Transaction<Schema>, message: IncomingMessage) {
  const conversation =
    (await selectConversation(trx)
      .where('channel', '=', message.channel)
      .where('address', '=', message.address)
      .executeTakeFirst()) ?? (await insertConversation(trx, message));
  const known = await trx
    .selectFrom('inbox')
    .select('message_id')
    .where('conversation_id', '=', conversation.id)
    .where('external_id', '=', message.externalId)
    .executeTakeFirst();
  if (known) {
    return { conversationId: conversation.id, messageId: known.message_id, duplicate: true };
  }
  const messageId = randomUUID();
  await trx
    .insertInto('messages')
    .values({
      id: messageId,
      conversation_id: conversation.id,
      seq: conversation.next_seq,
      author_kind: 'customer',
      author_name: message.customer.name,
      kind: 'said',
      text: message.text,
      citations: '[]',
      at: message.at,
      delivery: 'delivered',
      exchange_id: null,
    })
    .execute();
  await trx
    .insertInto('inbox')
    .values({
      message_id: messageId,
      conversation_id: conversation.id,
      channel: message.channel,
      external_id: message.externalId,
      received_at: message.at,
      due_at: message.at + quietMs(message.text),
      attempt: 0,
      lease_owner: null,
      lease_until: 0,
      settled_at: null,
    })
    .execute();
  await trx
    .updateTable('conversations')
    .set({
      next_seq: conversation.next_seq + 1,
      updated_at: message.at,
      changed_at: Date.now(),
    })
    .where('id', '=', conversation.id)
    .execute();
  return { conversationId: conversation.id, messageId, duplicate: false };
}

async function insertConversation(
  trx: Transaction<Schema>,
  message: IncomingMessage,
): Promise<ConversationRow> {
  const customerId = await upsertCustomer(trx, message);
  return trx
    .insertInto('conversations')
    .values({
      id: randomUUID(),
      channel: message.channel,
      address: message.address,
      customer_id: customerId,
      holder_kind: 'bot',
      holder_agent: null,
      epoch: 0,
      next_seq: 1,
      opened_at: message.at,
      updated_at: message.at,
      changed_at: message.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function upsertCustomer(trx: Transaction<Schema>, message: IncomingMessage): Promise<string> {
  const row = await trx
    .insertInto('customers')
    .values({
      id: randomUUID(),
      channel: message.channel,
      external_id: message.customer.externalId,
      name: message.customer.name,
      created_at: message.at,
    })
    .onConflict((conflict) =>
      conflict.columns(['channel', 'external_id']).doUpdateSet((row) => ({
        name: row.fn.coalesce('excluded.name', 'customers.name'),
      })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** The conversation whose open messages have waited longest, with no live lease on any of them. */
async function findDue(db: Kysely<Schema>, claim: Claim): Promise<string | undefined> {
  const row = await db
    .selectFrom('inbox')
    .select('conversation_id')
    .where('settled_at', 'is', null)
    .where('channel', 'in', claim.channels as ChannelName[])
    .groupBy('conversation_id')
    .having((having) => having.fn.max('due_at'), '<=', claim.now)
    .having((having) => having.fn.max('lease_until'), '<=', claim.now)
    .orderBy((order) => order.fn.min('received_at'))
    .limit(1)
    .executeTakeFirst();
  return row?.conversation_id;
}

async function leaseTurn(trx: Transaction<Schema>, claim: Claim): Promise<Turn | undefined> {
  const conversationId = await findDue(trx, claim);
  if (conversationId === undefined) return undefined;
  const waiting = await trx
    .selectFrom('inbox')
    .innerJoin('messages', 'messages.id', 'inbox.message_id')
    .select(['inbox.message_id', 'inbox.received_at', 'inbox.attempt', 'messages.text'])
    .where('inbox.conversation_id', '=', conversationId)
    .where('inbox.settled_at', 'is', null)
    .orderBy('messages.seq')
    .limit(mostMessages)
    .execute();
  const [first] = waiting;
  if (!first) return undefined;
  const rows = waiting.slice(0, countWithin(mostText, waiting));
  const messageIds = rows.map((row) => row.message_id);
  await trx
    .updateTable('inbox')
    .set((row) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + claim.leaseMs,
      attempt: row('attempt', '+', 1),
    }))
    .where('message_id', 'in', messageIds)
    .execute();
  return {
    id: first.message_id,
    conversationId,
    messageIds,
    text: rows.map((row) => row.text).join('\n'),
    receivedAt: first.received_at,
    attempt: first.attempt,
  };
}

/** How many of the first rows have no more than `length` characters together; at least one. */
function countWithin(length: number, rows: readonly { readonly text: string }[]): number {
  let left = length;
  const over = rows.findIndex(({ text }, at) => {
    left -= text.length;
    return at > 0 && left < 0;
  });
  return over === -1 ? rows.length : over;
}

async function releaseTurn(trx: Transaction<Schema>, turn: Turn, retryAt: number): Promise<void> {
  await trx
    .updateTable('inbox')
    .set({ lease_owner: null, lease_until: 0, due_at: retryAt })
    .where('message_id', 'in', [...turn.messageIds])
    .where('settled_at', 'is', null)
    .where((row) =>
      row.exists(
        row
          .selectFrom('inbox as first')
          .select('first.message_id')
          .where('first.message_id', '=', turn.id)
          // Taking a turn up counts one attempt more; a later worker has counted another.
          .where('first.attempt', '=', turn.attempt + 1),
      ),
    )
    .execute();
}
