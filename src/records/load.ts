/** Rows → the domain's conversations. */
import type { Kysely, Selectable } from 'kysely';
import type { Author, Conversation, Escalation, Exchange, Holder, Message } from '../desk/types.ts';
import type {
  ConversationsTable,
  EscalationsTable,
  ExchangesTable,
  MessagesTable,
  Schema,
} from './schema.ts';

/** How much of a long conversation is read: its first message, and this much of the newest. */
const newestMessages = 200;
const newestExchanges = 50;
/** In characters; the message that passes it is the last one read. */
const newestText = 500_000;

export type ConversationRow = Selectable<ConversationsTable>;

export async function loadConversation(
  db: Kysely<Schema>,
  row: ConversationRow,
  about?: string,
): Promise<Conversation> {
  const messages = await loadMessages(db, row, await findAbout(db, row, about));
  const exchanges = await db
    .selectFrom('exchanges')
    .selectAll()
    .where('conversation_id', '=', row.id)
    .orderBy('at', 'desc')
    .limit(newestExchanges)
    .execute();
  const escalation = await db
    .selectFrom('escalations')
    .selectAll()
    .where('conversation_id', '=', row.id)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const customer = await db
    .selectFrom('customers')
    .select(['id', 'name'])
    .where('id', '=', row.customer_id)
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    channel: row.channel,
    address: row.address,
    customer,
    holder: toHolder(row),
    epoch: row.epoch,
    messages: messages.map(toMessage),
    exchanges: exchanges.map(toExchange).reverse(),
    escalation: escalation ? toEscalation(escalation) : null,
    openedAt: row.opened_at,
    updatedAt: row.updated_at,
  };
}

/** The message that the platform calls so, with the others of its exchange. */
async function findAbout(
  db: Kysely<Schema>,
  { id }: ConversationRow,
  about: string | undefined,
): Promise<readonly string[]> {
  if (about === undefined) return [];
  const ofConversation = db.selectFrom('messages').where('conversation_id', '=', id);
  const rows = await ofConversation
    .select('id')
    .where((where) =>
      where.or([
        where('external_id', '=', about),
        where(
          'exchange_id',
          'in',
          ofConversation.select('exchange_id').where('external_id', '=', about),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => row.id);
}

function loadMessages(
  db: Kysely<Schema>,
  row: ConversationRow,
  about: readonly string[],
): Promise<readonly Selectable<MessagesTable>[]> {
  return db
    .selectFrom(
      db
        .selectFrom('messages')
        .selectAll()
        .select((message) =>
          message.fn
            .sum<number>(message.fn('length', ['text']))
            .over((over) => over.orderBy('seq', 'desc'))
            .as('length_from_here'),
        )
        .where('conversation_id', '=', row.id)
        .where((where) =>
          where.or([
            where('seq', '>', row.next_seq - newestMessages),
            where('seq', '=', 1),
            where('id', 'in', about),
          ]),
        )
        .as('newest'),
    )
    .selectAll()
    .where((where) =>
      where.or([
        where(
          'length_from_here',
          '<',
          where(where.fn<number>('length', ['text']), '+', newestText),
        ),
        where('seq', '=', 1),
        where('id', 'in', about),
      ]),
    )
    .orderBy('seq')
    .execute();
}

export function selectConversation(db: Kysely<Schema>) {
  return db.selectFrom('conversations').selectAll();
}

export function toMessage(row: Selectable<MessagesTable>): Message {
  return {
    id: row.id,
    seq: row.seq,
    author: toAuthor(row),
    kind: row.kind,
    text: row.text,
    citations: JSON.parse(row.citations),
    at: row.at,
    delivery: row.delivery,
    exchangeId: row.exchange_id,
    externalId: row.external_id,
    attachments: JSON.parse(row.attachments),
    hearing: row.hearing,
    editedAt: row.edited_at,
    deletedAt: row.deleted_at,
  };
}

function toExchange(row: Selectable<ExchangesTable>): Exchange {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    customerId: row.customer_id ?? '',
    channel: row.channel,
    at: row.at,
    question: row.question,
    answer: row.answer,
    outcome: row.outcome,
    rule: row.rule,
    reason: row.reason,
    feeling: JSON.parse(row.feeling),
    confidence: row.confidence,
    citations: JSON.parse(row.citations),
    passages: JSON.parse(row.passages),
    latencyMs: row.latency_ms,
    mark: row.mark,
  };
}

function toHolder(row: ConversationRow): Holder {
  if (row.holder_kind === 'person') return { kind: 'person', agent: row.holder_agent ?? '' };
  return { kind: row.holder_kind };
}

function toAuthor(row: Selectable<MessagesTable>): Author {
  switch (row.author_kind) {
    case 'bot':
      return { kind: 'bot' };
    case 'agent':
      return { kind: 'agent', name: row.author_name ?? '' };
    case 'customer':
    case 'bystander':
      return { kind: row.author_kind, name: row.author_name };
  }
}

function toEscalation(row: Selectable<EscalationsTable>): Escalation {
  return {
    id: row.id,
    state: row.state,
    rule: row.rule,
    reason: row.reason,
    opening: row.opening,
    agent: row.agent,
    openedAt: row.opened_at,
    since: row.since,
    claimedAt: row.claimed_at,
    endedAt: row.ended_at,
    calledAt: row.called_at,
    reached: row.reached,
    apologisedAt: row.apologised_at,
    nudgedAt: row.nudged_at,
    verdict: row.verdict,
    spentMs: JSON.parse(row.spent_ms),
  };
}

/** Notes that something of a conversation was written, so that other processes see it. */
export async function touch(db: Kysely<Schema>, conversationId: string): Promise<void> {
  await db
    .updateTable('conversations')
    .set({ changed_at: Date.now() })
    .where('id', '=', conversationId)
    .execute();
}
