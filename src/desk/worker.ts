/** Takes jobs as they come, a few at once, until it is stopped. */

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
  /** Calls its argument when there may be jobs. Returns the way to stop. */
  readonly listen: (wake: () => void) => () => void;
}

/** Looks without being told: for delayed jobs, and for leases of a process that died. */
const lookMs = 250;

export function startWorker<Job>({ atOnce, take, run, listen }: WorkerOptions<Job>): Worker {
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let look: Promise<void> | null = null;
  let lookAgain = false;

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
    // A look that fails (a locked or full disk) is made again by the timer.
    look ??= takeAll()
      .catch(() => undefined)
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
