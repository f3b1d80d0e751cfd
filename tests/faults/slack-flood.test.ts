/** Many questions while everything goes wrong at once: each answered, none twice, all recorded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { startSlackEmulator } from '../emulators/slack/slack-emulator.ts';
import { makeDataDir, type RunningBot, removeDataDir, startBot } from '../running-bot.ts';

/** CI asks a thousand; here a share of it shows the same. */
const questions = process.env.CI ? 1_000 : 200;
const customers = 50;
const help = 'C0HELP';
const kills = 3;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test(`${questions} questions, delivered three times, with lost calls and kill -9`, async () => {
  const slack = await startSlackEmulator();
  ends.push(() => slack.stop());
  const users = Array.from({ length: customers }, (_, n) =>
    slack.addUser({ name: `customer${n}` }),
  );
  slack.addChannel({ id: help, name: 'help', members: users });
  Object.assign(slack.settings, { retryDelaysMs: [100, 1_000, 3_000] });
  Object.assign(slack.faults.events, { copies: 3, reorderWithinMs: 300 });
  // A third of all calls, each in one of the ways in which a call can go wrong.
  slack.faults.calls.push(
    { trouble: 'reset_before', probability: 0.07 },
    { trouble: 'reset_after', probability: 0.08 },
    { trouble: 'status_503_after', probability: 0.06 },
    { trouble: 'rate_limited', probability: 0.15, retryAfterSeconds: 1 },
  );

  const dataDir = await makeDataDir();
  ends.push(() => removeDataDir(dataDir));
  mkdirSync(join(dataDir, 'articles'));
  writeFileSync(
    join(dataDir, 'articles/invoices.md'),
    '# Exporting invoices\n\nTo export your invoices, open Billing and press Export.\n',
  );
  writeFileSync(
    join(dataDir, 'desk.yaml'),
    `slack:\n  channels:\n    ${help}: always\nlimits:\n  perCustomer: 1000\n  perPlace: 100000\n`,
  );
  const start = (): Promise<RunningBot> =>
    startBot(dataDir, {
      KNOWLEDGE_DIR: 'articles',
      LOG_LEVEL: 'silent',
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    });
  let bot = await start();
  ends.push(() => bot.end('SIGKILL'));
  await slack.connected(1);

  const threads: string[] = [];
  const asking = (async () => {
    for (let n = 0; n < questions; n += 1) {
      const user = users[n % customers] ?? '';
      const text = `How do I export my invoices of year ${n}?`;
      threads.push(await slack.post({ channel: help, user, text }));
      await sleep(10);
    }
  })();
  const said = (ts: string) => slack.thread(help, ts).filter(({ botId }) => botId);
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep((questions * 10) / (kills + 1));
    await slack.disconnect('refresh_requested', 'oldest');
    // Just when a post is there and nobody has written that down.
    const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const before = posts();
    await vi.waitFor(() => expect(posts()).toBeGreaterThan(before), 5_000).catch(() => undefined);
    await bot.end('SIGKILL');
    bot = await start();
  }
  await asking;
  await vi.waitFor(() => expect(threads.filter((ts) => said(ts).length === 0)).toEqual([]), {
    timeout: 240_000,
    interval: 500,
  });
  slack.faults.clear();
  await slack.idle();
  await sleep(3_000);

  const answers = threads.map((ts) => said(ts).length);
  const twice = answers.filter((count) => count > 1).length;
  console.info(`answered twice: ${twice} of ${questions}`);
  expect(twice).toBe(0);
  expect(answers.every((count) => count === 1)).toBe(true);
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true });
  const count = (from: string) =>
    Number(database.prepare(`select count(*) n from ${from}`).get()?.n);
  expect(count('exchanges')).toBe(questions);
  expect(count("messages where author_kind = 'customer'")).toBe(questions);
  expect(count('inbox where settled_at is null')).toBe(0);
  expect(count("outbox where state = 'pending'")).toBe(0);
  database.close();
}, 420_000);
