/** What the tests of backups share. */
import { execFile } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { tempFolder } from '../temp-folder.ts';

export interface Backup {
  readonly file: string;
  readonly bytes: number;
  readonly conversations: number;
  readonly exchanges: number;
  readonly before?: string | null;
  readonly eraseAgain?: readonly string[] | null;
}

/** A company's data in a folder of this test's own, to be filled with articles again. */
export function copyOf(cwd: string): string {
  const copy = tempFolder();
  cpSync(join(cwd, 'data'), join(copy, 'data'), { recursive: true });
  rmSync(join(copy, 'articles'), { recursive: true, force: true });
  return copy;
}

/** The questions in a file of records, oldest first. */
export function exchangesIn(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('select question from exchanges order by at').all();
  database.close();
  return rows.map(({ question }) => String(question));
}

const cli = join(import.meta.dirname, '../../src/cli.ts');

/** Runs a command that may write no file beyond a few blocks, as on a disk that fills up. */
export function runShort(
  cwd: string,
  words: readonly string[],
): Promise<{ readonly code: number; readonly stderr: string }> {
  const limited = ['-c', 'ulimit -f 64; exec "$@"', 'sh', process.execPath, cli, ...words];
  const env = { PATH: process.env.PATH, DATA_DIR: 'data', KNOWLEDGE_DIR: 'articles' };
  return new Promise((resolve) => {
    const child = execFile('sh', limited, { cwd, env }, (_, __, stderr) =>
      resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}
