/** Looks for a card, or a call in its thread, that was posted without hearing that it was. */
import type { Place } from '../address.ts';
import { type ReadPost, readPosts } from '../read-posts.ts';
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
  place: Place,
  mark: CardMark,
  since: number,
): Promise<string | null> {
  for await (const posts of readPosts(api, 'look for a card', place, since)) {
    const found = posts.find((post) => bears(post, mark));
    if (found?.ts) return found.ts;
  }
  return null;
}

function bears({ metadata }: ReadPost, { event, escalation, call }: CardMark): boolean {
  const payload = metadata?.event_payload as
    | { readonly escalation?: string; readonly call?: number }
    | undefined;
  return (
    metadata?.event_type === event &&
    payload?.escalation === escalation &&
    (payload.call ?? null) === call
  );
}
