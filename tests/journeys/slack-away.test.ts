/** What was written while the bot was down, longer than Slack tries to tell it. */
import { expect, test, vi } from 'vitest';
import { type OpenSlack, openSlack, places } from '../channels/slack/open-slack.ts';

const question = 'How do I export my invoices?';
const other = 'How do I print my invoices?';
const { help, general } = places;
const minuteMs = 60_000;

/**
 * A Slack that gives up at once, and a bot that was last there this long ago and starts this much
 * later than what is written now.
 */
async function away(agoMs: number | null, behindMs = 0): Promise<OpenSlack> {
  const clock = {
    now: () => Date.now() + behindMs,
    after(ms: number, action: () => void) {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
  const open = await openSlack({ options: { clock } });
  open.slack.settings.retryDelaysMs = [];
  if (agoMs !== null) {
    await open.bot.records.cursors.keep('slack', 'heard until', String(Date.now() - agoMs));
  }
  return open;
}

async function written(open: OpenSlack, text: string, where = {}): Promise<string> {
  const { settings } = open.slack;
  const { ackTimeoutMs } = settings;
  settings.ackTimeoutMs = 100;
  const ts = await open.writes(text, where);
  await open.slack.idle();
  settings.ackTimeoutMs = ackTimeoutMs;
  return ts;
}

test('a question in a support channel is answered once when the bot is back', async () => {
  const open = await away(10 * minuteMs);
  const ts = await written(open, question);
  expect(open.says(help)).toEqual([]);
  await open.begin();
  await open.sees(help, ts, /The article on “How do I export my invoices/);
  await open.slack.disconnect('refresh_requested');
  await open.slack.connected(2);
  await open.settles();
  expect(open.says(help)).toHaveLength(1);
  expect(await open.countRecorded()).toBe(1);
});

test('a follow-up in a thread that the bot knows is answered, in its thread', async () => {
  const open = await away(10 * minuteMs);
  const at = Date.now();
  const customer = { externalId: open.ada, name: 'Ada', agent: null };
  const ts = await written(open, `<@${open.slack.botUserId}> ${question}`, { channel: general });
  await open.bot.records.inbox.accept(
    {
      channel: 'slack',
      address: `${general}/${ts}`,
      externalId: ts,
      author: customer,
      text: question,
      attachments: [],
      hearing: 'called',
      place: null,
      at,
    },
    open.bot.config.policy.limits,
  );
  await written(open, other, { channel: general, threadTs: ts });
  await open.begin();
  await open.sees(general, ts, /The article on [\s\S]*How do I print my invoices/);
  await open.settles();
  expect(await open.countRecorded()).toBe(1);
});

test('what is older than a day is left alone', async () => {
  const open = await away(3 * 24 * 60 * minuteMs, 25 * 60 * minuteMs);
  await written(open, question);
  await open.begin();
  await vi.waitFor(async () => {
    const until = Number(await open.bot.records.cursors.read('slack', 'heard until'));
    expect(until).toBeGreaterThan(Date.now());
  });
  await open.settles();
  expect(open.says(help)).toEqual([]);
  expect(await open.countRecorded()).toBe(0);
});

test('a bot that was never there reads nothing that was said before it came', async () => {
  const open = await away(null, minuteMs);
  await written(open, question);
  await open.begin();
  await vi.waitFor(async () => {
    expect(await open.bot.records.cursors.read('slack', 'heard until')).toBeDefined();
  });
  await open.settles();
  expect(open.says(help)).toEqual([]);
});

test('a question that has an answer for all to see is not answered again, whatever the records know', async () => {
  const open = await away(10 * minuteMs);
  const { apiUrl, botToken } = open.slack;
  const answered = await written(open, question);
  const body = new URLSearchParams({ channel: help, thread_ts: answered, text: 'Open Billing.' });
  const headers = { Authorization: `Bearer ${botToken}` };
  await fetch(`${apiUrl}chat.postMessage`, { method: 'POST', headers, body });
  const unanswered = await written(open, other);
  await open.begin();
  await open.sees(help, unanswered, /The article on/);
  await open.settles();
  expect(open.reads(help, answered)).toEqual(['Open Billing.']);
});
