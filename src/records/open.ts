/** Opens the records: one SQLite file, brought up to date, behind the desk's ports. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Cards, Conversations, Cursors, Inbox, Outbox } from '../desk/ports.ts';
import { type Announcements, createAnnouncements } from './announcements.ts';
import { createCards } from './cards.ts';
import { createConversations } from './conversations.ts';
import { createCursors } from './cursors.ts';
import { createInbox } from './inbox.ts';
import { migrations } from './migrations.ts';
import { createOutbox } from './outbox.ts';
import { createPeople, type DeskPeople } from './people.ts';
import type { Schema } from './schema.ts';
import { openSqlite, sqliteDialect } from './sqlite.ts';
import { writeTogether } from './write-together.ts';
import { createWriter, retryBusy, type Write } from './writer.ts';

export interface Records {
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly conversations: Conversations;
  readonly cards: Cards;
  readonly cursors: Cursors;
  readonly people: DeskPeople;
  /** For reading, and for the rooms that keep tables of their own. */
  readonly db: Kysely<Schema>;
  readonly write: Write;
  /** A secret of this company's, made at its first use. */
  secret(name: string): Promise<string>;
  /** Frees what a dead process had leased in these channels; only for who knows that it is dead. */
  releaseLeases(channels: readonly string[]): Promise<void>;
  /** Gives space and traces of deleted rows back to the disk. */
  compact(): Promise<void>;
  close(): Promise<void>;
}

export interface RecordsOptions {
  /** The folder of `earshot.db`. */
  readonly dataDir: string;
  readonly now: () => number;
}

/** How often another process's writes are looked for. */
const lookMs = 400;

/** Throws where the file cannot be opened or its schema cannot be brought up to date. */
export async function openRecords({ dataDir, now }: RecordsOptions): Promise<Records> {
  const file = join(dataDir, 'earshot.db');
  const database = openFile(file);
  const db = new Kysely<Schema>({ dialect: sqliteDialect(database) });
  await migrate(db, file);
  const write = writeTogether(createWriter(db));
  const announcements = createAnnouncements();
  const stopLooking = watchOtherProcesses(database, db, announcements);
  return {
    inbox: createInbox(db, write, announcements, now),
    cards: createCards(db, write, now),
    cursors: createCursors(db, write),
    outbox: createOutbox(db, write, announcements),
    conversations: createConversations(db, write, announcements),
    people: createPeople(db, write, now),
    db,
    write,
    secret: (name) => readSecret(write, name),
    releaseLeases: (channels) => releaseLeases(write, channels),
    compact: () => retryBusy(async () => compact(database)),
    close: async () => {
      stopLooking();
      await write(async () => undefined);
      await db.destroy();
    },
  };
}

/** VACUUM rewrites the file and the checkpoint empties the log: no deleted word stays on disk. */
function compact(database: DatabaseSync): void {
  database.exec('vacuum');
  const checkpoint = database.prepare('pragma wal_checkpoint(truncate)').get();
  if (checkpoint?.busy !== 0) throw new Error('database is busy with a reader');
}

function openFile(file: string): DatabaseSync {
  try {
    return openSqlite(file);
  } catch (cause) {
    throw new Error(`[records] cannot open ${file}. Is DATA_DIR a folder you may write to?`, {
      cause,
    });
  }
}

async function migrate(db: Kysely<Schema>, file: string): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (!error) return;
  throw new Error(`[records] cannot bring ${file} up to date. Restore a backup or move it away`, {
    cause: error,
  });
}

/** A command may write beside the bot, and the desk must see it without a restart. */
function watchOtherProcesses(
  database: DatabaseSync,
  db: Kysely<Schema>,
  announcements: Announcements,
): () => void {
  const version = database.prepare('pragma data_version');
  let seen = version.get()?.data_version;
  let since = Date.now();
  const look = async (): Promise<void> => {
    const current = version.get()?.data_version;
    if (current === seen) return;
    seen = current;
    const from = since - 2 * lookMs;
    since = Date.now();
    const changed = await db
      .selectFrom('conversations')
      .select('id')
      .where('changed_at', '>=', from)
      .execute();
    for (const { id } of changed) announcements.changed.announce(id);
    announcements.arrived.announce();
    announcements.due.announce();
  };
  const timer = setInterval(() => look().catch(() => undefined), lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

function readSecret(write: Write, name: string): Promise<string> {
  return write(async (trx) => {
    await trx
      .insertInto('settings')
      .values({ key: `secret:${name}`, value: randomBytes(32).toString('base64url') })
      .onConflict((conflict) => conflict.column('key').doNothing())
      .execute();
    const row = await trx
      .selectFrom('settings')
      .select('value')
      .where('key', '=', `secret:${name}`)
      .executeTakeFirstOrThrow();
    return row.value;
  });
}

async function releaseLeases(write: Write, channels: readonly string[]): Promise<void> {
  await write(async (trx) => {
    for (const table of ['inbox', 'outbox'] as const) {
      await trx
        .updateTable(table)
        .set({ lease_owner: null, lease_until: 0 })
        .where('channel', 'in', channels as never)
        .where('lease_until', '>', 0)
        .execute();
    }
  });
}
