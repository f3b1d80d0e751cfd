/** Many questions while everything goes wrong at once: each answered, none twice, all recorded. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startSlackEmulator } from '../emulators/slack/slack-emulator.ts';
import { makeDataDir, type RunningBot, removeDataDir, startBot } from '../running-bot.ts';

/** CI asks a thousand; here a share of it shows the same. */
const questions = process.env.CI ? 1_000 : 200;
const customers = 50;
const help = 'C0HELP';
const kills = 3;

test(`${questions} questions, delivered three times, with lost calls and kill -9`, async () => {
  const place = await openPlace();
  const { slack } = place;
  Object.assign(slack.faults.events, { copies: 3, reorderWithinMs: 300 });
  // A third of all calls, each in one of the ways in which a call can go wrong.
  slack.faults.calls.push(
    { trouble: 'reset_before', probability: 0.07 },
    { trouble: 'reset_after', probability: 0.08 },
    { trouble: 'status_503_after', probability: 0.06 },
    { trouble: 'rate_limited', probability: 0.15, retryAfterSeconds: 1 },
  );
  let bot = await place.start();
  await slack.connected(1);

  const asking = place.ask(questions);
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep((questions * 10) / (kills + 1));
    await slack.disconnect('refresh_requested', 'oldest');
    // Just when a post is there and nobody has written that down.
    const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length;
    const before = posts();
    await vi.waitFor(() => expect(posts()).toBeGreaterThan(before), 5_000).catch(() => undefined);
    await bot.end('SIGKILL');
    bot = await place.start();
  }
  await place.expectOneAnswerEach(await asking, { clearFaults: true });
}, 420_000);

test('SIGTERM amid questions: a quick end in order, and every question has one answer after the next start', async () => {
  const place = await openPlace();
  const { slack } = place;
  const bot = await place.start();
  await slack.connected(2);
  const asking = place.ask(60);
  await sleep(250);
  const before = Date.now();
  expect(await bot.end('SIGTERM')).toBe(0);
  expect(Date.now() - before).toBeLessThan(6_000);
  await place.start();
  await place.expectOneAnswerEach(await asking, { clearFaults: false });
}, 60_000);

/** A support channel on a local Slack, and a bot that can be started there again and again. */
async function openPlace() {
  const slack = await startSlackEmulator();
  onTestFinished(() => slack.stop());
  const users = Array.from({ length: customers }, (_, n) =>
    slack.addUser({ name: `customer${n}` }),
  );
  slack.addChannel({ id: help, name: 'help', members: users });
  Object.assign(slack.settings, { retryDelaysMs: [100, 1_000, 3_000] });
  const dataDir = await makeDataDir();
  onTestFinished(() => removeDataDir(dataDir));
  mkdirSync(join(dataDir, 'articles'));
  writeFileSync(
    join(dataDir, 'articles/invoices.md'),
    '# Exporting invoices\n\nTo export your invoices, open Billing and press Export.\n',
  );
  writeFileSync(
    join(dataDir, 'desk.yaml'),
    `slack:\n  channels:\n    ${help}: always\nlimits:\n  perCustomer: 1000\n  perPlace: 100000\n`,
  );
  const said = (ts: string) => slack.thread(help, ts).filter(({ botId }) => botId);

  return {
    slack,
    async start(): Promise<RunningBot> {
      const bot = await startBot(dataDir, {
        KNOWLEDGE_DIR: 'articles',
        LOG_LEVEL: 'silent',
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
      });
      onTestFinished(() => void bot.end('SIGKILL'));
      return bot;
    },
    /** One every ten milliseconds; resolves to their threads. */
    async ask(count: number): Promise<readonly string[]> {
      const threads: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const user = users[n % customers] ?? '';
        const text = `How do I export my invoices of year ${n}?`;
        threads.push(await slack.post({ channel: help, user, text }));
        await sleep(10);
      }
      return threads;
    },
    async expectOneAnswerEach(
      threads: readonly string[],
      { clearFaults }: { readonly clearFaults: boolean },
    ): Promise<void> {
      await vi.waitFor(() => expect(threads.filter((ts) => said(ts).length === 0)).toEqual([]), {
        timeout: 240_000,
        interval: 500,
      });
      if (clearFaults) slack.faults.clear();
      await slack.idle();
      const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true });
      const count = (from: string) =>
        Number(database.prepare(`select count(*) n from ${from}`).get()?.n);
      // What nobody knows the outcome of is still looked for, and must not be said again.
      await vi.waitFor(() => expect(count("outbox where state = 'pending'")).toBe(0), {
        timeout: 120_000,
        interval: 500,
      });
      await slack.idle();
      const answers = threads.map((ts) => said(ts).length);
      const twice = answers.filter((count) => count > 1).length;
      console.info(`answered twice: ${twice} of ${threads.length}`);
      expect(answers).toEqual(threads.map(() => 1));
      expect(count('exchanges')).toBe(threads.length);
      expect(count("messages where author_kind = 'customer'")).toBe(threads.length);
      expect(count('inbox where settled_at is null')).toBe(0);
      database.close();
    },
  };
}
