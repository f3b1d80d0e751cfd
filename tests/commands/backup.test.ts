import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openCustomer } from '../faults/customer.ts';
import { makeDataDir, removeDataDir, startBot } from '../running-bot.ts';
import { tempFolder } from '../temp-folder.ts';
import { type Backup, copyOf, exchangesIn, runShort } from './backup-parts.ts';
import { article, type Folder, fillFolder, question } from './folder.ts';

const settings = { KNOWLEDGE_DIR: 'articles' };

async function openBot(dataDir: string) {
  mkdirSync(join(dataDir, 'articles'));
  writeFileSync(join(dataDir, 'articles/invoices.md'), article);
  const bot = await startBot(dataDir, settings);
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  return bot;
}

test('a backup of a bot at work, restored elsewhere, answers with its history', async () => {
  const bot = await openBot(tempFolder());
  const ada = await openCustomer(bot.url);
  await ada.write(question);
  await ada.answers(1);

  const others = await Promise.all(Array.from({ length: 8 }, () => openCustomer(bot.url)));
  const chatter = Promise.all(others.map((other) => other.write(`${question} Please!`)));
  const file = join(tempFolder(), 'backup.db');
  const backup = await bot.command<Backup>('backup', file);
  expect(backup).toMatchObject({ file, bytes: statSync(file).size });
  expect(backup.exchanges).toBeGreaterThanOrEqual(1);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await chatter).toEqual(others.map(() => 202));
  for (const other of others) expect(await other.answers(1)).toHaveLength(1);
  await ada.write('I want to talk to a person about my late words');
  await ada.answers(2);
  expect(await bot.end('SIGTERM')).toBe(0);

  const elsewhere = tempFolder();
  const restored = await fillFolder(elsewhere).json<Backup>(['restore', file]);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(restored.document).toMatchObject({ exchanges: backup.exchanges, before: null });
  const second = await startBot(join(elsewhere, 'data'), {
    KNOWLEDGE_DIR: join(elsewhere, 'articles'),
  });
  onTestFinished(async () => void (await second.end('SIGKILL')));
  const same = await openCustomer(second.url, ada.token);
  expect(JSON.stringify(await same.see())).toContain(question);
  expect(JSON.stringify(await same.see())).not.toContain('late words');
  await same.write('How do I pay an invoice?');
  expect((await same.answers(2)).join()).toContain('bank transfer');
  const { path } = await second.command<{ path: string }>('voice', 'export');
  expect(readFileSync(path, 'utf8')).toContain(question);
});

describe('backup', () => {
  let folder: Folder;

  beforeAll(async () => {
    folder = fillFolder(await makeDataDir());
    await folder.run(['chat'], {}, `${question}\n`);
  });

  afterAll(() => removeDataDir(folder.cwd));

  test('says what it holds, what it does not hold, and where it is', async () => {
    const file = join(tempFolder(), 'backup.db');
    const { code, stdout } = await folder.run(['backup', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/1 conversations and 1 exchanges/);
    expect(stdout).toContain(file);
    expect(stdout).toMatch(/articles, \.env and desk\.yaml too/);
    expect(exchangesIn(file)).toEqual([question]);
  });

  test('is one file without a log beside it, and changes no row of the records', async () => {
    const target = tempFolder();
    const records = join(folder.cwd, 'data/earshot.db');
    const audit = () => {
      const database = new DatabaseSync(records, { readOnly: true });
      const rows = database.prepare('select * from audit').all();
      database.close();
      return rows;
    };
    const earlier = audit();
    await folder.run(['backup', join(target, 'backup.db')]);
    expect(readdirSync(target)).toEqual(['backup.db']);
    expect(audit()).toEqual(earlier);
  });

  test('replaces a file only when told to', async () => {
    const file = join(tempFolder(), 'notes.txt');
    writeFileSync(file, 'mine');
    const refused = await folder.run(['backup', file]);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/exists.*--force/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await folder.run(['backup', file, '--force'])).code).toBe(0);
    expect(exchangesIn(file)).toEqual([question]);
  });

  test.each([
    ['a folder', '.', 2, /is not a file/],
    ['a folder that is not there', 'none/backup.db', 2, /no folder.*Make it/],
    ['the records themselves', 'data/earshot.db', 2, /bot's own file/],
  ])('refuses %s', async (_, file, code, remedy) => {
    const ended = await folder.run(['backup', file, '--force']);
    expect(ended).toMatchObject({ code, stdout: '' });
    expect(ended.stderr).toMatch(remedy);
    expect(exchangesIn(join(folder.cwd, 'data/earshot.db'))).toEqual([question]);
  });

  test('says where it looked when there are no records, and makes none', async () => {
    const { code, stderr } = await folder.run(['backup', 'new.db'], { DATA_DIR: 'empty' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/empty\/earshot\.db.*DATA_DIR/);
    expect(existsSync(join(folder.cwd, 'empty'))).toBe(false);
  });

  test('that finds no room leaves the earlier backup as it is, and nothing besides', async () => {
    const target = tempFolder();
    const file = join(target, 'backup.db');
    await folder.run(['backup', file]);
    const earlier = readFileSync(file);
    const { code, stderr } = await runShort(folder.cwd, ['backup', file, '--force']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot write the backup.*Free some space/);
    expect(readdirSync(target)).toEqual(['backup.db']);
    expect(readFileSync(file).equals(earlier)).toBe(true);
  });

  test.each([
    ['damaged', (bytes: Buffer) => bytes.fill(0x5a, 4_096, 40_960)],
    ['empty', () => ''],
  ])('of %s records is refused rather than kept', async (_, spoil) => {
    const cwd = copyOf(folder.cwd);
    const records = join(cwd, 'data/earshot.db');
    writeFileSync(records, spoil(readFileSync(records)));
    const { code, stderr } = await fillFolder(cwd).run(['backup', 'bad.db']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot back up.*Restore an earlier backup/);
    expect(existsSync(join(cwd, 'bad.db'))).toBe(false);
  });
});
