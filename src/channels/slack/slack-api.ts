/** Slack's Web API, with errors that say what was tried and what to do. */
import {
  LogLevel,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { PlatformBusy } from '../../desk/deliveries.ts';
import type { SlackLog } from './slack-options.ts';

export interface SlackApi {
  /**
   * Makes one call. `what` completes "cannot …". Throws a SlackRefusal where Slack says no, a
   * PlatformBusy where it asks to wait, and an Error where the outcome is unknown.
   */
  call<T>(what: string, make: (web: WebClient) => Promise<T>): Promise<T>;
}

/** Slack understood and said no; `code` is its own word for it. */
export class SlackRefusal extends Error {
  readonly code: string;
  constructor(what: string, code: string, cause: unknown) {
    const remedy = remedies[code];
    super(`[slack] cannot ${what}: ${code}${remedy ? `. ${remedy}` : ''}`, { cause });
    this.code = code;
  }
}

export interface SlackApiOptions {
  readonly token: string;
  readonly apiUrl: string | null;
  readonly log: SlackLog;
}

const timeoutMs = 10_000;
/** Slack asks for seconds; a timer takes what is too long for it as no wait at all. */
const longestWaitMs = 3_600_000;

/** The outbox owns retries: a client that repeats a post by itself posts twice. */
export function clientOptions({ apiUrl }: Pick<SlackApiOptions, 'apiUrl'>): WebClientOptions {
  return {
    ...(apiUrl !== null && { slackApiUrl: apiUrl }),
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  };
}

export function createSlackApi(options: SlackApiOptions): SlackApi {
  const web = new WebClient(options.token, {
    ...clientOptions(options),
    logger: quietLogger(options.log),
  });
  return {
    async call(what, make) {
      try {
        return await make(web);
      } catch (error) {
        throw explain(what, error);
      }
    },
  };
}

function explain(what: string, error: unknown): Error {
  if (error instanceof WebAPIPlatformError) {
    return new SlackRefusal(what, error.data.error, error);
  }
  if (error instanceof WebAPIRateLimitedError) {
    const words = `[slack] cannot ${what} yet: Slack asks to wait ${error.retryAfter} s`;
    const waitMs = Math.min(error.retryAfter * 1000, longestWaitMs);
    return new PlatformBusy(words, waitMs, error);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new Error(`[slack] cannot ${what}: ${reason}`, { cause: error });
}

const remedies: Readonly<Record<string, string>> = {
  not_in_channel: 'Invite the bot with /invite',
  channel_not_found: 'Invite the bot to the channel, or correct its id in desk.yaml',
  channel_is_shared: 'Another company reads it: name a channel of your own as triage in desk.yaml',
  is_archived: 'Unarchive the channel, or take it out of desk.yaml',
  missing_scope: 'Add the scopes of docs/slack-manifest.yaml to the app and install it again',
  invalid_auth: 'Copy the token again from the app’s page on api.slack.com',
  not_authed: 'Set SLACK_BOT_TOKEN',
  account_inactive: 'Install the app to the workspace again and copy its new token',
  token_revoked: 'Install the app to the workspace again and copy its new token',
  restricted_action: 'Let the app post in this channel, in the channel’s settings',
};

/** Slack's packages log for themselves; what matters of it goes the bot's way, without payloads. */
export function quietLogger(log: SlackLog) {
  const warn = (...words: readonly unknown[]): void =>
    log.warn({ slack: words.map(String).join(' ').slice(0, 300) }, 'slack');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn,
    error: warn,
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
