/** The queue, and word of every conversation that changes, for as long as the desk is open. */
import type { Context } from 'hono';
import type { Conversations } from '../desk/ports.ts';
import type { Conversation } from '../desk/types.ts';
import type { DeskParts } from './desk-routes.ts';
import { type QueueEntry, viewEntry } from './desk-view.ts';
import type { FeedEvent, Live } from './live.ts';

export interface QueueReader {
  read(me: string): Promise<readonly QueueEntry[]>;
}

const openLimit = 200;
const recentLimit = 40;
/** Also how soon an idle desk notices that its link was revoked from another process. */
const beatMs = 5_000;
/** A busy queue is read, and shown, no more often than eyes can follow. */
const gatherMs = 100;
const heldForMs = 4_000;

/** Reads the queue once for all desks that are open, and again only when something was written. */
export function createQueueReader(conversations: Conversations, live: Live): QueueReader {
  let held: Promise<readonly Conversation[]> | undefined;
  let heldSince = 0;
  const forget = () => {
    held = undefined;
  };
  live.listen((signal) => signal.kind === 'conversation' && forget());
  return {
    async read(me) {
      // An erasure by a command is announced by nobody.
      if (performance.now() - heldSince > heldForMs) forget();
      if (!held) {
        held = readConversations(conversations);
        heldSince = performance.now();
      }
      held.catch(forget);
      return (await held).map((conversation) => viewEntry(conversation, me));
    },
  };
}

async function readConversations(conversations: Conversations): Promise<readonly Conversation[]> {
  const open = await conversations.list({ show: 'open', limit: openLimit });
  const recent = await conversations.list({ show: 'recent', limit: recentLimit });
  const isOpen = new Set(open.map(({ id }) => id));
  return [...open, ...recent.filter(({ id }) => !isOpen.has(id))];
}

export function feedDesk(
  context: Context,
  { live, presence, sessions, queue }: DeskParts,
  me: string,
): Response {
  const changed = new Set<string>();
  let shown = '';
  return live.feed(context, {
    beatMs,
    gatherMs,
    ended: presence.arrive(me),
    hears(signal) {
      if (signal.kind === 'conversation') changed.add(signal.id);
      return signal.kind !== 'address';
    },
    async next() {
      const agent = await sessions.agentOf(context);
      if (agent?.name !== me) return 'over';
      const events: FeedEvent[] = [...changed].map((id) => ({ event: 'changed', data: id }));
      changed.clear();
      const data = JSON.stringify({ away: agent.away, queue: await queue.read(me) });
      if (data !== shown) events.push({ event: 'queue', data });
      shown = data;
      return events;
    },
  });
}
