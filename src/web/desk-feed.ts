/** The queue, and word of every conversation that changes, for as long as the desk is open. */
import type { Context } from 'hono';
import type { DeskParts } from './desk-routes.ts';
import { type QueueEntry, viewEntry } from './desk-view.ts';
import type { FeedEvent } from './live.ts';
import type { WebOptions } from './options.ts';

const openLimit = 200;
const recentLimit = 40;
/** Also how soon an idle desk notices that its link was revoked from another process. */
const beatMs = 5_000;

export async function readQueue(
  { conversations }: Pick<WebOptions, 'conversations'>,
  me: string,
): Promise<readonly QueueEntry[]> {
  const open = await conversations.list({ show: 'open', limit: openLimit });
  const recent = await conversations.list({ show: 'recent', limit: recentLimit });
  const isOpen = new Set(open.map(({ id }) => id));
  return [...open, ...recent.filter(({ id }) => !isOpen.has(id))].map((conversation) =>
    viewEntry(conversation, me),
  );
}

export function feedDesk(context: Context, parts: DeskParts, me: string): Response {
  const changed = new Set<string>();
  let shown = '';
  return parts.live.feed(context, {
    beatMs,
    ended: parts.presence.arrive(me),
    hears(signal) {
      if (signal.kind === 'conversation') changed.add(signal.id);
      return signal.kind !== 'address';
    },
    async next() {
      const agent = await parts.sessions.agentOf(context);
      if (agent?.name !== me) return 'over';
      const events: FeedEvent[] = [...changed].map((id) => ({ event: 'changed', data: id }));
      changed.clear();
      const data = JSON.stringify({ away: agent.away, queue: await readQueue(parts.options, me) });
      if (data !== shown) events.push({ event: 'queue', data });
      shown = data;
      return events;
    },
  });
}
