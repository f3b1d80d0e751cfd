/** What keeps the bot safe among many customers, and customers from a bot that is not set up. */
import { describe, expect, test, vi } from 'vitest';
import { holdAnswers, openSlack, places } from '../channels/slack/open-slack.ts';

const soon = { timeout: 5_000, interval: 20 };
const { help } = places;

describe('a flood of one customer', () => {
  async function flooded() {
    const open = await openSlack({ desk: 'limits:\n  perCustomer: 2\n' });
    await open.begin();
    const threads: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      threads.push(await open.writes(`How do I pay invoice number ${at}?`));
      await open.slack.idle();
    }
    await open.sees(help, threads[2] ?? '', /That is a lot at once/);
    return { ...open, threads };
  }

  test('is met with one kind word, is kept whole, and is answered bit by bit', async () => {
    const open = await flooded();
    const [first = '', second = ''] = open.threads;
    await open.sees(help, first, /invoice number 0/);
    await open.sees(help, second, /invoice number 1/);
    await vi.waitFor(() => expect(open.says(help)).toHaveLength(3), soon);
    const { db } = open.bot.records;
    const waiting = db.selectFrom('inbox').select('due_at').where('settled_at', 'is', null);
    const dueIn = (await waiting.execute()).map(({ due_at: at }) => at - Date.now());
    expect(dueIn.filter((ms) => ms > 40_000 && ms <= 60_000)).toHaveLength(2);
    expect(dueIn.filter((ms) => ms > 100_000 && ms <= 120_000)).toHaveLength(1);
    await db.updateTable('inbox').set({ due_at: 0 }).execute();
    for (const [at, ts] of open.threads.entries()) {
      await open.sees(help, ts, `The article on “How do I pay invoice number ${at}?”`);
    }
    await open.settles();
    expect(open.says(help).filter((words) => words.includes('a lot at once'))).toHaveLength(1);
  });

  test('keeps nobody else waiting', async () => {
    const open = await flooded();
    const eve = open.addPerson('Eve');
    const ts = await open.writes('How do I export my invoices?', { user: eve });
    await open.sees(help, ts, /The article on “How do I export my invoices\?”/);
    expect(open.reads(help, open.threads[4] ?? '')).toEqual([]);
  });
});

describe('when too much waits already', () => {
  test('who writes is told so privately, once, and nothing of it is kept', async () => {
    const open = await openSlack({ desk: 'limits:\n  waiting: 10\n' });
    const eve = open.addPerson('Eve');
    const bo = open.addPerson('Bo');
    await open.begin();
    const held = holdAnswers(open.bot);
    for (let at = 0; at < 9; at += 1) await open.writes(`How do I pay invoice number ${at}?`);
    await open.slack.idle();
    // The last place is kept for somebody who has nothing waiting.
    await open.writes('How do I pay my invoice?', { user: bo });
    await open.slack.idle();
    const text = `<@${open.slack.botUserId}> how do I export my invoices?`;
    const refused = await open.writes(text, { user: eve });
    await vi.waitFor(() => {
      expect(open.whispers(eve, help).join()).toMatch(/Please send it again in a few minutes/);
    }, soon);
    await open.slack.idle();
    expect(open.whispers(eve, help)).toHaveLength(1);
    expect(await open.recorded(help, refused)).toBeUndefined();
    held.letGo();
    await vi.waitFor(() => expect(open.says(help)).toHaveLength(10), soon);
    // Slack tells of it once more, now that there is room.
    const event = { type: 'message', channel: help, channel_type: 'channel', user: eve, text };
    open.slack.emit({ ...event, ts: refused, event_ts: refused }, help);
    await open.settles();
    expect(open.reads(help, refused)).toEqual([]);
    const again = await open.writes('How do I export my invoices?', { user: eve });
    await open.sees(help, again, /The article/);
  });
});

describe('without articles of the company’s own', () => {
  async function unready() {
    const open = await openSlack({ options: { servesCustomers: false } });
    await open.begin();
    return open;
  }
  const question = 'How do I export my invoices?';
  const told = /answers the team only\. Please ask a person for now/;

  test('a customer’s question is left alone, and nothing of it is kept', async () => {
    const open = await unready();
    const ts = await open.writes(question);
    await open.slack.edit(help, ts, `${question} Please!`);
    await open.slack.remove(help, ts);
    await open.settles();
    expect(open.says(help)).toEqual([]);
    expect(open.whispers(open.ada, help)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
  });

  test('a customer who mentions the bot is told why, privately and once', async () => {
    const open = await unready();
    await open.writes(`<@${open.slack.botUserId}> ${question}`);
    await vi.waitFor(() => expect(open.whispers(open.ada, help).join()).toMatch(told), soon);
    await open.settles();
    expect(open.whispers(open.ada, help)).toHaveLength(1);
    expect(open.says(help)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
  });

  test('a customer who writes to the bot alone is told why', async () => {
    const open = await unready();
    const dm = open.slack.openDm(open.ada);
    await open.writes(question, { channel: dm });
    await vi.waitFor(() => expect(open.says(dm)).toEqual([expect.stringMatching(told)]), soon);
    expect(await open.countRecorded()).toBe(0);
  });

  test('an agent is answered', async () => {
    const open = await unready();
    const mo = open.addAgent('Mo');
    const dm = open.slack.openDm(mo);
    await open.writes(question, { channel: dm, user: mo });
    await vi.waitFor(() => expect(open.says(dm).join()).toMatch(/The article/), soon);
    const ts = await open.writes(`<@${open.slack.botUserId}> ${question}`, { user: mo });
    await open.sees(help, ts, /The article/);
  });
});
