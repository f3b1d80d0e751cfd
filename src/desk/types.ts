/** The words of the domain, as data. Times are milliseconds since 1970, UTC. */
import type { Hearing } from './incoming.ts';

export type ChannelName = 'web' | 'terminal' | 'slack' | 'discord';

/** Who may read something: everyone in the conversation, or only the people of the desk. */
export type Audience = 'customers' | 'agents';

/** What a customer said: the messages of one burst, joined by line breaks. */
export interface Turn {
  /** The id of its first message, and of its exchange. */
  readonly id: string;
  readonly conversationId: string;
  readonly messageIds: readonly string[];
  /** Who said it: the conversation's customer, or somebody else who called the bot. */
  readonly customerId: string;
  readonly text: string;
  readonly attachments: readonly string[];
  readonly hearing: Hearing;
  readonly receivedAt: number;
  /** How often this turn was taken up before and not finished. */
  readonly attempt: number;
  /** It was settled before, and its author has changed it since. */
  readonly revised: boolean;
  /** Raised by each change of its messages: what was thought of an older version is not written. */
  readonly version: number;
}

export interface Customer {
  readonly id: string;
  readonly name: string | null;
}

/** Who has the thread. */
export type Holder =
  | { readonly kind: 'bot' }
  | { readonly kind: 'queue' }
  | { readonly kind: 'person'; readonly agent: string };

export type Author =
  | { readonly kind: 'customer'; readonly name: string | null }
  | { readonly kind: 'bot' }
  | { readonly kind: 'agent'; readonly name: string }
  /** Somebody who is neither, and writes in a customer's thread. */
  | { readonly kind: 'bystander'; readonly name: string | null };

/**
 * What a message is for. `notice` tells of a change of hands; `note` and `withheld` are for
 * agents alone: an internal remark, and an answer that was not sent.
 */
export type MessageKind = 'said' | 'notice' | 'note' | 'withheld';

export type DeliveryState = 'pending' | 'delivered' | 'cancelled' | 'withdrawn' | 'failed';

/** One entry of a conversation, whole. A bot's text is markdown; a person's is plain text. */
export interface Message {
  readonly id: string;
  readonly seq: number;
  readonly author: Author;
  readonly kind: MessageKind;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly at: number;
  readonly delivery: DeliveryState;
  /** The exchange that this message asks or answers. */
  readonly exchangeId: string | null;
  /** The platform's id of it, or what the platform said of its delivery. */
  readonly externalId: string | null;
  readonly attachments: readonly string[];
  /** How it came to be heard; null for what the bot and agents say. */
  readonly hearing: Hearing | null;
  /** When its words were last changed. */
  readonly editedAt: number | null;
  /** When its author deleted it; its words are gone. */
  readonly deletedAt: number | null;
}

export interface Conversation {
  readonly id: string;
  readonly channel: ChannelName;
  readonly address: string;
  readonly customer: Customer;
  readonly holder: Holder;
  /** Raised at each change of hands; the bot's words are sent only under the epoch they were written in. */
  readonly epoch: number;
  /** Oldest first; a long conversation's middle is left out, its first message never. */
  readonly messages: readonly Message[];
  /** The turns so far, oldest first, as recorded. */
  readonly exchanges: readonly Exchange[];
  /** The newest hand-over, open or ended. */
  readonly escalation: Escalation | null;
  readonly openedAt: number;
  readonly updatedAt: number;
}

/** A piece of an article. */
export interface Passage {
  readonly id: string;
  /** The article's path without `.md`. */
  readonly article: string;
  readonly title: string;
  /** Headings from the article's title down to this passage's own. */
  readonly headings: readonly string[];
  /** The heading's fragment in the served article, without `#`; empty for the top. */
  readonly anchor: string;
  /** The article's own `url`, where its front matter has one. */
  readonly url: string | null;
  /** Markdown, whole blocks. */
  readonly text: string;
  /** Larger is better; comparable within one search only. */
  readonly score: number;
}

export interface SearchQuery {
  readonly text: string;
  /** What the customer asked before, where `text` may lean on it ("and on Discord?"). */
  readonly context?: string;
  readonly audience: Audience;
  readonly limit: number;
  /** An article left out of the search, for measuring abstention. */
  readonly without?: string;
}

export interface SearchResult {
  /** Best first. */
  readonly passages: readonly Passage[];
  /** How likely it is, in [0, 1], that the best passages answer the question. */
  readonly confidence: number;
}

