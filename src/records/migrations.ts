/** The schema's history, in types that SQLite and PostgreSQL share. A released step never changes. */
import type { ColumnDataType, Kysely } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

export const migrations: MigrationProvider = {
  getMigrations: async () => ({ '0001-first': first }),
};

/** `?` may be null, `!` is the primary key; all else is required. */
type Column = ColumnDataType | `${'text' | 'integer' | 'bigint'}?` | 'text!';

const lease = {
  due_at: 'bigint',
  attempt: 'integer',
  lease_owner: 'text?',
  lease_until: 'bigint',
} as const;

const firstTables: Readonly<Record<string, Readonly<Record<string, Column>>>> = {
  customers: {
    id: 'text!',
    channel: 'text',
    external_id: 'text',
    name: 'text?',
    created_at: 'bigint',
  },
  conversations: {
    id: 'text!',
    channel: 'text',
    address: 'text',
    customer_id: 'text',
    holder_kind: 'text',
    holder_agent: 'text?',
    epoch: 'integer',
    next_seq: 'integer',
    opened_at: 'bigint',
    updated_at: 'bigint',
    changed_at: 'bigint',
  },
  messages: {
    id: 'text!',
    conversation_id: 'text',
    seq: 'integer',
    author_kind: 'text',
    author_name: 'text?',
    author_id: 'text?',
    kind: 'text',
    text: 'text',
    citations: 'text',
    at: 'bigint',
    delivery: 'text',
    exchange_id: 'text?',
    external_id: 'text?',
    attachments: 'text',
    hearing: 'text?',
    edited_at: 'bigint?',
    deleted_at: 'bigint?',
  },
  inbox: {
    message_id: 'text!',
    conversation_id: 'text',
    channel: 'text',
    author_id: 'text',
    place: 'text?',
    received_at: 'bigint',
    version: 'integer',
    ...lease,
    settled_at: 'bigint?',
  },
  outbox: {
    id: 'text!',
    kind: 'text',
    conversation_id: 'text',
    channel: 'text',
    message_id: 'text?',
    seq: 'integer',
    epoch: 'integer?',
    state: 'text',
    ...lease,
    receipt: 'text?',
    error: 'text?',
  },
  escalations: {
    id: 'text!',
    conversation_id: 'text',
    state: 'text',
    rule: 'text',
    reason: 'text',
    opening: 'text',
    agent: 'text?',
    opened_at: 'bigint',
    since: 'bigint',
    claimed_at: 'bigint?',
    ended_at: 'bigint?',
    called_at: 'bigint?',
    reached: 'integer',
    apologised_at: 'bigint?',
    nudged_at: 'bigint?',
    verdict: 'text?',
    spent_ms: 'text',
  },
  cards: {
    escalation_id: 'text',
    conversation_id: 'text',
    channel: 'text',
    receipt: 'text',
    digest: 'text',
    shown_at: 'bigint',
  },
  exchanges: {
    id: 'text!',
    conversation_id: 'text',
    customer_id: 'text?',
    channel: 'text',
    at: 'bigint',
    question: 'text',
    answer: 'text',
    outcome: 'text',
    rule: 'text',
    reason: 'text',
    feeling: 'text',
    confidence: 'double precision',
    citations: 'text',
    passages: 'text',
    latency_ms: 'double precision',
    mark: 'text?',
  },
  agents: {
    name: 'text!',
    role: 'text',
    token_hash: 'text',
    invited_at: 'bigint',
    revoked_at: 'bigint?',
    away: 'integer',
    seen_at: 'bigint?',
  },
  identities: { channel: 'text', external_id: 'text', agent: 'text' },
  audit: { id: 'text!', at: 'bigint', actor: 'text', action: 'text', subject: 'text' },
  exports: { path: 'text!', format: 'text', since: 'bigint', until: 'bigint', at: 'bigint' },
  settings: { key: 'text!', value: 'text' },
};

/** Name, table, columns. */
type Index = readonly [string, string, readonly string[]];

const firstUniques: readonly Index[] = [
  ['customers_external', 'customers', ['channel', 'external_id']],
  ['conversations_address', 'conversations', ['channel', 'address']],
  ['messages_order', 'messages', ['conversation_id', 'seq']],
  ['messages_external', 'messages', ['conversation_id', 'external_id']],
  ['cards_escalation', 'cards', ['escalation_id', 'channel']],
  ['identities_external', 'identities', ['channel', 'external_id']],
];

const firstIndexes: readonly Index[] = [
  ['conversations_holder', 'conversations', ['holder_kind', 'updated_at']],
  ['conversations_updated', 'conversations', ['updated_at']],
  ['conversations_changed', 'conversations', ['changed_at']],
  ['conversations_customer', 'conversations', ['customer_id']],
  ['messages_author', 'messages', ['author_id']],
  ['messages_exchange', 'messages', ['exchange_id']],
  ['inbox_author', 'inbox', ['author_id', 'received_at']],
  ['inbox_place', 'inbox', ['place', 'received_at']],
  ['inbox_open', 'inbox', ['settled_at', 'channel', 'conversation_id']],
  ['outbox_open', 'outbox', ['state', 'channel', 'due_at']],
  ['outbox_conversation', 'outbox', ['conversation_id', 'state', 'seq']],
  ['escalations_conversation', 'escalations', ['conversation_id', 'opened_at']],
  ['escalations_claimed', 'escalations', ['claimed_at']],
  ['cards_receipt', 'cards', ['channel', 'receipt']],
  ['cards_conversation', 'cards', ['conversation_id', 'channel']],
  ['identities_agent', 'identities', ['agent']],
  ['exchanges_conversation', 'exchanges', ['conversation_id', 'at']],
  ['exchanges_at', 'exchanges', ['at']],
  ['exchanges_customer', 'exchanges', ['customer_id']],
  ['agents_token', 'agents', ['token_hash']],
  ['audit_at', 'audit', ['at']],
];

const first: Migration = {
  async up(db: Kysely<never>) {
    for (const [table, columns] of Object.entries(firstTables)) {
      await createTable(db, table, columns);
    }
    for (const [name, table, columns] of firstUniques) {
      await db.schema
        .createIndex(name)
        .unique()
        .on(table)
        .columns([...columns])
        .execute();
    }
    for (const [name, table, columns] of firstIndexes) {
      await db.schema
        .createIndex(name)
        .on(table)
        .columns([...columns])
        .execute();
    }
  },
};

function createTable(
  db: Kysely<never>,
  name: string,
  columns: Readonly<Record<string, Column>>,
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [column, type] of Object.entries(columns)) {
    const bare = type.replace(/[?!]$/, '') as ColumnDataType;
    table = table.addColumn(column, bare, (built) => {
      if (type.endsWith('!')) return built.primaryKey();
      return type.endsWith('?') ? built : built.notNull();
    });
  }
  return table.execute();
}
