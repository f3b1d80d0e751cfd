/** Slack's events → what was said, changed or deleted, and nothing that the bot says itself. */
import { z } from 'zod';

/** The bot's own account. */
export interface Self {
  readonly userId: string;
  readonly botId: string;
  readonly teamId: string;
}

export interface SaidOnSlack {
  readonly kind: 'said';
  readonly channel: string;
  readonly isDirect: boolean;
  readonly user: string;
  readonly ts: string;
  /** The thread's first message; null outside of threads. */
  readonly threadTs: string | null;
  /** In Slack's own notation. */
  readonly text: string;
  /** Names of files. */
  readonly files: readonly string[];
}

export type HeardOnSlack =
  | SaidOnSlack
  | (Omit<SaidOnSlack, 'kind'> & {
      readonly kind: 'edited';
      readonly before: string;
      /** When, in s since 1970; 0 where Slack does not say. */
      readonly editedAt: number;
    })
  | (Pick<SaidOnSlack, 'channel' | 'isDirect' | 'ts' | 'threadTs'> & { readonly kind: 'deleted' })
  | { readonly kind: 'pane_opened'; readonly channel: string; readonly threadTs: string }
  | { readonly kind: 'agents_changed' };

/** Null where an event tells the bot nothing. */
export function readEvent(body: unknown, self: Self): HeardOnSlack | null {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) return null;
  const { event } = parsed.data;
  switch (event.type) {
    case 'message':
      return readMessageEvent(event, self);
    case 'app_mention':
      return readSaid(event, event, self);
    case 'assistant_thread_started': {
      const pane = paneSchema.safeParse(event.assistant_thread);
      if (!pane.success) return null;
      const { channel_id: channel, thread_ts: threadTs } = pane.data;
      return { kind: 'pane_opened', channel, threadTs };
    }
    case 'subteam_members_changed':
    case 'subteam_updated':
      return { kind: 'agents_changed' };
    default:
      return null;
  }
}

const messageSchema = z.object({
  subtype: z.string().optional(),
  user: z.string().optional(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  ts: z.string(),
  thread_ts: z.string().optional(),
  edited: z.looseObject({ ts: z.string().optional() }).optional().catch(undefined),
  files: z
    .array(z.looseObject({ name: z.string().nullish(), title: z.string().nullish() }))
    .optional(),
});

const eventSchema = messageSchema.partial().extend({
  type: z.string(),
  channel: z.unknown().optional(),
  channel_type: z.string().optional(),
  message: messageSchema.optional(),
  previous_message: messageSchema.optional(),
  deleted_ts: z.string().optional(),
  assistant_thread: z.unknown().optional(),
});

const bodySchema = z.object({ event: eventSchema });
const paneSchema = z.object({ channel_id: z.string(), thread_ts: z.string() });

type SlackEvent = z.infer<typeof eventSchema>;
type SlackMessage = Pick<SlackEvent, keyof z.infer<typeof messageSchema>>;

/** Joins, topics, unfurls and the like are not said by anybody. */
const said = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

function readMessageEvent(event: SlackEvent, self: Self): HeardOnSlack | null {
  const { subtype, message, previous_message: before } = event;
  if (subtype === 'message_deleted') return readDeleted(event, before, self);
  if (subtype !== 'message_changed') return said.has(subtype) ? readSaid(event, event, self) : null;
  // The first message of a thread stays as a tombstone when it is deleted.
  if (message?.subtype === 'tombstone') return readDeleted(event, before ?? message, self);
  if (!message || !said.has(message.subtype)) return null;
  const after = readSaid(event, message, self);
  // An unfurl or a reply changes a message, and none of its words.
  if (!after || before?.text === undefined || (before.text ?? '') === after.text) return null;
  const editedAt = Number(message.edited?.ts ?? 0);
  return { ...after, kind: 'edited', before: before.text ?? '', editedAt };
}

function readSaid(event: SlackEvent, message: SlackMessage, self: Self): SaidOnSlack | null {
  const { user, ts, bot_id: botId } = message;
  if (typeof event.channel !== 'string' || !user || !ts || botId) return null;
  if (user === self.userId || user === 'USLACKBOT') return null;
  const { channel } = event;
  return {
    kind: 'said',
    channel,
    isDirect: isDirect(event, channel),
    user,
    ts,
    threadTs: message.thread_ts ?? null,
    text: message.text ?? '',
    files: (message.files ?? []).map(({ name, title }) => name || title || 'a file'),
  };
}

function readDeleted(
  event: SlackEvent,
  message: SlackMessage | undefined,
  self: Self,
): HeardOnSlack | null {
  const ts = event.deleted_ts ?? message?.ts;
  const { channel } = event;
  if (typeof channel !== 'string' || !ts) return null;
  if (message?.bot_id || message?.user === self.userId) return null;
  const threadTs = message?.thread_ts ?? null;
  return { kind: 'deleted', channel, isDirect: isDirect(event, channel), ts, threadTs };
}

/** A mention does not say what kind of channel it is in; the ids of direct messages begin with D. */
function isDirect({ channel_type: type }: SlackEvent, channel: string): boolean {
  return type === undefined ? channel.startsWith('D') : type === 'im';
}
