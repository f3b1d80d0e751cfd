/** One sync at a time over all processes that share an index folder. */
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const staleMs = 30_000;
const refreshMs = 5_000;
const patienceMs = 60_000;

/** On object storage there is no lock: there one replica indexes. */
export async function withSyncLock<T>(indexUri: string, work: () => Promise<T>): Promise<T> {
  if (/^[a-z][a-z0-9+]+:\/\//i.test(indexUri)) return await work();
  await mkdir(indexUri, { recursive: true });
  const file = join(indexUri, 'sync.lock');
  await takeLock(file);
  const refresh = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, refreshMs);
  try {
    return await work();
  } finally {
    clearInterval(refresh);
    await rm(file, { force: true });
  }
}

async function takeLock(file: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await tryLock(file))) {
    if (await isAbandoned(file)) {
      await rm(file, { force: true });
    } else if (Date.now() > deadline) {
      const remedy = `If no other Earshot is running, delete ${file}`;
      throw new Error(`[knowledge] cannot sync: another process is at it. ${remedy}`);
    } else {
      await sleep(50);
    }
  }
}

async function tryLock(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid} ${hostname()}`);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'EEXIST') return false;
    throw new Error(`[knowledge] cannot write ${file}. Allow the bot to write there`, {
      cause: error,
    });
  }
}

/** Its process was killed, or is on another machine and has not been heard of. */
async function isAbandoned(file: string): Promise<boolean> {
  const [text, stats] = await Promise.all([
    readFile(file, 'utf8').catch(() => null),
    stat(file).catch(() => null),
  ]);
  if (text === null || stats === null) return false;
  if (Date.now() - stats.mtimeMs > staleMs) return true;
  const [pid, host] = text.split(' ');
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}
