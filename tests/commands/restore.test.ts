import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openCustomer } from '../faults/customer.ts';
import { makeDataDir, removeDataDir, startBot } from '../running-bot.ts';
import { tempFolder } from '../temp-folder.ts';
import { type Backup, copyOf, exchangesIn, runShort } from './backup-parts.ts';
import { type Folder, fillFolder, question, stranger } from './folder.ts';

/** Holds `question`; its `backup.db` was made then; `stranger` was asked since. */
let company: Folder;

beforeAll(async () => {
  company = fillFolder(await makeDataDir());
  await company.run(['chat'], {}, `${question}\n`);
  await company.run(['backup', 'backup.db']);
  await company.run(['chat'], {}, `${stranger}\n`);
});

afterAll(() => removeDataDir(company.cwd));

/** Its records with both questions, and a copy of its backup with the first one. */
function openCopy() {
  const cwd = copyOf(company.cwd);
  const backup = join(cwd, 'backup.db');
  copyFileSync(join(company.cwd, 'backup.db'), backup);
  return { ...fillFolder(cwd), backup, records: join(cwd, 'data/earshot.db') };
}

const keptIn = (cwd: string) =>
  readdirSync(join(cwd, 'data')).filter((name) => /before-restore|restoring/.test(name));

test('what was there is kept beside, and can be restored in its turn', async () => {
  const { cwd, backup, records, json } = openCopy();
  const { code, document } = await json<Backup>(['restore', backup]);
  expect(code).toBe(0);
  expect(document).toMatchObject({ conversations: 1, exchanges: 1, eraseAgain: [] });
  expect(exchangesIn(records)).toEqual([question]);
  const before = document.before ?? '';
  expect(keptIn(cwd)).toEqual([expect.stringMatching(/^earshot\.db\.before-restore-\d{4}-/)]);
  expect(exchangesIn(before)).toEqual([question, stranger]);

  await json(['restore', before]);
  expect(exchangesIn(records)).toEqual([question, stranger]);
});

test('says what was restored, where the former records are, and what comes next', async () => {
  const { backup, run } = openCopy();
  const { stdout } = await run(['restore', backup]);
  expect(stdout).toMatch(/1 conversations and 1 exchanges, the latest of 20/);
  expect(stdout).toMatch(/kept: .*before-restore/);
  expect(stdout).toMatch(/Start the bot/);
});

test('names who was erased since the backup, and is in it again', async () => {
  const { backup, run, json } = openCopy();
  const file = join(tempFolder(), 'export.jsonl');
  await run(['voice', 'export', '--out', file]);
  const customer = JSON.parse(readFileSync(file, 'utf8').split('\n')[0] ?? '').customer as string;
  expect((await run(['voice', 'erase', '--customer', customer])).code).toBe(0);
  const { document } = await json<Backup>(['restore', backup]);
  expect(document.eraseAgain).toEqual([customer]);
  expect((await run(['voice', 'erase', '--customer', customer])).code).toBe(0);
});

test('what waited to be sent is looked for on its platform before it is sent again', async () => {
  const { backup, records, run } = openCopy();
  const waiting = new DatabaseSync(backup);
  waiting.exec("update outbox set state = 'pending', attempt = 0");
  waiting.close();
  await run(['restore', backup]);
  const restored = new DatabaseSync(records);
  const attempts = restored.prepare('select attempt from outbox').all();
  restored.close();
  expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map(() => 1));
  expect(attempts.length).toBeGreaterThan(0);
});

test('a restore is listed among what was done', async () => {
  const { backup, records, run } = openCopy();
  await run(['restore', backup]);
  const database = new DatabaseSync(records);
  const audit = database.prepare('select action, subject from audit').all();
  database.close();
  expect(audit).toContainEqual({ action: 'restored the records', subject: backup });
});

test.each([
  ['are no database', 'no database any more, but long enough to look like one'.repeat(20)],
  ['are empty', ''],
])('records that %s are put aside as they are, with the log beside them', async (_, damaged) => {
  const { cwd, backup, records, json } = openCopy();
  const database = new DatabaseSync(records);
  database.exec("pragma journal_mode = wal; update exchanges set question = 'from the log'");
  const log = readFileSync(`${records}-wal`);
  database.close();
  writeFileSync(records, damaged);
  writeFileSync(`${records}-wal`, log);
  const { document } = await json<Backup>(['restore', backup]);
  expect(document.eraseAgain).toBe(null);
  expect(exchangesIn(records)).toEqual([question]);
  expect(readFileSync(document.before ?? '', 'utf8')).toBe(damaged);
  expect(readFileSync(`${document.before}-wal`).equals(log)).toBe(true);
  expect(keptIn(cwd).length).toBeGreaterThanOrEqual(2);
});

