/** `backup` and `restore`: the records as one file, and back. */
import { existsSync, lstatSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import { backUpRecords, isOwnFile } from '../records/backup.ts';
import type { Contents } from '../records/inspect.ts';
import { type Restored, restoreRecords } from '../records/restore.ts';
import { operator } from './operator.ts';
import { type Format, print, WrongCall } from './output.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('copy the records into one file, also while the bot runs')
    .argument('<file>', 'where to')
    .option('--force', 'replace the file where there is one')
    .option('--json', 'print one JSON document')
    .action(backup);
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup in the place of the records, while the bot is stopped')
    .argument('<file>', 'the backup')
    .option('--json', 'print one JSON document')
    .action(restore);
}

async function backup(name: string, options: Format & { readonly force?: true }): Promise<void> {
  const { dataDir } = loadConfig();
  const file = resolve(name);
  refuseOwn(dataDir, file);
  refuseTarget(file, options.force ? 'replace' : 'keep');
  const { newerSteps: _, ...contents } = await backUpRecords({ dataDir, file });
  print(options, { file, ...contents }, () => [
    `Backed up and checked: ${describe(contents)}.`,
    `  ${file} (${size(contents.bytes)})`,
    '',
    'It holds what customers wrote and the keys of the desk: keep it where only you can read it.',
    'Save your articles, .env and desk.yaml too. The index is made again from the articles.',
  ]);
}

function refuseTarget(file: string, present: 'keep' | 'replace'): void {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) {
    throw new WrongCall(`[backup] ${file} is not a file. Name a file, as backup.db`);
  }
  if (found && present === 'keep') {
    throw new WrongCall(`[backup] ${file} exists. Name another file, or replace it with --force`);
  }
  const folder = dirname(file);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new WrongCall(`[backup] there is no folder ${folder}. Make it, or mount its disk`);
  }
}

async function restore(name: string, options: Format): Promise<void> {
  const { dataDir } = loadConfig();
  const file = resolve(name);
  if (!existsSync(file)) {
    throw new WrongCall(`[restore] there is no file ${file}. Name a file that \`backup\` made`);
  }
  if (!statSync(file).isFile()) {
    throw new WrongCall(`[restore] ${file} is not a file. Name a file that \`backup\` made`);
  }
  refuseOwn(dataDir, file);
  const request = { dataDir, file, by: operator(), now: Date.now() };
  const { newerSteps: _, ...restored } = await restoreRecords(request);
  print(options, { file, dataDir, ...restored }, () => [
    `Restored into ${dataDir}: ${describe(restored)}.`,
    restored.before === null
      ? 'There were no records before.'
      : `What was there is kept: ${restored.before}`,
    ...describeErased(restored),
    '',
    'Start the bot: it makes the index again from the articles where that is missing.',
  ]);
}

function refuseOwn(dataDir: string, file: string): void {
  if (!isOwnFile(dataDir, file)) return;
  throw new WrongCall(`[records] ${file} is the bot's own file. Name another one`);
}

function describe({ conversations, exchanges, latestAt }: Omit<Contents, 'newerSteps'>): string {
  const until = latestAt === null ? '' : `, the latest of ${new Date(latestAt).toISOString()}`;
  return `${conversations} conversations and ${exchanges} exchanges${until}`;
}

/** A backup remembers whom an erasure has forgotten since. */
function describeErased({ eraseAgain }: Pick<Restored, 'eraseAgain'>): readonly string[] {
  if (eraseAgain === null) {
    return ['Customers who were erased since the backup are in it again: erase them once more.'];
  }
  if (eraseAgain.length === 0) return [];
  return [
    'These customers were erased since the backup and are in it again. Erase them once more:',
    ...eraseAgain.map((id) => `  npm run -s earshot -- voice erase --customer ${id}`),
  ];
}

function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1_000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
