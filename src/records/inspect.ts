/** What a file of records holds, and whether it can be relied on. Changes nothing in it. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from './migrations.ts';

export interface Contents {
  readonly bytes: number;
  readonly conversations: number;
  readonly exchanges: number;
  /** When somebody last said something in it; null where nobody has. */
  readonly latestAt: number | null;
  /** Steps of its schema that this version does not know. */
  readonly newerSteps: readonly string[];
}

/** Throws where the file is damaged, or is something else than Earshot's records. */
export async function inspectRecords(file: string): Promise<Contents> {
  const known = Object.keys(await migrations.getMigrations());
  const { size: bytes } = statSync(file);
  const database = new DatabaseSync(file, { readOnly: true, timeout: lockTimeoutMs });
  try {
    refuseDamaged(database, bytes);
    refuseForeign(database);
    const steps = database.prepare('select name from kysely_migration order by name').all();
    return {
      bytes,
      conversations: count(database, 'conversations'),
      exchanges: count(database, 'exchanges'),
      latestAt: readNumber(database, 'select max(updated_at) as it from conversations'),
      newerSteps: steps.map(({ name }) => String(name)).filter((name) => !known.includes(name)),
    };
  } finally {
    database.close();
  }
}

const lockTimeoutMs = 250;
const ownTables = ['kysely_migration', 'conversations', 'messages', 'exchanges'];

function refuseDamaged(database: DatabaseSync, bytes: number): void {
  const mode = database.prepare('pragma journal_mode').get()?.journal_mode;
  const pages = readNumber(database, 'select page_count as it from pragma_page_count') ?? 0;
  const pageBytes = readNumber(database, 'select page_size as it from pragma_page_size') ?? 0;
  // SQLite reads what is missing of the last page as zeros. In a log beside the file may lie more.
  if (mode !== 'wal' && bytes < pages * pageBytes) throw new Error('it is cut short');
  const finding = database.prepare('pragma integrity_check(1)').get()?.integrity_check;
  if (finding !== 'ok') throw new Error(`it is damaged: ${finding}`);
}

function refuseForeign(database: DatabaseSync): void {
  const tables = database.prepare("select name from sqlite_schema where type = 'table'").all();
  const names = tables.map(({ name }) => name);
  if (ownTables.every((table) => names.includes(table))) return;
  throw new Error('it holds no records of Earshot');
}

function count(database: DatabaseSync, table: 'conversations' | 'exchanges'): number {
  return readNumber(database, `select count(*) as it from ${table}`) ?? 0;
}

function readNumber(database: DatabaseSync, sql: string): number | null {
  const value = database.prepare(sql).get()?.it;
  return typeof value === 'number' ? value : null;
}
