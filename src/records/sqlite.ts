/** SQLite through node:sqlite, for Kysely. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { type Dialect, SqliteDialect, type SqliteStatement } from 'kysely';

/** How long a statement waits for another process, blocking; the writer retries beyond it. */
const lockTimeoutMs = 250;
const cachedStatements = 300;

/** Opens or makes the file. Throws where it cannot be opened. */
export function openSqlite(file: string): DatabaseSync {
  // What customers wrote is for this user alone.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(file, { timeout: lockTimeoutMs });
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma wal_autocheckpoint = 4000;
    pragma cache_size = -32000;
    pragma secure_delete = on;
    pragma foreign_keys = on;
  `);
  return database;
}

/** True where another process held the database and the same call may succeed later. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is (locked|busy)/.test(error.message);
}

export function sqliteDialect(database: DatabaseSync): Dialect {
  const statements = new Map<string, SqliteStatement>();
  return new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare(sql) {
        const known = statements.get(sql);
        if (known) return known;
        const statement = prepare(database, sql);
        if (statements.size >= cachedStatements) statements.clear();
        statements.set(sql, statement);
        return statement;
      },
    },
  });
}

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  // A deferred transaction that turns into a write fails at once where another one is open.
  if (sql === 'begin') return adapt(database.prepare('begin immediate'));
  const statement = adapt(database.prepare(sql));
  if (sql !== 'rollback') return statement;
  return {
    ...statement,
    run(parameters) {
      // A full disk has rolled back by itself; failing here would hide why.
      if (database.isTransaction) return statement.run(parameters);
      return { changes: 0, lastInsertRowid: 0 };
    },
  };
}

function adapt(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...values(parameters)),
    run: (parameters) => statement.run(...values(parameters)),
    iterate: (parameters) => statement.iterate(...values(parameters)),
  };
}

/** Kysely types parameters as unknown; the schema's columns are text, numbers and null. */
function values(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters as SQLInputValue[];
}
