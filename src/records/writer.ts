/** The one place through which every write of this process passes. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import { isBusy } from './sqlite.ts';

/** Runs `work` in a transaction of its own, after all writes asked for before it. */
export type Write = <T>(work: (trx: Transaction<Schema>) => Promise<T>) => Promise<T>;

const retryDelaysMs = [20, 50, 100, 200, 400, 800, 1_600, 3_200];

export function createWriter(db: Kysely<Schema>): Write {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const written = last.then(() => retryBusy(() => db.transaction().execute(work)));
    last = written.catch(() => undefined);
    return written;
  };
}

/** Tries again, with growing pauses of six seconds in all, while another process holds the file. */
export async function retryBusy<T>(attempt: () => Promise<T>): Promise<T> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await sleep(delayMs);
    }
  }
  return attempt();
}
