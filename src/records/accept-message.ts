/** Writes one customer's message, with its author and its conversation where they are new. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { IncomingMessage } from '../desk/incoming.ts';
import type { Limits } from '../desk/policy.ts';
import type { Inbox } from '../desk/ports.ts';
import { longestQuietMs, quietMs } from '../desk/quiet.ts';
import { type ConversationRow, selectConversation } from './load.ts';
import type { Schema } from './schema.ts';

type Accepted = Awaited<ReturnType<Inbox['accept']>>;

export async function acceptMessage(
  trx: Transaction<Schema>,
  message: IncomingMessage,
  limits: Limits,
  now: number,
): Promise<Accepted> {
  const known = await selectConversation(trx)
    .where('channel', '=', message.channel)
    .where('address', '=', message.address)
    .executeTakeFirst();
  const twin = known && (await findTwin(trx, known.id, message.externalId));
  if (known && twin) {
    const kept = { conversationId: known.id, messageId: twin, duplicate: true, slowed: false };
    return { kind: 'accepted', ...kept };
  }
  const writer = await findCustomer(trx, message);
  const isBystander = known !== undefined && writer?.id !== known.customer_id;
  // What bystanders say among themselves is heard and not answered.
  const asks = !isBystander || message.hearing === 'called';
  if (!asks && (await talksTooMuch(trx, writer?.id, limits, now))) return { kind: 'passed_over' };
  const turn = asks ? await timeOfTurn(trx, message, { writer: writer?.id, limits, now }) : atOnce;
  if (turn === 'never') return { kind: 'refused' };
  const { name } = message.author;
  const isKnownSo = writer !== undefined && (name === null || name === writer.name);
  const authorId = isKnownSo ? writer.id : await upsertCustomer(trx, message, now);
  const conversation = known ?? (await insertConversation(trx, message, authorId, now));
  const seq = known?.next_seq ?? firstSeq;
  const messageId = randomUUID();
  await trx
    .insertInto('messages')
    .values({
      id: messageId,
      conversation_id: conversation.id,
      seq,
      author_kind: isBystander ? 'bystander' : 'customer',
      author_name: message.author.name,
      author_id: authorId,
      kind: 'said',
      text: message.text,
      citations: '[]',
      at: message.at,
      delivery: 'delivered',
      exchange_id: null,
      external_id: message.externalId,
      attachments: JSON.stringify(message.attachments),
      hearing: message.hearing,
      edited_at: null,
      deleted_at: null,
    })
    .execute();
  if (asks) {
    await trx
      .insertInto('inbox')
      .values({
        message_id: messageId,
        conversation_id: conversation.id,
        channel: message.channel,
        author_id: authorId,
        place: message.place,
        received_at: now,
        version: 0,
        due_at: turn.dueAt,
        attempt: 0,
        lease_owner: null,
        lease_until: 0,
        settled_at: null,
      })
      .execute();
  }
  if (known) {
    await trx
      .updateTable('conversations')
      .set({ next_seq: seq + 1, updated_at: now, changed_at: Date.now() })
      .where('id', '=', known.id)
      .execute();
  }
  const { slowed } = turn;
  return { kind: 'accepted', conversationId: conversation.id, messageId, duplicate: false, slowed };
}

const firstSeq = 1;
const atOnce = { dueAt: 0, slowed: false } as const;

async function findTwin(
  trx: Transaction<Schema>,
  conversationId: string,
  externalId: string,
): Promise<string | undefined> {
  const row = await trx
    .selectFrom('messages')
    .select('id')
    .where('conversation_id', '=', conversationId)
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row?.id;
}

/** Talk that nobody is to answer must not push a customer's words out of what is read. */
async function talksTooMuch(
  trx: Transaction<Schema>,
  writer: string | undefined,
  { perCustomer }: Limits,
  now: number,
): Promise<boolean> {
  if (writer === undefined) return false;
  const { count } = await trx
    .selectFrom('messages')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('author_id', '=', writer)
    .where('at', '>', now - minuteMs)
    .executeTakeFirstOrThrow();
  return Number(count) >= perCustomer;
}

