/** What the Slack channel is given by the composition root. */
import type { Desk } from '../../desk/desk.ts';
import type { Policy } from '../../desk/policy.ts';
import type { Cards, Clock, Conversations, Cursors, Identities, People } from '../../desk/ports.ts';
import type { Citation, Conversation, Draft } from '../../desk/types.ts';

export interface SlackOptions {
  readonly botToken: string;
  /** How Slack brings events: over a socket that the bot opens, or to its web server. */
  readonly events:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** Another address of the Web API, for proxies and tests; null for Slack's own. */
  readonly apiUrl: string | null;
  readonly policy: Policy;
  /** False where the bot has no articles of the company's: then it answers agents only. */
  readonly servesCustomers: boolean;
  /** Questions that the assistant pane proposes. */
  readonly suggestions: () => readonly string[];
  /** What the articles say, recorded nowhere. */
  readonly ask: (question: string) => Promise<Draft>;
  /** Articles that may help an agent with a case, best first. */
  readonly findHelp: (conversation: Conversation) => Promise<readonly Citation[]>;
  readonly desk: Desk;
  readonly conversations: Pick<Conversations, 'read' | 'find' | 'locate' | 'list' | 'onChange'>;
  readonly cards: Cards;
  readonly cursors: Cursors;
  readonly people: Pick<People, 'list'>;
  readonly identities: Identities;
  readonly clock: Clock;
  readonly log: SlackLog;
}

/** A pino logger fits. */
export interface SlackLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
