/** Looks for what was posted without hearing that it was: Slack has no key against posting twice. */
import type { Place } from '../address.ts';
import type { SlackApi } from '../slack-api.ts';

/** What a post's metadata says of it. */
export interface CardMark {
  readonly event: string;
  readonly escalation: string;
  /** Which call to this case it is; null for the card itself. */
  readonly call: number | null;
}

/** The time of the post with this mark, written after `since`; null where there is none. */
export async function findMarked(
  api: SlackApi,
  { channel, threadTs }: Place,
  mark: CardMark,
  since: number,
): Promise<string | null> {
  const oldest = ((since - leewayMs) / 1000).toFixed(6);
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const part = { channel, oldest, limit: 100, include_all_metadata: true, cursor };
    const { messages = [], response_metadata: next } = await api.call('look for a card', (web) =>
      threadTs === null
        ? web.conversations.history(part)
        : web.conversations.replies({ ...part, ts: threadTs }),
    );
    const found = messages.find((message) => bears(message, mark));
    if (found?.ts) return found.ts;
    cursor = next?.next_cursor ?? '';
    if (cursor === '') break;
  }
  return null;
}

/** Clocks differ. */
const leewayMs = 60_000;
const mostPages = 5;

interface Marked {
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown };
}

function bears({ metadata }: Marked, { event, escalation, call }: CardMark): boolean {
  const payload = metadata?.event_payload as
    | { readonly escalation?: string; readonly call?: number }
    | undefined;
  return (
    metadata?.event_type === event &&
    payload?.escalation === escalation &&
    (payload.call ?? null) === call
  );
}
