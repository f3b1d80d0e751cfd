/** Looks in a thread for what the bot may have posted without hearing that it did. */
import { readAddress } from '../address.ts';
import type { SlackApi } from '../slack-api.ts';

/** How a post tells whose it is: Slack has no key that would make posting idempotent. */
export const postEvent = 'earshot_message';

/** `whole`: a stream that was ended; `half`: one that was begun only, which bears no mark yet. */
export interface FoundPost {
  readonly ts: string;
  readonly part: number | 'whole' | 'half';
}

export interface Sought {
  readonly address: string;
  /** The delivery's id. */
  readonly id: string;
  /** When the message was written, in ms since 1970. */
  readonly writtenAt: number;
  readonly botId: string;
}

/** Clocks differ. */
const leewayMs = 60_000;
const mostPages = 5;

export async function findPosts(api: SlackApi, sought: Sought): Promise<readonly FoundPost[]> {
  const { channel, threadTs } = readAddress(sought.address);
  const oldest = ((sought.writtenAt - leewayMs) / 1000).toFixed(6);
  const found: FoundPost[] = [];
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const part = { channel, oldest, limit: 100, include_all_metadata: true, cursor };
    const { messages = [], response_metadata: next } = await api.call('look for a reply', (web) =>
      threadTs === null
        ? web.conversations.history(part)
        : web.conversations.replies({ ...part, ts: threadTs }),
    );
    found.push(...messages.flatMap((message) => readPost(message, sought)));
    cursor = next?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return found;
}

interface SlackPostRead {
  readonly ts?: string;
  readonly bot_id?: string;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
}

function readPost(message: SlackPostRead, { id, botId, writtenAt }: Sought): FoundPost[] {
  const { ts, metadata, bot_id: author } = message;
  if (!ts || author !== botId) return [];
  if (!metadata?.event_type) return Number(ts) * 1000 >= writtenAt ? [{ ts, part: 'half' }] : [];
  const payload = metadata.event_payload as {
    readonly id?: string;
    readonly part?: number | 'whole';
  };
  if (metadata.event_type !== postEvent || payload?.id !== id) return [];
  return [{ ts, part: payload.part ?? 0 }];
}
