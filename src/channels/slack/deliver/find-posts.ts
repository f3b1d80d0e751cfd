/** Looks in a thread for what the bot may have posted without hearing that it did. */
import { type Place, readAddress } from '../address.ts';
import { type ReadPost, readPosts } from '../read-posts.ts';
import type { SlackApi } from '../slack-api.ts';

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

export async function findPosts(api: SlackApi, sought: Sought): Promise<readonly FoundPost[]> {
  const found: FoundPost[] = [];
  const place = readAddress(sought.address);
  for await (const posts of readPosts(api, 'look for a reply', place, sought.writtenAt)) {
    found.push(...posts.flatMap((post) => readPost(post, sought, place)));
  }
  return found;
}

function readPost(post: ReadPost, { id, botId, writtenAt }: Sought, place: Place): FoundPost[] {
  const { ts, metadata, bot_id: author } = post;
  if (!ts || author !== botId) return [];
  if (!metadata?.event_type) {
    // Streams stand in threads; elsewhere it is Slack's own, as where an assistant's pane begins.
    const isStream = place.threadTs !== null && Number(ts) * 1000 >= writtenAt;
    return isStream ? [{ ts, part: 'half' }] : [];
  }
  const payload = metadata.event_payload as {
    readonly id?: string;
    readonly part?: number | 'whole';
  };
  if (metadata.event_type !== postEvent || payload?.id !== id) return [];
  return [{ ts, part: payload.part ?? 0 }];
}
