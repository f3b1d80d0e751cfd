/** Puts a backup in the place of the records, and keeps what was there. */
import { constants, existsSync, statSync } from 'node:fs';
import { chmod, copyFile, link, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isFull, putInPlace } from './backup.ts';
import { type Contents, inspectRecords } from './inspect.ts';
import { holdLock } from './lock.ts';
import { openRecords, type Records } from './open.ts';
import { isBusy } from './sqlite.ts';
import { retryBusy } from './writer.ts';

export interface RestoreRequest {
  readonly dataDir: string;
  /** A file that exists. */
  readonly file: string;
  /** Who asked for it, for the audit. */
  readonly by: string;
  readonly now: number;
}

export interface Restored extends Contents {
  /** Where the records that were there are kept; null where there were none. */
  readonly before: string | null;
  /** Customers whom the former records had forgotten; null where those could not tell. */
  readonly eraseAgain: readonly string[] | null;
}

/** Throws where the backup cannot be used or a bot is running; the records are then as they were. */
export async function restoreRecords(request: RestoreRequest): Promise<Restored> {
  const { dataDir, file, now } = request;
  const letGo = holdLocks(dataDir);
  const staging = join(dataDir, 'restoring');
  try {
    const contents = await stage(file, staging);
    const present = await lookAt(join(dataDir, 'earshot.db'));
    const eraseAgain = await settle(staging, present, request);
    const before = await swap(staging, present, now);
    return { ...contents, before, eraseAgain };
  } catch (cause) {
    throw explain(file, cause);
  } finally {
    await rm(staging, { recursive: true, force: true }).catch(() => undefined);
    letGo();
  }
}

const lockTimeoutMs = 250;

function holdLocks(dataDir: string): () => void {
  const held: (() => void)[] = [];
  const letGo = (): void => {
    for (const release of held) release();
  };
  try {
    for (const name of ['bot', 'terminal', 'exports']) held.push(holdLock(dataDir, name));
  } catch (error) {
    letGo();
    throw error;
  }
  return letGo;
}

/** A copy to look into, since even opening a file with a log beside it changes the file. */
async function stage(file: string, staging: string): Promise<Contents> {
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { mode: 0o700 });
  const copy = join(staging, 'earshot.db');
  await copyFile(file, copy, constants.COPYFILE_FICLONE);
  await chmod(copy, 0o600);
  if (existsSync(`${file}-wal`)) await copyFile(`${file}-wal`, `${copy}-wal`);
  const contents = await inspectRecords(copy);
  if (contents.newerSteps.length === 0) return contents;
  throw new Error('it was made by a newer version of Earshot, which alone can restore it');
}

interface Present {
  readonly path: string;
  readonly state: 'absent' | 'whole' | 'damaged';
}

/** Opening damaged records for more than reading could cost what is left of them. */
async function lookAt(path: string): Promise<Present> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return { path, state: 'absent' };
  // Beside an empty file even a reader would delete the log.
  if (found.size === 0) return { path, state: 'damaged' };
  try {
    await inspectRecords(path);
    return { path, state: 'whole' };
  } catch (error) {
    if (isBusy(error)) throw error;
    return { path, state: 'damaged' };
  }
}

/** Opened by this very version, so that the bot can open it too. */
async function settle(staging: string, present: Present, { file, by, now }: RestoreRequest) {
  const records = await openRecords({ dataDir: staging, now: () => now });
  try {
    await doubtDeliveries(records);
    await records.people.note({
      at: now,
      actor: by,
      action: 'restored the records',
      subject: file,
    });
    return await findErased(records, present);
  } finally {
    await records.close();
  }
}

/** What waited then may have been sent since: the channel looks before it sends. */
async function doubtDeliveries({ write }: Records): Promise<void> {
  await write((trx) =>
    trx
      .updateTable('outbox')
      .set({ attempt: 1 })
      .where('state', '=', 'pending')
      .where('attempt', '=', 0)
      .execute(),
  );
}

async function findErased({ db }: Records, present: Present): Promise<readonly string[] | null> {
  if (present.state !== 'whole') return null;
  const erased = readErased(present.path);
  const [customers, exchanges] = await Promise.all([
    db.selectFrom('customers').select('id').execute(),
    db.selectFrom('exchanges').select('customer_id as id').distinct().execute(),
  ]);
  const restored = new Set([...customers, ...exchanges].map(({ id }) => id));
  return erased.filter((id) => restored.has(id));
}

function readErased(path: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: lockTimeoutMs });
  try {
    const sql = "select distinct subject from audit where action = 'erased a customer'";
    const rows = database.prepare(sql).all();
    return rows.map(({ subject }) => String(subject));
  } finally {
    database.close();
  }
}

async function swap(staging: string, { path, state }: Present, now: number) {
  const stamp = new Date(now).toISOString().slice(0, 23).replaceAll(':', '');
  const before = `${path}.before-restore-${stamp}`;
  if (state === 'whole') await retryBusy(async () => foldLog(path));
  if (state !== 'absent') await keep(path, before);
  // A log that stayed would be taken for that of the file which comes.
  for (const end of ['-wal', '-shm']) {
    if (existsSync(path + end)) await rename(path + end, before + end);
  }
  await putInPlace(join(staging, 'earshot.db'), path);
  return state === 'absent' ? null : before;
}

/** Brings the log into the file, which SQLite does only where nobody else has it open. */
function foldLog(path: string): void {
  const database = new DatabaseSync(path, { timeout: lockTimeoutMs });
  try {
    database.exec('pragma journal_mode = delete');
  } finally {
    database.close();
  }
}

/** A second name, so that at no moment there are no records; a copy where the disk knows no such. */
async function keep(path: string, before: string): Promise<void> {
  await link(path, before).catch(() => copyFile(path, before, constants.COPYFILE_EXCL));
}

function explain(file: string, error: unknown): Error {
  const cause = rootOf(error);
  const why = cause instanceof Error ? cause.message : String(cause);
  const message = `[records] cannot restore ${file}: ${why}. ${remedyFor(cause)}`;
  return new Error(`${message}. The records are as they were`, { cause: error });
}

/** Opening the copy speaks of the data folder, which is not at fault. */
function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}

function remedyFor(cause: unknown): string {
  if (isBusy(cause)) return 'A command is using the records; let it end, then restore again';
  return isFull(cause) ? 'Free some space in the data folder' : 'Try another backup';
}
