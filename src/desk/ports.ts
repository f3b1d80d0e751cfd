/** What the desk needs of the outside, in the order in which a turn meets it. */
import type { Agent, AuditEntry, Role } from './agents.ts';
import type { Change } from './change.ts';
import type { Delivery, MessageDelivery, Receipt, WithdrawalDelivery } from './deliveries.ts';
import type { IncomingMessage } from './incoming.ts';
import type { Limits } from './policy.ts';
import type {
  Audience,
  ChannelName,
  Conversation,
  Draft,
  Feeling,
  SearchQuery,
  SearchResult,
  Turn,
} from './types.ts';

/**
 * Where a channel brings what it hears. Each resolves once it is on disk; only then may a platform
 * be told.
 */
export interface Intake {
  accept(message: IncomingMessage): Promise<Acceptance>;
  /** Its author put other words in a message's place. */
  revise(revision: Revision): Promise<void>;
  /** Its author deleted a message. */
  retract(retraction: Retraction): Promise<void>;
}

export type Acceptance =
  | {
      readonly kind: 'accepted';
      readonly conversationId: string;
      readonly messageId: string;
      /** True where this platform id was accepted before; nothing was written now. */
      readonly duplicate: boolean;
      /** True where its author writes more than the limits allow; it is kept, and answered later. */
      readonly slowed: boolean;
    }
  /** An agent wrote to the customer; `tookOver` where they had not had the conversation before. */
  | { readonly kind: 'agent'; readonly conversationId: string; readonly tookOver: boolean }
  /** It does not concern the bot; nothing of it is kept. */
  | { readonly kind: 'passed_over' }
  /** Too much waits already; nothing of it is kept, and its author must be told. */
  | { readonly kind: 'refused' };

/** A message by its place on a platform. */
export type Retraction = Pick<IncomingMessage, 'channel' | 'address' | 'externalId'>;

export interface Revision extends Retraction {
  readonly text: string;
}

/** A place where customers write and agents are called. */
export interface Channel {
  readonly name: ChannelName;
  /** Begins to listen and brings everything to `intake`. Throws where it cannot. */
  start(intake: Intake): Promise<void>;
  /**
   * A first sign of life for a customer. Resolves to what takes it away again. Best effort: neither
   * of the two ever fails.
   */
  showWorking(conversation: Conversation, turn: Turn): Promise<() => Promise<void>>;
  /**
   * Says one message, or puts it in the place of what `replaces` names. Idempotent by `delivery.id`:
   * with `attempt` > 0 it looks whether the message is there already before it sends again. What it
   * says piece by piece it stops when `isCurrent` turns false. Throws where the platform refuses;
   * a PlatformBusy says when to try again.
   */
  deliver(delivery: MessageDelivery, isCurrent: () => Promise<boolean>): Promise<Receipt>;
  /** Takes a message back, as far as the platform can; without a receipt it looks for it first. */
  withdraw(delivery: WithdrawalDelivery): Promise<void>;
  /**
   * Calls the agents to an escalation, or the one who has it; resolves to how many of them can have
   * heard it. With `attempt` > 0 an earlier call may have been made and not recorded.
   */
  callAgents(conversation: Conversation, attempt: number): Promise<number>;
  stop(): Promise<void>;
}

/** What customers said, on disk until it is settled. */
export interface Inbox {
  /** Keeps a customer's or a bystander's message, and its conversation where it is the first. */
  accept(message: IncomingMessage, limits: Limits): Promise<Exclude<Acceptance, { kind: 'agent' }>>;
  /**
   * Leases the oldest due turn of a conversation that nobody works on, for `leaseMs`. All of the
   * conversation's open messages are in it, a flood of them in several turns. Undefined where there
   * is nothing to do.
   */
  claim(claim: Claim): Promise<Turn | undefined>;
  /**
   * Gives a turn back, to be taken up again not before `retryAt`. Does nothing where another worker
   * has taken it up since.
   */
  release(turn: Turn, retryAt: number): Promise<void>;
  /** Calls `listener` after each acceptance; may call it without cause. Returns the way to stop. */
  onArrival(listener: () => void): () => void;
}

