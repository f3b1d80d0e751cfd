/** A copy of the records in one SQLite file, made and checked while the bot goes on. */
import { existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Contents, inspectRecords } from './inspect.ts';
import { awaitLock } from './lock.ts';
import { isBusy } from './sqlite.ts';
import { retryBusy } from './writer.ts';

export interface BackupRequest {
  readonly dataDir: string;
  /** Where to. What is there is replaced, once the copy is whole. */
  readonly file: string;
}

const patienceMs = 120_000;
const lockTimeoutMs = 250;

/** Resolves to what the copy holds. Throws where there is none; the file is then as it was. */
export async function backUpRecords({ dataDir, file }: BackupRequest): Promise<Contents> {
  const records = join(dataDir, 'earshot.db');
  if (!existsSync(records)) {
    const remedy = 'Set DATA_DIR to the data folder of your bot';
    throw new Error(`[records] cannot back up ${records}: there is no such file. ${remedy}`);
  }
  // An erasure cannot clear the disk while a long read goes on.
  const letGo = await awaitLock(dataDir, 'exports', patienceMs);
  const unfinished = `${file}.part`;
  try {
    await retryBusy(() => copyRecords(records, unfinished));
    const contents = await inspectRecords(unfinished);
    await putInPlace(unfinished, file);
    return contents;
  } catch (cause) {
    throw explain(records, file, cause);
  } finally {
    await rm(unfinished, { force: true }).catch(() => undefined);
    letGo();
  }
}

/** True where this path leads to the records themselves or to the log beside them. */
export function isOwnFile(dataDir: string, file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return ['', '-wal', '-shm'].some((end) => {
    const own = statSync(join(dataDir, `earshot.db${end}`), { throwIfNoEntry: false });
    return found && own && own.ino === found.ino && own.dev === found.dev;
  });
}

/** One read of one moment, without the rows deleted since: `vacuum into` carries no trace of them. */
async function copyRecords(records: string, target: string): Promise<void> {
  await rm(target, { force: true });
  const made = await open(target, 'wx', 0o600);
  await made.close();
  const database = new DatabaseSync(records, { readOnly: true, timeout: lockTimeoutMs });
  try {
    database.prepare('vacuum into ?').run(target);
  } finally {
    database.close();
  }
}

/** On disk before it has the name, and the name on disk before anyone hears of it. */
export async function putInPlace(made: string, file: string): Promise<void> {
  await flush(made);
  await rename(made, file);
  // Windows opens no folder; its file system keeps names by itself.
  await flush(dirname(file)).catch(() => undefined);
}

async function flush(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}

function explain(records: string, file: string, cause: unknown): Error {
  const why = cause instanceof Error ? cause.message : String(cause);
  const isTarget = isFull(cause) || (cause instanceof Error && 'syscall' in cause);
  const message = isTarget
    ? `[records] cannot write the backup ${file}: ${why}. Free some space there, or name another file`
    : `[records] cannot back up ${records}: ${why}. ${isBusy(cause) ? 'Try again' : 'Restore an earlier backup'}`;
  return new Error(message, { cause });
}

/** SQLite's codes (https://www.sqlite.org/rescode.html), of which the low byte is the kind. */
const fullKinds = [8, 10, 13, 14];

/** True where a disk is full, or takes no more for another reason. */
export function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('errcode' in error) return fullKinds.includes(Number(error.errcode) & 0xff);
  return 'code' in error && /^(ENOSPC|EDQUOT|EFBIG|EROFS)$/.test(String(error.code));
}
