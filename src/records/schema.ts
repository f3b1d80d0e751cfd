/** The tables. Times are ms since 1970; lists and objects are JSON text; flags are 0 or 1. */
import type { ColumnType } from 'kysely';
import type { AuditEntry, Role } from '../desk/agents.ts';
import type { Hearing } from '../desk/incoming.ts';
import type {
  ChannelName,
  DeliveryState,
  EscalationState,
  Holder,
  Mark,
  Message,
  Outcome,
  Verdict,
} from '../desk/types.ts';

export interface Schema {
  customers: CustomersTable;
  conversations: ConversationsTable;
  messages: MessagesTable;
  inbox: InboxTable;
  outbox: OutboxTable;
  escalations: EscalationsTable;
  cards: CardsTable;
  exchanges: ExchangesTable;
  agents: AgentsTable;
  identities: IdentitiesTable;
  audit: AuditTable;
  exports: ExportsTable;
  settings: SettingsTable;
}

/** Written once. */
type Fixed<T> = ColumnType<T, T, never>;

export interface CustomersTable {
  id: Fixed<string>;
  channel: Fixed<ChannelName>;
  external_id: Fixed<string>;
  name: string | null;
  created_at: Fixed<number>;
}

export interface ConversationsTable {
  id: Fixed<string>;
  channel: Fixed<ChannelName>;
  address: Fixed<string>;
  customer_id: Fixed<string>;
  holder_kind: Holder['kind'];
  holder_agent: string | null;
  epoch: number;
  /** The position that the next message or call takes. */
  next_seq: number;
  opened_at: Fixed<number>;
  /** When somebody last said or did something. */
  updated_at: number;
  /** When anything of it was last written, deliveries included; other processes look for it. */
  changed_at: number;
}

export interface MessagesTable {
  id: Fixed<string>;
  conversation_id: Fixed<string>;
  seq: Fixed<number>;
  author_kind: Fixed<Message['author']['kind']>;
  author_name: string | null;
  /** The row of `customers`, where it is a customer's or a bystander's. */
  author_id: Fixed<string | null>;
  kind: Fixed<Message['kind']>;
  text: string;
  citations: string;
  at: Fixed<number>;
  delivery: DeliveryState;
  exchange_id: string | null;
  external_id: string | null;
  attachments: string;
  hearing: Fixed<Hearing | null>;
  edited_at: number | null;
  deleted_at: number | null;
}

export interface InboxTable {
  message_id: Fixed<string>;
  conversation_id: Fixed<string>;
  channel: Fixed<ChannelName>;
  author_id: Fixed<string>;
  place: Fixed<string | null>;
  received_at: Fixed<number>;
  version: number;
  due_at: number;
  attempt: number;
  lease_owner: string | null;
  lease_until: number;
  settled_at: number | null;
}

export interface OutboxTable {
  id: Fixed<string>;
  kind: Fixed<'message' | 'rewriting' | 'call' | 'withdrawal'>;
  conversation_id: Fixed<string>;
  channel: Fixed<ChannelName>;
  message_id: Fixed<string | null>;
  seq: Fixed<number>;
  /** The epoch under which alone it may be sent; null where any will do. */
  epoch: number | null;
  state: 'pending' | 'sent' | 'cancelled' | 'withdrawn' | 'failed';
  attempt: number;
  due_at: number;
  lease_owner: string | null;
  lease_until: number;
  receipt: string | null;
  error: string | null;
}

export interface EscalationsTable {
  id: Fixed<string>;
  conversation_id: Fixed<string>;
  state: EscalationState;
  rule: string;
  reason: string;
  opening: string;
  agent: string | null;
  opened_at: Fixed<number>;
  since: number;
  claimed_at: number | null;
  ended_at: number | null;
  called_at: number | null;
  reached: number;
  apologised_at: number | null;
  nudged_at: number | null;
  verdict: Verdict | null;
  spent_ms: string;
}

export interface CardsTable {
  escalation_id: Fixed<string>;
  conversation_id: Fixed<string>;
  channel: Fixed<ChannelName>;
  receipt: string;
  digest: string;
  shown_at: number;
}

export interface ExchangesTable {
  id: Fixed<string>;
  conversation_id: string;
  customer_id: string | null;
  channel: Fixed<ChannelName>;
  at: Fixed<number>;
  question: string;
  answer: string;
  outcome: Outcome;
  rule: string;
  reason: string;
  feeling: string;
  confidence: number;
  citations: string;
  passages: string;
  latency_ms: Fixed<number>;
  mark: Mark | null;
}

export interface AgentsTable {
  name: Fixed<string>;
  role: Role;
  token_hash: string;
  invited_at: number;
  revoked_at: number | null;
  away: number;
  seen_at: number | null;
}

/** Accounts of agents on platforms. */
export interface IdentitiesTable {
  channel: Fixed<ChannelName>;
  external_id: Fixed<string>;
  agent: Fixed<string>;
}

export interface AuditTable {
  id: Fixed<string>;
  at: Fixed<AuditEntry['at']>;
  actor: Fixed<string>;
  action: Fixed<string>;
  subject: Fixed<string>;
}

/** Files of exchanges written so far, so that a person can be erased from them too. */
export interface ExportsTable {
  path: Fixed<string>;
  format: string;
  since: number;
  until: number;
  at: number;
}

export interface SettingsTable {
  key: Fixed<string>;
  value: string;
}
