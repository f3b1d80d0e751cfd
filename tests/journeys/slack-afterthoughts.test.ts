/** Bursts, edits, deletions and files: what a customer's second thoughts do to an answer in Slack. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { holdAnswers, type OpenSlack, openSlack, places } from '../channels/slack/open-slack.ts';
import { citation } from '../desk/build.ts';
import { noAnswer } from '../desk/open-desk.ts';

const question = 'How do I export my invoices?';
const answer = /The article on “How do I export my invoices\?”/;
const other = 'How do I print my invoices?';
const otherAnswer = /The article on “How do I print my invoices\?”/;
const revised = /You changed your question, so I have revised this answer/;
const { help } = places;

async function begun(): Promise<OpenSlack> {
  const open = await openSlack();
  await open.begin();
  return open;
}

async function answered() {
  const open = await begun();
  const ts = await open.writes(question);
  await open.sees(help, ts, answer);
  await open.settles();
  return { open, ts };
}

describe('a burst', () => {
  test('of a greeting and a question is one turn, and gets one answer', async () => {
    const open = await begun();
    const ts = await open.writes(`<@${open.slack.botUserId}> hi there`);
    await open.slack.idle();
    await open.writes(question, { threadTs: ts });
    await open.sees(help, ts, /export my invoices/);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    const { exchanges } = (await open.recorded(help, ts)) ?? {};
    expect(exchanges).toMatchObject([{ question: `hi there\n${question}`, outcome: 'answered' }]);
  });

  test('whose greeting spoke to nobody is answered for its question', async () => {
    const open = await begun();
    const ts = await open.writes('Hi there');
    await open.slack.idle();
    await open.writes(question, { threadTs: ts });
    await open.sees(help, ts, answer);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
  });

  test('in a direct message is one turn too', async () => {
    const open = await begun();
    const dm = open.slack.openDm(open.ada);
    await open.writes('Hello', { channel: dm });
    await open.slack.idle();
    await open.writes(question, { channel: dm });
    await vi.waitFor(() => expect(open.says(dm).join()).toMatch(/export my invoices/));
    await open.settles();
    expect(open.says(dm)).toHaveLength(1);
  });

  test('of which a message is deleted is answered anew without it', async () => {
    const open = await begun();
    const ts = await open.writes(`<@${open.slack.botUserId}> hi there`);
    await open.slack.idle();
    await open.writes(question, { threadTs: ts });
    const second = await open.writes(other, { threadTs: ts });
    await open.sees(help, ts, /print my invoices/);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    await open.slack.remove(help, second);
    await vi.waitFor(() => expect(open.says(help).join('\n')).not.toContain('print'));
    await open.sees(help, ts, /export my invoices/);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    const { exchanges = [] } = (await open.recorded(help, ts)) ?? {};
    expect(exchanges.map((each) => each.question)).toEqual([`hi there\n${question}`]);
  });
});

describe('a question that is changed', () => {
  test('has its answer revised in place, which says so, and gets no second one', async () => {
    const { open, ts } = await answered();
    const [before] = open.slack.thread(help, ts).slice(1);
    await open.slack.edit(help, ts, other);
    await open.sees(help, ts, revised);
    await open.settles();
    const said = open.slack.thread(help, ts).slice(1);
    expect(said.map((each) => each.ts)).toEqual([before?.ts]);
    expect(open.says(help)[0]).toMatch(otherAnswer);
    expect(open.says(help)[0]).toContain('[Talk to a person]');
    const { exchanges } = (await open.recorded(help, ts)) ?? {};
    expect(exchanges).toMatchObject([{ question: other, outcome: 'answered' }]);
  });

  test('has a long answer, which was streamed, revised whole', async () => {
    const open = await begun();
    const steps = Array.from({ length: 80 }, (_, at) => `${at + 1}. Press the button ${at + 1}.`);
    const text = `Do this:\n\n${steps.join('\n')}\n\n${'Then save. '.repeat(200)}`;
    open.bot.answer = async () => ({ text, citations: [citation], confidence: 0.9 });
    const ts = await open.writes(question);
    await open.sees(help, ts, /\[Talk to a person\]/);
    await open.settles();
    expect(open.slack.thread(help, ts)[1]?.streaming).toBe(false);
    await open.slack.edit(help, ts, other);
    await open.sees(help, ts, /I have revised this answer[\s\S]*\[Talk to a person\]/);
    await open.settles();
    const screen = open.reads(help, ts).join('\n');
    for (const step of steps) expect(screen.split(step)).toHaveLength(2);
    expect(screen.split('[Talk to a person]')).toHaveLength(2);
  });

  test('and needs fewer words now leaves none of the longer answer standing', async () => {
    const open = await begun();
    const dm = open.slack.openDm(open.ada);
    const long = {
      text: 'Read this part too. '.repeat(700),
      citations: [citation],
      confidence: 0.9,
    };
    const short = open.bot.answer;
    open.bot.answer = async () => long;
    const ts = await open.writes(question, { channel: dm });
    await vi.waitFor(() => expect(open.says(dm).length).toBeGreaterThan(1));
    await open.settles();
    open.bot.answer = short;
    await open.slack.edit(dm, ts, other);
    await vi.waitFor(() => expect(open.says(dm).join('\n')).toMatch(otherAnswer));
    await open.settles();
    expect(open.says(dm)).toHaveLength(1);
  });

  test('is not answered again where only its preview came', async () => {
    const { open, ts } = await answered();
    await open.slack.edit(help, ts, question);
    await open.settles();
    expect(open.says(help)[0]).not.toMatch(revised);
  });

  test('while it is being answered gets the answer to what it says now, and no other', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const ts = await open.writes(question);
    await held.asked;
    await open.slack.edit(help, ts, other);
    await open.slack.idle();
    held.letGo();
    await open.sees(help, ts, otherAnswer);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    const shown = open.slack.everShown().filter(({ user }) => user === open.slack.botUserId);
    expect(shown.map(({ text }) => text).join()).not.toMatch(answer);
  });

  test('before it was heard to the end is heard as it is now', async () => {
    const { open } = await answered();
    const kim = open.addPerson('Kim');
    // It takes a while to learn whom the first words name.
    open.slack.faults.calls.push({ trouble: 'delay', methods: ['users.info'], delayMs: 800 });
    const ts = await open.writes(`How does <@${kim}> print invoices?`);
    await sleep(200);
    await open.slack.edit(help, ts, question);
    await open.sees(help, ts, answer);
    await open.settles();
    expect(open.reads(help, ts)).toHaveLength(1);
  });

  test.each([
    ['Slack says so', 'all'],
    ['only the change tells', ['message.channels']],
  ] as const)('so that it mentions the bot only now is answered: %s', async (_, told) => {
    const open = await begun();
    open.slack.settings.subscriptions = told;
    const general = { channel: places.general };
    const ts = await open.writes(question, general);
    await open.settles();
    expect(open.says(places.general)).toEqual([]);
    await open.slack.edit(places.general, ts, `<@${open.slack.botUserId}> ${question}`);
    await open.sees(places.general, ts, answer);
    await open.settles();
    expect(open.says(places.general)).toHaveLength(1);
    expect(open.says(places.general)[0]).not.toMatch(revised);
  });
});

describe('a question that is deleted', () => {
  test('takes its answer along, and its words go from the record', async () => {
    const { open, ts } = await answered();
    await open.slack.remove(help, ts);
    await vi.waitFor(() => expect(open.says(help)).toEqual([]));
    await open.settles();
    const { messages = [], exchanges = [] } = (await open.recorded(help, ts)) ?? {};
    expect(messages[0]).toMatchObject({ text: '', deletedAt: expect.any(Number) });
    expect(exchanges).toMatchObject([{ question: '', answer: '' }]);
    expect(messages[1]).toMatchObject({ delivery: 'withdrawn', text: '' });
  });

  test('while it is being answered gets no answer', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const ts = await open.writes(question);
    await held.asked;
    await open.slack.remove(help, ts);
    await open.slack.idle();
    held.letGo();
    await open.settles();
    expect(open.says(help)).toEqual([]);
    const { messages, exchanges } = (await open.recorded(help, ts)) ?? {};
    expect(messages?.map(({ text }) => text)).toEqual(['']);
    expect(exchanges).toEqual([]);
  });
});

describe('a file that the bot cannot read', () => {
  const files = [{ name: 'screenshot.png', mimetype: 'image/png' }];

  test('alone is handed to a person, and the bot says why', async () => {
    const open = await begun();
    open.addAgent('Mo');
    const ts = await open.writes('', { files });
    await open.sees(help, ts, /I cannot read the file that you sent/);
    await open.sees(help, ts, /notified the team/);
    const { escalation, messages } = (await open.recorded(help, ts)) ?? {};
    expect(escalation).toMatchObject({ state: 'waiting', rule: 'attachment', reached: 1 });
    expect(messages?.[0]?.attachments).toEqual(['screenshot.png']);
  });

  test('with a question is answered by its words, which the answer says', async () => {
    const open = await begun();
    const ts = await open.writes(question, { files });
    const screen = await open.sees(help, ts, answer);
    expect(screen).toMatch(/I cannot read the file you sent; this answers your words alone/);
  });

  test('with a question that no article answers is handed over', async () => {
    const open = await begun();
    open.addAgent('Mo');
    open.bot.answer = async () => noAnswer;
    const ts = await open.writes('Why does this page look like that?', { files });
    await open.sees(help, ts, /notified the team/);
    expect((await open.recorded(help, ts))?.escalation?.rule).toBe('attachment');
  });
});