export interface Claim {
  readonly owner: string;
  readonly channels: readonly ChannelName[];
  readonly now: number;
  readonly leaseMs: number;
}

/** Conversations, and the one way to change them. */
export interface Conversations {
  /** By id; undefined where there is none. */
  read(id: string): Promise<Conversation | undefined>;
  /** By where it is on its platform. */
  find(channel: ChannelName, address: string): Promise<Conversation | undefined>;
  /** Which conversation is at an address and who opened it, without reading it. */
  locate(channel: ChannelName, address: string): Promise<Location | undefined>;
  /**
   * Runs `step` on the conversation as it stands within one transaction and writes what it
   * returns, all or nothing. `step` may run more than once and has no effects of its own.
   * Throws where the conversation does not exist. `about`: the platform's id of a message that
   * `step` must see with what answers it, however long ago it was said.
   */
  change<T>(id: string, step: (now: Conversation) => Change<T>, about?: string): Promise<T>;
  /** Those that need a person's eye, the longest waiting first, then the newest others. */
  list(filter: ConversationFilter): Promise<readonly Conversation[]>;
  /** How long the newest claimed hand-overs waited for their claim, newest first, in ms. */
  recentWaitsMs(limit: number): Promise<readonly number[]>;
  /** Calls `listener` after each change, with the conversation's id. Returns the way to stop. */
  onChange(listener: (conversationId: string) => void): () => void;
}

export interface Location {
  readonly id: string;
  /** Its customer's id on the platform. */
  readonly customer: string;
}

export interface ConversationFilter {
  /** `open`: held by the queue or a person. `recent`: any, by last message. */
  readonly show: 'open' | 'recent';
  readonly limit: number;
}

/** What is to be sent, on disk until a platform has it. */
export interface Outbox {
  /** Leases due deliveries, each conversation's oldest only. */
  claim(claim: Claim & { readonly limit: number }): Promise<readonly Delivery[]>;
  /** Rereads the epoch, before a send and during a long one. False where it moved. */
  isCurrent(id: string): Promise<boolean>;
  /** Gives up a delivery whose epoch moved before it was sent. */
  cancel(id: string): Promise<void>;
  /** Records a send. Where the epoch moved while it was under way, a withdrawal is due next. */
  sent(id: string, receipt: Receipt): Promise<void>;
  /** Records a failure; tried again at `retryAt`, or given up where that is null. */
  failed(id: string, error: string, retryAt: number | null): Promise<void>;
  /** Puts off what was certainly not sent; it does not count as a try. */
  postpone(id: string, dueAt: number): Promise<void>;
  /** Calls `listener` when there may be something to send. Returns the way to stop. */
  onDue(listener: () => void): () => void;
}

/** The articles. */
export interface Knowledge {
  /** Throws where the index cannot be read; an empty result means that nothing matched. */
  search(query: SearchQuery): Promise<SearchResult>;
  /** The article as markdown, where it exists and this audience may read it. */
  article(path: string, audience: Audience): Promise<ServedArticle | undefined>;
  status(): KnowledgeStatus;
}

export interface ServedArticle {
  readonly path: string;
  readonly title: string;
  /** Markdown without its front matter. */
  readonly markdown: string;
}

export interface KnowledgeStatus {
  readonly articles: number;
  readonly passages: number;
  readonly faults: readonly ArticleFault[];
}

/** What is wrong with an article, and where. */
export interface ArticleFault {
  readonly file: string;
  /** 1-based; null where the whole file is meant. */
  readonly line: number | null;
  readonly problem: string;
  readonly remedy: string;
}

