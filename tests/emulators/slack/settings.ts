/** What Slack decides by time, plan or installation; tests change it at any moment. */

export interface Settings {
  /** Slack waits this long for an acknowledgement. */
  ackTimeoutMs: number;
  /** Between the failed attempts at one event: https://docs.slack.dev/apis/events-api#retries */
  retryDelaysMs: readonly number[];
  triggerLifetimeMs: number;
  streamLifetimeMs: number;
  statusLifetimeMs: number;
  /** How long a socket lives on after a disconnect message. */
  disconnectGraceMs: number;
  serverPingMs: number;
  /** Null for no limit; Slack's own is about one a second in each channel. */
  posting: { readonly perSecond: number; readonly burst: number } | null;
  /** Null for no limit; what newer apps outside the Marketplace are held to is 1 and 15. */
  reading: { readonly perMinute: number; readonly messages: number } | null;
  /** What a reply to a thread that is gone becomes; Slack puts it into the channel. */
  orphans: 'channel' | 'refused';
  scopes: readonly string[];
  /** The events of the app's manifest, or all. */
  subscriptions: readonly string[] | 'all';
  tokens: 'valid' | 'revoked';
  interactivity: boolean;
  /** Whether links that people post unfurl, which changes their message. */
  unfurlsLinks: boolean;
}

export const allScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'commands',
  'files:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'metadata.message:read',
  'mpim:history',
  'mpim:read',
  'reactions:read',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
] as const;

export const newSettings = (): Settings => ({
  ackTimeoutMs: 3_000,
  retryDelaysMs: [0, 60_000, 300_000],
  triggerLifetimeMs: 3_000,
  streamLifetimeMs: 300_000,
  statusLifetimeMs: 120_000,
  disconnectGraceMs: 10_000,
  serverPingMs: 10_000,
  posting: null,
  reading: null,
  orphans: 'channel',
  scopes: allScopes,
  subscriptions: 'all',
  tokens: 'valid',
  interactivity: true,
  unfurlsLinks: true,
});
