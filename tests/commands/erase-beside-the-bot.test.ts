import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openCustomer } from '../faults/customer.ts';
import { startBot } from '../running-bot.ts';
import { tempFolder } from '../temp-folder.ts';
import { grep } from '../voice/grep.ts';
import { article, question } from './folder.ts';

const secret = 'Zebrafinkenkaefig';
const others = 'Nachtigallennest';

test('voice erase beside the running bot leaves none of a customer’s words in data, index, exports or log', async () => {
  const dataDir = tempFolder();
  mkdirSync(join(dataDir, 'articles'));
  writeFileSync(join(dataDir, 'articles/invoices.md'), article);
  const bot = await startBot(dataDir, { KNOWLEDGE_DIR: 'articles', LOG_LEVEL: 'debug' });
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  const ada = await openCustomer(bot.url);
  const bo = await openCustomer(bot.url);
  await ada.write(`${question} I mean the ${secret}.`);
  await ada.answers(1);
  await ada.write(`I want to talk to a person about my ${secret}`);
  await ada.answers(2);
  await bo.write(`${question} I mean the ${others}.`);
  await bo.answers(1);
  await bot.command('voice', 'export', '--format', 'csv');
  await bot.command('voice', 'export', '--format', 'jsonl', '--out', 'kept.jsonl');
  expect(grep(dataDir, secret).length).toBeGreaterThanOrEqual(3);

  const customer = `web:${ada.token.split('.')[1]}`;
  const erasure = await bot.command('voice', 'erase', '--customer', customer);
  expect(erasure).toMatchObject({ conversations: 1, exchanges: 2, missingExports: [] });
  // The bot goes on writing meanwhile, and what it writes holds nothing of them either.
  await bo.write('Thanks!');
  await bo.answers(2);
  await sleep(300);
  expect(grep(dataDir, secret)).toEqual([]);
  expect(bot.output()).not.toContain(secret);
  expect(bot.output()).not.toContain(others);
  expect((await ada.see()).messages).toEqual([]);
  expect(grep(dataDir, others)).toContain('kept.jsonl');
  expect((await bo.see()).messages[0]?.text).toContain(others);

  expect(await bot.end('SIGTERM')).toBe(0);
  expect(grep(dataDir, secret)).toEqual([]);
});
