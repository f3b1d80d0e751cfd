/** Writes that are asked for at about the same time share one transaction, and its one sync to disk. */
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

/** Bounds how long others wait for the database. */
const mostAtOnce = 50;

interface Job {
  readonly work: (trx: Transaction<Schema>) => Promise<unknown>;
  readonly settle: (written: Promise<unknown>) => void;
}

/**
 * Each is told of its result once all are on disk, in the order in which they were asked for. Where
 * one of them fails, nothing of the others is lost: each is then written by itself.
 */
export function writeTogether(write: Write): Write {
  const waiting: Job[] = [];
  let writing = false;

  const writeAll = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      // What has come in on other connections meanwhile joins in.
      await nextTick();
      await writeGroup(waiting.splice(0, mostAtOnce), write);
    }
    writing = false;
  };

  return <T>(work: (trx: Transaction<Schema>) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const settle = (written: Promise<unknown>): void => {
        written.then((result) => resolve(result as T), reject);
      };
      waiting.push({ work, settle });
      if (!writing) void writeAll();
    });
}

async function writeGroup(jobs: readonly Job[], write: Write): Promise<void> {
  if (jobs.length > 1) {
    try {
      const results = await write(async (trx) => {
        const all: unknown[] = [];
        for (const { work } of jobs) all.push(await work(trx));
        return all;
      });
      for (const [at, { settle }] of jobs.entries()) settle(Promise.resolve(results[at]));
      return;
    } catch {
      // Whose fault it was shows below.
    }
  }
  for (const { work, settle } of jobs) {
    const written = write(work);
    settle(written);
    await written.catch(() => undefined);
  }
}
