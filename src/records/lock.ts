/** One bot for one data folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { isBusy } from './sqlite.ts';

/**
 * Holds `name` in this folder until the process ends, however it ends: the operating system frees
 * the file lock beneath. Throws where another process holds it. Returns the way to let go.
 */
export function holdLock(dataDir: string, name: string): () => void {
  makeFolder(dataDir);
  const holderFile = join(dataDir, `${name}.pid`);
  const lock = openLock(join(dataDir, `${name}.lock`), dataDir);
  try {
    lock.exec('begin exclusive');
    writeFileSync(holderFile, String(process.pid));
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cannotWrite(dataDir, cause);
    const message = `[records] another Earshot (process ${readHolder(holderFile)}) uses ${dataDir} for its ${name}. Stop it, or set another DATA_DIR`;
    throw new Error(message, { cause });
  }
  return () => lock.close();
}

/** As `holdLock`, after waiting for another process that will soon be done. */
export async function awaitLock(
  dataDir: string,
  name: string,
  patienceMs: number,
): Promise<() => void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return holdLock(dataDir, name);
    } catch (error) {
      const isTaken = error instanceof Error && isBusy(error.cause);
      if (!isTaken || performance.now() > deadline) throw error;
    }
    await sleep(50);
  }
}

function openLock(file: string, dataDir: string): DatabaseSync {
  try {
    return new DatabaseSync(file, { timeout: 0 });
  } catch (cause) {
    throw cannotWrite(dataDir, cause);
  }
}

function cannotWrite(dataDir: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  const remedy = 'Free some space, or set DATA_DIR to a folder you may write to';
  return new Error(`[records] cannot write in ${dataDir}: ${why}. ${remedy}`, { cause });
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const message = `[records] cannot make the folder ${dataDir}. Set DATA_DIR to a folder of yours`;
    throw new Error(message, { cause });
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
