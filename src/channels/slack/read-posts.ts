/** Reads what was posted, with the marks by which the bot knows its own again. */
import type { Place } from './address.ts';
import type { SlackApi } from './slack-api.ts';

export interface ReadPost {
  readonly ts?: string;
  readonly bot_id?: string;
  /** Slack has no key that would make posting idempotent: a post's metadata says whose it is. */
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
}

/** Clocks differ. */
const leewayMs = 60_000;
const mostPages = 5;

/** What was posted in a thread or a conversation since then, page by page. `what` completes "cannot …". */
export async function* readPosts(
  api: SlackApi,
  what: string,
  { channel, threadTs }: Place,
  sinceMs: number,
): AsyncGenerator<readonly ReadPost[]> {
  const oldest = ((sinceMs - leewayMs) / 1000).toFixed(6);
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const part = { channel, oldest, limit: 100, include_all_metadata: true, cursor };
    const { messages = [], response_metadata: next } = await api.call(what, (web) =>
      threadTs === null
        ? web.conversations.history(part)
        : web.conversations.replies({ ...part, ts: threadTs }),
    );
    yield messages;
    cursor = next?.next_cursor ?? '';
    if (cursor === '') return;
  }
}
