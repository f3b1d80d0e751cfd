import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { awaitLock, holdLock } from '../../src/records/lock.ts';
import { tempFolder } from '../temp-folder.ts';

test('gives a data folder to one bot at a time, and names who has it', () => {
  const dataDir = tempFolder();
  const letGo = holdLock(dataDir, 'bot');
  expect(() => holdLock(dataDir, 'bot')).toThrow(`another Earshot (process ${process.pid})`);
  holdLock(dataDir, 'terminal')();
  letGo();
  holdLock(dataDir, 'bot')();
});

test('can be waited for, and not for ever', async () => {
  const dataDir = tempFolder();
  const letGo = holdLock(dataDir, 'exports');
  await expect(awaitLock(dataDir, 'exports', 100)).rejects.toThrow('another Earshot');
  const next = awaitLock(dataDir, 'exports', 5_000);
  letGo();
  (await next)();
});

test('blames no other Earshot where the folder cannot be written', () => {
  const dataDir = tempFolder();
  writeFileSync(`${dataDir}/bot.lock`, 'neither a lock nor a database, but long enough for one');
  mkdirSync(`${dataDir}/terminal.pid`);
  for (const name of ['bot', 'terminal']) {
    expect(() => holdLock(dataDir, name)).toThrow(/cannot write in .*DATA_DIR/);
  }
});