/** Reads how a customer feels. */
export interface FeelingSensor {
  /** `earlier`: the readings of this conversation's turns so far, oldest first. */
  read(text: string, earlier: readonly Feeling[]): Promise<Feeling>;
}

/** Writes an answer from passages and cites only them. */
export interface Answerer {
  draft(question: Question, found: SearchResult): Promise<Draft>;
}

export interface Question {
  readonly text: string;
  /** What was asked before, where the question leans on it. */
  readonly context: string | null;
  readonly feeling: Feeling;
  readonly channel: ChannelName;
}

/** Time, so that tests can hold it. */
export interface Clock {
  now(): number;
  /** Runs `action` once after `ms`. Returns the way to cancel. */
  after(ms: number, action: () => void): () => void;
}

/** Where the case of an escalation is shown to agents on a platform. */
export interface Card {
  readonly escalationId: string;
  readonly conversationId: string;
  readonly channel: ChannelName;
  readonly receipt: Receipt;
  /** What it shows, shortened; another one means that it must be drawn again. */
  readonly digest: string;
}

/** The cards that hang on platforms. */
export interface Cards {
  /** The card of an escalation on this platform. */
  of(escalationId: string, channel: ChannelName): Promise<Card | undefined>;
  /** Whose card it is, by what the platform calls it. */
  at(channel: ChannelName, receipt: Receipt): Promise<Card | undefined>;
  /** The cards on this platform of all escalations of one conversation. */
  about(conversationId: string, channel: ChannelName): Promise<readonly Card[]>;
  /** Writes down a card, or what it shows now. */
  keep(card: Card): Promise<void>;
  /** Cards whose conversation was changed after they were last drawn. */
  behind(channel: ChannelName): Promise<readonly Card[]>;
}

/** How far a channel has heard its platform, so that what it missed can be fetched. */
export interface Cursors {
  /** The last one kept, in the channel's own words; undefined where it was never there. */
  read(channel: ChannelName, place: string): Promise<string | undefined>;
  /** Resolves once it is on disk; keep none before what it covers is. */
  keep(channel: ChannelName, place: string, value: string): Promise<void>;
}

/** Who an agent is on a platform. */
export interface Identities {
  /** The agent of this account; where it is not known, one is enlisted under a name that no other has. */
  recognise(channel: ChannelName, externalId: string, name: string): Promise<Agent>;
  /**
   * Makes an account this agent's, in place of an earlier one of theirs there, and gives them the
   * cases of whom it was taken for. `nobody` where there is no such agent, or no more;
   * `somebody_else` where it is the account of a colleague with a link of their own.
   */
  link(
    agent: string,
    channel: ChannelName,
    externalId: string,
    by: string,
  ): Promise<'linked' | 'nobody' | 'somebody_else'>;
  /** An agent's account on this platform. */
  accountOf(agent: string, channel: ChannelName): Promise<string | undefined>;
  /** A customer's account on their platform. */
  customerAccount(customerId: string): Promise<string | undefined>;
  /** Gives a customer without a name, and what they have said, the name that came late. */
  nameCustomer(channel: ChannelName, externalId: string, name: string): Promise<void>;
}

/** The people of the desk. */
export interface People {
  /** Makes a person's link token; an earlier one of the same name ceases to work. */
  invite(name: string, role: Role, by: string): Promise<string>;
  /** Resolves to false where nobody of that name has a link. */
  revoke(name: string, by: string): Promise<boolean>;
  /** Whose token this is; undefined where it is nobody's or revoked. */
  authenticate(token: string): Promise<Agent | undefined>;
  list(): Promise<readonly Agent[]>;
  /** Notes that their desk is open (`seen`), or that they went away or came back. */
  touch(name: string, presence: 'seen' | 'gone' | 'away' | 'back'): Promise<void>;
  /** Writes down what a person did. */
  note(entry: AuditEntry): Promise<void>;
  /** What was done at the desk, newest first. */
  audit(limit: number): Promise<readonly AuditEntry[]>;
}