interface Queueing {
  /** Undefined for who has never written before. */
  readonly writer: string | undefined;
  readonly limits: Limits;
  readonly now: number;
}

/** A quiet customer is answered at once however much another writes: that one's turns are spread. */
async function timeOfTurn(
  trx: Transaction<Schema>,
  { text, place }: IncomingMessage,
  { writer, limits, now }: Queueing,
): Promise<{ readonly dueAt: number; readonly slowed: boolean } | 'never'> {
  const open = await trx
    .selectFrom('inbox')
    .select((row) => [
      row.fn.countAll<number>().as('all'),
      row.fn
        .countAll<number>()
        .filterWhere('author_id', '=', writer ?? '')
        .as('theirs'),
    ])
    .where('settled_at', 'is', null)
    .executeTakeFirstOrThrow();
  // The last places are kept for people who have nothing waiting.
  const room = Number(open.theirs) > 0 ? limits.waiting * (1 - keptShare) : limits.waiting;
  if (Number(open.all) >= room) return 'never';
  if (Number(open.theirs) >= patienceMinutes * limits.perCustomer) return 'never';
  const own = await freeAt(trx, 'author_id', writer, {
    most: limits.perCustomer,
    from: now,
    until: Number.MAX_SAFE_INTEGER,
    now,
  });
  const free = await freeInPlace(trx, place, { most: limits.perPlace, from: own, now });
  return { dueAt: free + quietMs(text), slowed: free > now };
}

const keptShare = 0.1;

/** Nobody waits for longer than this because of what they wrote themselves. */
const patienceMinutes = 5;
const minuteMs = 60_000;

interface Pace {
  readonly most: number;
  /** The earliest that is asked for. */
  readonly from: number;
  readonly now: number;
}

/**
 * What others have coming later takes nobody's turn now: a few who write a lot would else keep a
 * whole channel waiting.
 */
async function freeInPlace(
  trx: Transaction<Schema>,
  place: string | null,
  { most, from, now }: Pace,
): Promise<number> {
  let at = from;
  for (let minute = 0; minute <= patienceMinutes; minute += 1) {
    const pace = { most, from: at, until: at + longestQuietMs, now };
    const free = await freeAt(trx, 'place', place ?? undefined, pace);
    if (free === at) break;
    at = free;
  }
  return at;
}

/** When fewer than `most` messages, due until then, will have been due within the minute before. */
async function freeAt(
  trx: Transaction<Schema>,
  column: 'author_id' | 'place',
  value: string | undefined,
  { most, from, until, now }: Pace & { readonly until: number },
): Promise<number> {
  if (value === undefined) return from;
  const row = await trx
    .selectFrom('inbox')
    .select('due_at')
    .where(column, '=', value)
    .where('received_at', '>', now - (patienceMinutes + 1) * minuteMs)
    .where('due_at', '<=', until)
    .orderBy('due_at', 'desc')
    .offset(most - 1)
    .limit(1)
    .executeTakeFirst();
  return row ? Math.max(from, row.due_at + minuteMs) : from;
}

async function insertConversation(
  trx: Transaction<Schema>,
  { channel, address }: IncomingMessage,
  customerId: string,
  now: number,
): Promise<ConversationRow> {
  return trx
    .insertInto('conversations')
    .values({
      id: randomUUID(),
      channel,
      address,
      customer_id: customerId,
      holder_kind: 'bot',
      holder_agent: null,
      epoch: 0,
      next_seq: firstSeq + 1,
      opened_at: now,
      updated_at: now,
      changed_at: Date.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function findCustomer(
  trx: Transaction<Schema>,
  { channel, author }: IncomingMessage,
): Promise<{ readonly id: string; readonly name: string | null } | undefined> {
  return trx
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('channel', '=', channel)
    .where('external_id', '=', author.externalId)
    .executeTakeFirst();
}

async function upsertCustomer(
  trx: Transaction<Schema>,
  { channel, author }: IncomingMessage,
  now: number,
): Promise<string> {
  const row = await trx
    .insertInto('customers')
    .values({
      id: randomUUID(),
      channel,
      external_id: author.externalId,
      name: author.name,
      created_at: now,
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
