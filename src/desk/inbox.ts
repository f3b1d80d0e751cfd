/** Takes turns out of the inbox, one at a time for each conversation, until each is settled. */
import type { Settled } from './handle-turn.ts';
import type { Clock, Inbox } from './ports.ts';
import type { ChannelName, Turn } from './types.ts';
import { startWorker, type Worker } from './worker.ts';

export interface InboxWorkerOptions {
  readonly inbox: Inbox;
  readonly handle: (turn: Turn) => Promise<Settled | 'again'>;
  readonly clock: Clock;
  /** This process, among others on the same records. */
  readonly owner: string;
  readonly channels: readonly ChannelName[];
  readonly reportFailure: (turn: Turn, error: unknown) => void;
  readonly reportTrouble: (error: unknown) => void;
}

const turnsAtOnce = 8;
const leaseMs = 60_000;
const longestRetryMs = 60_000;

export function startInboxWorker(options: InboxWorkerOptions): Worker {
  const { inbox, handle, clock, owner, channels, reportFailure } = options;
  return startWorker<Turn>({
    atOnce: turnsAtOnce,
    listen: inbox.onArrival,
    reportTrouble: options.reportTrouble,
    async take() {
      const turn = await inbox.claim({ owner, channels, now: clock.now(), leaseMs });
      return turn ? [turn] : [];
    },
    async run(turn) {
      try {
        if ((await handle(turn)) === 'again') await inbox.release(turn, clock.now());
      } catch (error) {
        reportFailure(turn, error);
        const retryMs = Math.min(longestRetryMs, 250 * 2 ** turn.attempt);
        // Where even this fails, the lease runs out and the turn is taken up again.
        await inbox.release(turn, clock.now() + retryMs).catch(() => undefined);
      }
    },
  });
}
