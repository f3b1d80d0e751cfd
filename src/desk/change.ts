/** What one step of a conversation writes. */
import type { AuditEntry } from './agents.ts';
import type {
  Author,
  Citation,
  Escalation,
  Exchange,
  Holder,
  Mark,
  MessageKind,
  Turn,
} from './types.ts';

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
  /** Puts other words in the place of a message of the bot's, here and on the platform. */
  readonly rewrite?: Rewriting;
  /** Messages of the bot's to be taken back. */
  readonly withdraw?: readonly string[];
  /** What its author has changed of a message; null for the words of a deleted one. */
  readonly amend?: {
    readonly messageId: string;
    readonly text: string | null;
    readonly at: number;
  };
  /** The exchange whose turn is taken up again. */
  readonly reopens?: string;
  /** The exchange whose words are struck from the record. */
  readonly strikes?: string;
}

export interface Rewriting {
  readonly messageId: string;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly at: number;
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
  /** The platform's id, where it was said there and needs no sending. */
  readonly externalId?: string;
}
