import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { runNode } from '../run-node.ts';
import { type RunningBot, startBot } from '../running-bot.ts';
import { tempFolder } from '../temp-folder.ts';
import { openCustomer } from './customer.ts';

const question = 'How do I export my invoices?';
const answer = /Open Billing and press Export/;

function folder(): string {
  const dataDir = tempFolder();
  mkdirSync(join(dataDir, 'articles'));
  const text = `# Invoices\n\n## Exporting invoices\n\nOpen Billing and press Export to export your invoices.\n`;
  writeFileSync(join(dataDir, 'articles/invoices.md'), text);
  writeFileSync(join(dataDir, 'desk.yaml'), 'thresholds:\n  answer: 0.01\n');
  return dataDir;
}

async function start(dataDir: string, settings = {}): Promise<RunningBot> {
  const bot = await startBot(dataDir, { KNOWLEDGE_DIR: 'articles', ...settings });
  onTestFinished(async () => void (await bot.end('SIGKILL')));
  return bot;
}

/** Rows as they are on disk, read beside the bot. */
function rows(dataDir: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(join(dataDir, 'earshot.db'), { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

const exchanges = (dataDir: string) => rows(dataDir, 'select question, outcome from exchanges');
const pending = (dataDir: string) => rows(dataDir, "select id from outbox where state = 'pending'");

describe('kill -9 between a message’s acceptance and its answer', () => {
  test('loses nothing: after a start each answer comes once and is recorded once', async () => {
    const dataDir = folder();
    const delays = [0, 0, 1, 2, 4, 6, 9, 13, 18, 25, 35, 60];
    const customers: Awaited<ReturnType<typeof openCustomer>>[] = [];
    let unanswered = 0;
    let bot = await start(dataDir);
    for (const delayMs of delays) {
      const customer = await openCustomer(bot.url);
      customers.push(customer);
      expect(await customer.write(question)).toBe(202);
      await sleep(delayMs);
      await bot.end('SIGKILL');
      if (exchanges(dataDir).length < customers.length) unanswered += 1;
      bot = await start(dataDir);
      customer.moveTo(bot.url);
      expect(await customer.answers(1), `killed after ${delayMs} ms`).toEqual([
        expect.stringMatching(answer),
      ]);
    }
    // At least some of the kills must have hit between acceptance and answer.
    expect(unanswered).toBeGreaterThan(0);
    expect(exchanges(dataDir)).toEqual(customers.map(() => ({ question, outcome: 'answered' })));
    for (const customer of customers) {
      customer.moveTo(bot.url);
      expect((await customer.see()).messages).toHaveLength(2);
    }
    expect(pending(dataDir)).toEqual([]);
  }, 60_000);

  test('a page that sends again after the crash, not knowing, is answered once', async () => {
    const dataDir = folder();
    let bot = await start(dataDir);
    const customer = await openCustomer(bot.url);
    const id = 'the-same-message-id';
    expect(await customer.write(question, id)).toBe(202);
    await bot.end('SIGKILL');
    bot = await start(dataDir);
    customer.moveTo(bot.url);
    expect(await customer.write(question, id)).toBe(202);
    expect(await customer.answers(1)).toHaveLength(1);
    expect(exchanges(dataDir)).toHaveLength(1);
  });

  test('amid many customers at once: everyone who was told "arrived" gets one answer', async () => {
    const dataDir = folder();
    let bot = await start(dataDir);
    const { url } = bot;
    const everyone = await Promise.all(Array.from({ length: 30 }, () => openCustomer(url)));
    const told = everyone.map(async (customer) => {
      const status = await customer.write(question).catch(() => 0);
      return status === 202 ? [customer] : [];
    });
    await sleep(15);
    await bot.end('SIGKILL');
    const arrived = (await Promise.all(told)).flat();
    bot = await start(dataDir);
    for (const customer of arrived) {
      customer.moveTo(bot.url);
      expect(await customer.answers(1)).toEqual([expect.stringMatching(answer)]);
    }
    const kept = rows(dataDir, 'select message_id from inbox');
    expect(kept.length).toBeGreaterThanOrEqual(arrived.length);
    await vi.waitFor(() => expect(exchanges(dataDir)).toHaveLength(kept.length), 5_000);
  }, 30_000);

  test('of a hand-over: the customer hears once that a person is called', async () => {
    const dataDir = folder();
    let bot = await start(dataDir);
    for (const delayMs of [0, 8]) {
      const customer = await openCustomer(bot.url);
      expect(await customer.write('I want to talk to a person')).toBe(202);
      await sleep(delayMs);
      await bot.end('SIGKILL');
      bot = await start(dataDir);
      customer.moveTo(bot.url);
      expect(await customer.answers(1)).toEqual([
        expect.stringMatching(/bringing in a person.*could not notify anyone/s),
      ]);
    }
    expect(rows(dataDir, 'select state from escalations')).toEqual(
      Array.from({ length: 2 }, () => ({ state: 'waiting' })),
    );
  });
});

describe('a start and an end in order', () => {
  test('SIGTERM ends with code 0, within seconds, and what was accepted is answered later', async () => {
    const dataDir = folder();
    let bot = await start(dataDir);
    const { url } = bot;
    const everyone = await Promise.all(Array.from({ length: 12 }, () => openCustomer(url)));
    const told = everyone.map(async (customer) => {
      const status = await customer.write(question).catch(() => 0);
      return status === 202 ? [customer] : [];
    });
    await sleep(5);
    const before = Date.now();
    expect(await bot.end('SIGTERM')).toBe(0);
    expect(Date.now() - before).toBeLessThan(4_000);
    const arrived = (await Promise.all(told)).flat();
    expect(rows(dataDir, 'select id from outbox where lease_owner is not null')).toEqual([]);
    bot = await start(dataDir);
    for (const customer of arrived) {
      customer.moveTo(bot.url);
      expect(await customer.answers(1)).toEqual([expect.stringMatching(answer)]);
    }
  }, 30_000);

  test('SIGTERM does not wait for a page that stays open', async () => {
    const bot = await start(folder());
    const customer = await openCustomer(bot.url);
    const feed = await fetch(`${bot.url}/api/chat/events`, {
      headers: { Authorization: `Bearer ${customer.token}` },
    });
    const closed = feed.text().catch(() => 'cut');
    const before = Date.now();
    expect(await bot.end('SIGTERM')).toBe(0);
    expect(Date.now() - before).toBeLessThan(4_000);
    await closed;
  });

  test('a second bot on the same data is refused in words; after a kill -9 the place is free', async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    const settings = { PORT: '0', DATA_DIR: dataDir, KNOWLEDGE_DIR: 'articles' };
    const second = await runNode('main.ts', [], settings, dataDir);
    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(`another Earshot (process ${first.process.pid})`);
    expect(second.stderr).toMatch(/Stop it, or set another DATA_DIR/);
    expect(second.stderr).not.toMatch(/\n\s+at /);
    await first.end('SIGKILL');
    expect((await start(dataDir)).url).toMatch(/^http/);
  });

  test('with PORT=0 the banner names the port that was taken; to take it again is refused in words', async () => {
    const bot = await start(folder());
    const { port } = new URL(bot.url);
    expect(port).toMatch(/^[1-9]\d+$/);
    expect(new URL(bot.deskUrl).host).toBe(new URL(bot.url).host);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    const cwd = folder();
    const settings = { PORT: port, DATA_DIR: cwd, KNOWLEDGE_DIR: 'articles' };
    const { code, stderr } = await runNode('main.ts', [], settings, cwd);
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`cannot listen on 127.0.0.1:${port}.*Set HOST or PORT`));
  });
});
