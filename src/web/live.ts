/** Tells open pages that something changed, and feeds them by server-sent events. */
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { WebLog } from './options.ts';

export type Signal =
  /** A conversation was written. */
  | { readonly kind: 'conversation'; readonly id: string }
  /** Something about an address changed that no record holds, such as the bot's being at work. */
  | { readonly kind: 'address'; readonly address: string }
  /** Agents are called, or presence changed. */
  | { readonly kind: 'desk' };

export interface Live {
  tell(signal: Signal): void;
  /** Returns the way to stop. */
  listen(listener: (signal: Signal) => void): () => void;
  /** Answers with a feed that sends what `next` returns, at each ring and at each beat. */
  feed(context: Context, source: FeedSource): Response;
  /** Ends every feed. */
  close(): void;
}

export interface FeedSource {
  /** Called with each signal; true where it is time to look. */
  readonly hears: (signal: Signal) => boolean;
  /** What to send now; `over` ends the feed. */
  readonly next: () => Promise<readonly FeedEvent[] | 'over'>;
  readonly beatMs: number;
  /** Changes within this time go out as one; 20 ms where it is left out. */
  readonly gatherMs?: number;
  /** Called once, when the feed has ended. */
  readonly ended?: () => void;
  /** Feeds of one group are few; one more ends the oldest of them. */
  readonly group?: string;
}

export interface FeedEvent {
  readonly event: string;
  readonly data: string;
}

const usualGatherMs = 20;
/** More windows than anybody reads; each feed holds what it showed last. */
const mostInGroup = 12;

export function createLive(log: WebLog): Live {
  const listeners = new Set<(signal: Signal) => void>();
  const open = new Map<() => void, string | undefined>();
  const admit = (end: () => void, group: string | undefined) => {
    open.set(end, group);
    if (group === undefined) return;
    const others = [...open].filter(([, other]) => other === group);
    if (others.length > mostInGroup) others[0]?.[0]();
  };
  return {
    tell(signal) {
      for (const listener of listeners) listener(signal);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    feed(context, source) {
      context.header('X-Accel-Buffering', 'no');
      return streamSSE(context, async (stream) => {
        const bell = createBell(source.gatherMs ?? usualGatherMs);
        let over = false;
        const end = () => {
          over = true;
          open.delete(end);
          bell.ring();
        };
        const listener = (signal: Signal) => source.hears(signal) && bell.ring();
        listeners.add(listener);
        admit(end, source.group);
        stream.onAbort(end);
        try {
          while (!over) {
            const events = await source.next();
            if (events === 'over') break;
            for (const event of events) await stream.writeSSE(event);
            if (events.length === 0) await stream.write(': beat\n\n');
            await bell.rung(source.beatMs);
          }
        } catch (cause) {
          // The page reconnects and is shown the whole again, so nothing is lost with the feed.
          log.error({ err: cause }, '[web] a live feed broke off');
        } finally {
          listeners.delete(listener);
          open.delete(end);
          source.ended?.();
        }
      });
    },
    close() {
      for (const end of open.keys()) end();
    },
  };
}

/** A bell that remembers that it was rung while nobody waited. */
function createBell(gatherMs: number) {
  let isRung = false;
  let wake = () => {};
  return {
    ring() {
      isRung = true;
      wake();
    },
    async rung(withinMs: number): Promise<void> {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, withinMs);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      wake = () => {};
      if (isRung) await new Promise((resolve) => setTimeout(resolve, gatherMs));
      isRung = false;
    },
  };
}
