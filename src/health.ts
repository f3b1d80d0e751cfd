/** Whether the bot works, and whether it takes messages now. */
import type { Channel, Clock } from './desk/ports.ts';
import type { Bot } from './main.ts';
import type { Health, WebOptions } from './web/options.ts';

export interface Watched {
  readonly bot: Bot;
  /** The channels that have to be connected before they hear anything. */
  readonly platforms: readonly Platform[];
  readonly isStopping: () => boolean;
}

export interface Platform extends Pick<Channel, 'name'> {
  isConnected(): boolean;
}

const heldMs = 1_000;

export function watchHealth({ bot, platforms, isStopping }: Watched): WebOptions['health'] {
  let indexed = false;
  // A first reading of the articles that failed may be followed by one that works.
  const isIndexed = () => indexed || bot.knowledge.status().articles > 0;
  bot.knowledge.ready.then(
    () => {
      indexed = true;
    },
    () => undefined,
  );
  const health = heldFor(heldMs, bot.clock, () => checkHealth(bot));
  return async (question) => {
    const works = await health();
    if (question !== 'ready') return works;
    const waiting = [
      ...(works.ok ? [] : ['records or index']),
      ...(isIndexed() ? [] : ['articles']),
      ...platforms.filter((platform) => !platform.isConnected()).map(({ name }) => name),
      ...(isStopping() ? ['stopping'] : []),
    ];
    return { ok: waiting.length === 0, ...(waiting.length > 0 && { waiting }) };
  };
}

/** Anybody may ask; the work is done once for all who ask within `ms`. */
function heldFor<T>(ms: number, clock: Clock, look: () => Promise<T>): () => Promise<T> {
  let seen: { readonly at: number; readonly result: Promise<T> } | null = null;
  return () => {
    const now = clock.now();
    if (seen === null || Math.abs(now - seen.at) >= ms) seen = { at: now, result: look() };
    return seen.result;
  };
}

/** Real reads of both: an index or a database that opens may still be broken. */
async function checkHealth({ records, knowledge, log }: Bot): Promise<Health> {
  try {
    await records.conversations.list({ show: 'open', limit: 1 });
    await knowledge.search({ text: 'health', audience: 'customers', limit: 1 });
  } catch (error) {
    log.error({ err: error }, 'not healthy');
    return { ok: false };
  }
  const { articles, passages, faults } = knowledge.status();
  return { ok: true, articles, passages, articleFaults: faults.length };
}
