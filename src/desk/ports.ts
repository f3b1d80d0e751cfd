/** What the desk needs of the outside, in the order in which a turn meets it. */
import type {
  Agent,
  Audience,
  AuditEntry,
  Author,
  ChannelName,
  Citation,
  Conversation,
  Draft,
  Escalation,
  Exchange,
  Feeling,
  Holder,
  IncomingMessage,
  Mark,
  Message,
  MessageKind,
  Role,
  SearchQuery,
  SearchResult,
  Turn,
} from './types.ts';

/** Takes a message in. Resolves once it is on disk; only then may a platform be told. */
export type Accept = (message: IncomingMessage) => Promise<Acceptance>;

export interface Acceptance {
  readonly conversationId: string;
  readonly messageId: string;
  /** True where this platform id was accepted before; nothing was written now. */
  readonly duplicate: boolean;
}

/** A place where customers write and agents are called. */
export interface Channel {
  readonly name: ChannelName;
  /** Begins to listen and gives every message to `accept`. Throws where it cannot. */
  start(accept: Accept): Promise<void>;
  /** A first sign of life for a customer; best effort, and never an error. */
  showWorking(address: string): Promise<void>;
  /**
   * Says one message. Idempotent by `delivery.id`: with `attempt` > 0 it looks whether the message
   * is there already before it sends again. Throws where the platform refuses.
   */
  deliver(delivery: MessageDelivery): Promise<Receipt>;
  /** Takes a delivered message back, as far as the platform can. */
  withdraw(delivery: WithdrawalDelivery): Promise<void>;
  /** Calls the agents to an escalation; resolves to how many of them can have heard it. */
  callAgents(conversation: Conversation): Promise<number>;
  stop(): Promise<void>;
}

/** What a platform says of a message it took: its own id for it. */
export type Receipt = string;

/** What customers said, on disk until it is settled. */
export interface Inbox {
  readonly accept: Accept;
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
  /**
   * Runs `step` on the conversation as it stands within one transaction and writes what it
   * returns, all or nothing. `step` may run more than once and has no effects of its own.
   * Throws where the conversation does not exist.
   */
  change<T>(id: string, step: (now: Conversation) => Change<T>): Promise<T>;
  /** Those that need a person's eye, the longest waiting first, then the newest others. */
  list(filter: ConversationFilter): Promise<readonly Conversation[]>;
  /** How long the newest claimed hand-overs waited for their claim, newest first, in ms. */
  recentWaitsMs(limit: number): Promise<readonly number[]>;
  /** Calls `listener` after each change, with the conversation's id. Returns the way to stop. */
  onChange(listener: (conversationId: string) => void): () => void;
}

export interface ConversationFilter {
  /** `open`: held by the queue or a person. `recent`: any, by last message. */
  readonly show: 'open' | 'recent';
  readonly limit: number;
}

/** What one step writes. Everything left out stays as it is. */
export interface Change<T> {
  readonly result: T;
  /** A holder other than the present one raises the epoch. */
  readonly holder?: Holder;
  readonly say?: readonly Saying[];
  readonly escalation?: Escalation;
  /** Calls the agents, through the outbox. */
  readonly callAgents?: boolean;
  readonly exchange?: Exchange;
  /** The turn that this change settles; its messages leave the inbox. */
  readonly settles?: Turn;
  readonly mark?: { readonly exchangeId: string; readonly mark: Mark | null };
  readonly audit?: AuditEntry;
}

/** A message to be added. `note` and `withheld` stay at the desk; the rest goes to the customer. */
export interface Saying {
  readonly author: Author;
  readonly kind: MessageKind;
  readonly text: string;
  readonly at: number;
  readonly citations?: readonly Citation[];
  readonly exchangeId?: string;
  /**
   * `bot`: the bot's own words, sent only while the conversation's epoch is the one after this
   * change. `person`: an agent's words or what an agent's act gives rise to, sent regardless.
   */
  readonly voice: 'bot' | 'person';
}

/** What is to be sent, on disk until a platform has it. */
export interface Outbox {
  /** Leases due deliveries, each conversation's oldest only. */
  claim(claim: Claim & { readonly limit: number }): Promise<readonly Delivery[]>;
  /** Rereads the epoch just before a send. `false`: it moved, and the delivery is cancelled. */
  begin(id: string): Promise<boolean>;
  /** Records a send. Where the epoch moved while it was under way, a withdrawal is due next. */
  sent(id: string, receipt: Receipt): Promise<void>;
  /** Records a failure; tried again at `retryAt`, or given up where that is null. */
  failed(id: string, error: string, retryAt: number | null): Promise<void>;
  /** Calls `listener` when there may be something to send. Returns the way to stop. */
  onDue(listener: () => void): () => void;
}

export type Delivery = MessageDelivery | CallDelivery | WithdrawalDelivery;

export interface MessageDelivery {
  readonly kind: 'message';
  readonly id: string;
  readonly conversationId: string;
  readonly channel: ChannelName;
  readonly address: string;
  readonly message: Message;
  /** Tries before this one. */
  readonly attempt: number;
}

/** A message that arrived after hands had changed is to be taken back. */
export interface WithdrawalDelivery extends Omit<MessageDelivery, 'kind'> {
  readonly kind: 'withdrawal';
  readonly receipt: Receipt;
}

/** Agents are to be called to the conversation's open escalation. */
export interface CallDelivery {
  readonly kind: 'call';
  readonly id: string;
  readonly conversationId: string;
  readonly channel: ChannelName;
  readonly attempt: number;
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
