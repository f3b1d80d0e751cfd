/** What the web server is given by the composition root. */
import type { Desk } from '../desk/desk.ts';
import type { Clock, Conversations, Knowledge, People } from '../desk/ports.ts';

export interface WebOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where customers reach this server, without a trailing slash; null where only this machine does. */
  readonly publicUrl: string | null;
  readonly botName: string;
  readonly company: string | null;
  /** Signs conversation links and seals desk sessions; at least 32 random bytes, kept over restarts. */
  readonly secret: string;
  /** Questions that a new customer may start from; the first four are shown. */
  readonly questions: () => readonly string[];
  readonly conversations: Conversations;
  readonly desk: Desk;
  readonly people: People;
  readonly knowledge: Pick<Knowledge, 'article' | 'search'>;
  readonly clock: Clock;
  /**
   * Whether the bot works, or for `'ready'` whether it takes messages now and what it is `waiting` for.
   * `/healthz` and `/readyz` show it to anybody: 200 where `ok`, else 503.
   */
  readonly health: (question?: 'ready') => Promise<Health>;
  /** Answers Slack's requests at `/slack/events`; null where they come another way. */
  readonly slackEvents: ((request: Request) => Promise<Response>) | null;
  readonly log: WebLog;
}

export interface Health {
  readonly ok: boolean;
  readonly [part: string]: unknown;
}

/** A pino logger fits. */
export interface WebLog {
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