test('a log without its records is not taken for that of the backup', async () => {
  const { backup, records, run } = openCopy();
  const killed = new DatabaseSync(records);
  killed.exec("pragma journal_mode = wal; update exchanges set question = 'from the log'");
  const log = readFileSync(`${records}-wal`);
  killed.close();
  const { cwd, run: runElsewhere } = fillFolder(tempFolder());
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'data/earshot.db-wal'), log);
  expect((await runElsewhere(['restore', backup])).code).toBe(0);
  expect(exchangesIn(join(cwd, 'data/earshot.db'))).toEqual([question]);
  expect((await run(['restore', backup])).code).toBe(0);
});

test('a copy of the data folder of a killed bot is restored with the log beside it', async () => {
  const { records, run } = openCopy();
  const target = tempFolder();
  const database = new DatabaseSync(records);
  database.exec("pragma journal_mode = wal; update exchanges set question = 'from the log'");
  for (const end of ['', '-wal']) copyFileSync(records + end, join(target, `copied.db${end}`));
  database.close();
  const copied = readFileSync(join(target, 'copied.db'));
  expect((await run(['restore', join(target, 'copied.db')])).code).toBe(0);
  expect(exchangesIn(records)).toEqual(['from the log', 'from the log']);
  expect(readdirSync(target).toSorted()).toEqual(['copied.db', 'copied.db-wal']);
  expect(readFileSync(join(target, 'copied.db')).equals(copied)).toBe(true);
});

test('is refused while the bot runs, which goes on', async () => {
  const { cwd, backup, run } = openCopy();
  const bot = await startBot(join(cwd, 'data'), { KNOWLEDGE_DIR: join(cwd, 'articles') });
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const { code, stderr } = await run(['restore', backup]);
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`process ${bot.process.pid}.*Stop it`));
  const ada = await openCustomer(bot.url);
  await ada.write(question);
  expect((await ada.answers(1)).join()).toContain('press Export');
});

test('is refused while a command reads the records', async () => {
  const { backup, records, run } = openCopy();
  const reader = new DatabaseSync(records);
  reader.exec('pragma journal_mode = wal; select * from exchanges');
  onTestFinished(() => reader.close());
  const { code, stderr } = await run(['restore', backup]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/A command is using the records; let it end/);
});

describe('what cannot be restored is refused, and nothing is lost', () => {
  const cases: readonly (readonly [string, number, RegExp, (file: string) => void])[] = [
    ['no file', 2, /there is no file/, () => undefined],
    ['a folder', 2, /is not a file/, (file) => mkdirSync(file)],
    ['an empty file', 1, /holds no records of Earshot/, (file) => writeFileSync(file, '')],
    [
      'a file that is no database',
      1,
      /file is not a database.*another backup/,
      (file) => writeFileSync(file, 'Dear diary, '.repeat(1_000)),
    ],
    [
      'a database of something else',
      1,
      /holds no records of Earshot/,
      (file) => edit(file, 'create table conversations (id text)'),
    ],
    ['a file cut in half', 1, /malformed.*another backup/, (file) => copyBackup(file, 0.5)],
    [
      'a file that lacks its end',
      1,
      /cut short.*another backup/,
      (file) => copyBackup(file, 0.999),
    ],
    [
      'a backup of a newer version',
      1,
      /made by a newer version/,
      (file) => {
        copyBackup(file, 1);
        edit(file, "insert into kysely_migration values ('9999-from-tomorrow', '2030')");
      },
    ],
  ];

  test.each(cases)('%s', async (_, code, why, make) => {
    const { cwd, records, run } = openCopy();
    const file = join(cwd, 'given.db');
    make(file);
    const ended = await run(['restore', file]);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(why);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    expect(exchangesIn(records)).toEqual([question, stranger]);
    expect(keptIn(cwd)).toEqual([]);
  });

  test('a file for which there is no room', async () => {
    const { cwd, backup, records } = openCopy();
    const { code, stderr } = await runShort(cwd, ['restore', backup]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/Free some space in the data folder. The records are as they were/);
    expect(exchangesIn(records)).toEqual([question, stranger]);
    expect(keptIn(cwd)).toEqual([]);
  });

  test('the records themselves', async () => {
    const { records, run } = openCopy();
    const { code, stderr } = await run(['restore', records]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(/own file/) });
    expect(existsSync(records)).toBe(true);
  });
});

function edit(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

function copyBackup(file: string, share: number): void {
  const source = join(company.cwd, 'backup.db');
  copyFileSync(source, file);
  truncateSync(file, Math.floor(readFileSync(source).length * share));
}
