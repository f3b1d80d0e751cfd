/** What the bot writes to its log: ids, counts and measures, never what people wrote. */
import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';
import type { Settled } from './desk/handle-turn.ts';
import type { Turn } from './desk/types.ts';
import type { SyncReport } from './knowledge/sync-articles.ts';

/** JSON lines on standard error. */
export function createLog(config: Pick<Config, 'logLevel'>): Logger {
  return pino({ level: config.logLevel, base: null }, pino.destination(2));
}

/** One line a turn. */
export function describeTurn(turn: Turn, settled: Settled) {
  const { id, conversationId, attempt, revised } = turn;
  const line = { turn: id, conversation: conversationId, attempt, revised };
  if (settled === 'silent') return { ...line, outcome: 'silent' };
  const { channel, outcome, rule, confidence, feeling, latencyMs, citations } = settled;
  const { label, upset } = feeling;
  const cited = citations.length;
  return { ...line, channel, outcome, rule, confidence, feeling: label, upset, cited, latencyMs };
}

/** Tells of each change, and of each fault once. */
export function createSyncReporter(log: Logger): (result: SyncReport | Error) => void {
  let known = '[]';
  return (result) => {
    if (result instanceof Error) {
      log.error({ err: result }, 'the articles cannot be read');
      return;
    }
    const { added, changed, removed, faults } = result;
    const news = JSON.stringify(faults);
    if (news !== known) log.warn({ faults }, 'articles that cannot be read, as they are now');
    known = news;
    const quiet = added.length + changed.length + removed.length === 0;
    log[quiet ? 'debug' : 'info'](result, 'articles brought up to date');
  };
}