export interface Citation {
  readonly article: string;
  readonly heading: string;
  /** An address that the customer can open, or null where there is none. */
  readonly url: string | null;
  /** The passage's id. */
  readonly passage: string;
}

export type FeelingLabel =
  | 'calm'
  | 'pleased'
  | 'confusion'
  | 'disappointment'
  | 'frustration'
  | 'anger';

export type UpsetLabel = Extract<
  FeelingLabel,
  'confusion' | 'disappointment' | 'frustration' | 'anger'
>;

export interface Feeling {
  readonly label: FeelingLabel;
  /** How strongly, in [0, 1]. */
  readonly intensity: number;
  readonly trend: 'rising' | 'steady' | 'falling';
  readonly scores: Readonly<Record<UpsetLabel, number>>;
  /** The score in [0, 1] by which the desk escalates. */
  readonly upset: number;
}

/** What the words of a turn ask for or tell, apart from their subject. */
export interface Signals {
  readonly wantsPerson: boolean;
  readonly wantsBot: boolean;
  readonly didNotHelp: boolean;
  readonly asksAgain: boolean;
  readonly accepts: boolean;
  /** Does not understand what was said, and says nothing more. */
  readonly lost: boolean;
  readonly smallTalk: SmallTalk | null;
}

export type SmallTalk =
  | 'greeting'
  | 'thanks'
  | 'goodbye'
  | 'capabilities'
  | 'identity'
  | 'affirmation';

export type Outcome = 'answered' | 'clarified' | 'unknown' | 'offered' | 'handed_over' | 'chat';

/** What to do with a turn before anything is written. */
export type Decision = {
  readonly kind:
    | 'stay_silent'
    | 'hand_over'
    | 'offer_person'
    | 'ask_back'
    | 'small_talk'
    | 'return_to_bot'
    | 'try_to_answer';
  /** The rule's name, for reports. */
  readonly rule: string;
  /** Why, in words that an agent reads. */
  readonly reason: string;
};

/** An answer as written from passages, not yet said. */
export interface Draft {
  /** Markdown; empty where no passage answers. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
}

/** What is said and done at the end of a turn. */
export interface Settlement {
  readonly outcome: Outcome;
  readonly rule: string;
  readonly reason: string;
  /** Markdown; empty where nothing is said. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly confidence: number;
  /** An answer that was written and not sent, for the agent. */
  readonly withheld: Draft | null;
  readonly handsOver: 'to_queue' | 'to_bot' | 'nobody';
}

export type EscalationState =
  | 'waiting'
  | 'claimed'
  | 'waiting_on_customer'
  | 'resolved'
  | 'handed_back';

/** A hand-over from the moment it is decided to its end. */
export interface Escalation {
  readonly id: string;
  readonly state: EscalationState;
  readonly rule: string;
  readonly reason: string;
  /** What the customer is told first, by feeling; the truth about waiting follows it. */
  readonly opening: string;
  /** Who has it, or last had it. */
  readonly agent: string | null;
  readonly openedAt: number;
  /** When it entered its present state. */
  readonly since: number;
  readonly claimedAt: number | null;
  readonly endedAt: number | null;
  /** When the agents were last called, and how many heard it. */
  readonly calledAt: number | null;
  readonly reached: number;
  /** When the customer was told that it takes longer; told once. */
  readonly apologisedAt: number | null;
  /** When the agent who has it was called to a customer's unanswered words. */
  readonly nudgedAt: number | null;
  /** What an agent says of it: whether a person was needed at all, and in time. */
  readonly verdict: Verdict | null;
  /** Milliseconds spent in each state that is over. */
  readonly spentMs: Readonly<Partial<Record<EscalationState, number>>>;
}

export type Verdict = 'needed' | 'not_needed' | 'too_late';

export type Mark = 'helpful' | 'not_helpful';

/** A recorded turn. Its words are redacted before they are written. */
export interface Exchange {
  /** The turn's id. */
  readonly id: string;
  readonly conversationId: string;
  readonly customerId: string;
  readonly channel: ChannelName;
  readonly at: number;
  readonly question: string;
  readonly answer: string;
  readonly outcome: Outcome;
  readonly rule: string;
  readonly reason: string;
  readonly feeling: Feeling;
  readonly confidence: number;
  readonly citations: readonly Citation[];
  /** Ids of the passages that were considered, best first. */
  readonly passages: readonly string[];
  /** From acceptance to the commit of the answer. */
  readonly latencyMs: number;
  readonly mark: Mark | null;
}
