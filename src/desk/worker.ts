/** Takes jobs as they come, a few at once, until it is stopped. */
import { setImmediate as nextTick } from 'node:timers/promises';

export interface Worker {
  /** Resolves when what was begun is done; nothing more is begun. */
  stop(): Promise<void>;
}

export interface WorkerOptions<Job> {
  readonly atOnce: number;
  /** Takes up to `room` jobs that nobody else has; none where there is nothing to do. */
  readonly take: (room: number) => Promise<readonly Job[]>;
  /** Does one job and deals with its failure; it does not throw. */
  readonly run: (job: Job) => Promise<void>;
  /** Hears of a look that failed, such as on a locked or full disk; the next one is made soon. */
  readonly reportTrouble: (error: unknown) => void;
  /** Calls its argument when there may be jobs. Returns the way to stop. */
  readonly listen: (wake: () => void) => () => void;
}

/** Looks without being told: for delayed jobs, and for leases of a process that died. */
const lookMs = 250;

export function startWorker<Job>(options: WorkerOptions<Job>): Worker {
  const { atOnce, take, run, listen, reportTrouble } = options;
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let look: Promise<void> | null = null;
  let lookAgain = false;
  let troubled = false;

  const takeAll = async (): Promise<void> => {
    do {
      lookAgain = false;
      const jobs = stopped || underWay.size >= atOnce ? [] : await take(atOnce - underWay.size);
      for (const job of jobs) begin(job);
      lookAgain ||= jobs.length > 0;
    } while (lookAgain);
  };

  const begin = (job: Job): void => {
    const done = run(job).finally(() => {
      underWay.delete(done);
      wake();
    });
    underWay.add(done);
  };

  const wake = (): void => {
    lookAgain = true;
    // One look for all that wakes it now: many jobs end and begin together.
    look ??= nextTick()
      .then(takeAll)
      .then(() => {
        troubled = false;
      })
      .catch((error: unknown) => {
        // Once for each time of trouble: the timer looks several times a second.
        if (!troubled) reportTrouble(error);
        troubled = true;
      })
      .finally(() => {
        look = null;
      });
  };

  const stopListening = listen(wake);
  const timer = setInterval(wake, lookMs);
  wake();

  return {
    async stop() {
      stopped = true;
      stopListening();
      clearInterval(timer);
      await look;
      await Promise.all(underWay);
    },
  };
}
