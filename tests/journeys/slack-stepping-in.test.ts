/** What happens in a customer's thread in Slack when an agent writes there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { actions } from '../../src/channels/slack/interactions/ids.ts';
import { callOverdue } from '../../src/desk/overdue.ts';
import { openSlack, places } from '../channels/slack/open-slack.ts';

const soon = { timeout: 5_000, interval: 20 };
const { help, triage } = places;

/** Ada's question is answered, and Mo writes below the answer. */
async function steppedIn(desk = '') {
  const open = await openSlack({ desk });
  const mo = open.addAgent('Mo');
  const lou = open.addAgent('Lou');
  await open.begin();
  const ts = await open.writes('How do I export my invoices?');
  await open.sees(help, ts, /The article/);
  await open.writes('Hi Ada, let me look at your account.', { user: mo, threadTs: ts });
  await vi.waitFor(() => expect(open.whispers(mo, help)).toHaveLength(1), soon);
  await open.settles();
  return {
    ...open,
    mo,
    lou,
    ts,
    press: async (actionId: string) => {
      const [offer] = open.slack.ephemerals(mo, help);
      await open.slack.press({ user: mo, channel: help, ts: offer?.ts ?? '', actionId });
    },
    customer: (text: string) => open.writes(text, { threadTs: ts }),
  };
}

describe('an agent who writes in a customer’s thread', () => {
  test('has it at once: the bot keeps quiet, and only they are offered to give it back', async () => {
    const open = await steppedIn();
    expect(open.whispers(open.mo, help)[0]).toMatch(
      /You have this conversation now[\s\S]*\[Hand back to the bot\] \[Mark as resolved\]/,
    );
    expect(open.slack.ephemerals(open.mo, help)[0]?.threadTs).toBe(open.ts);
    await open.customer('And how do I print them?');
    await open.customer(`<@${open.slack.botUserId}> can you help?`);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    expect(open.whispers(open.ada, help)).toEqual([]);
    const { holder, messages } = (await open.recorded(help, open.ts)) ?? {};
    expect(holder).toEqual({ kind: 'person', agent: 'Mo' });
    expect(messages?.map(({ text }) => text)).toContain('Hi Ada, let me look at your account.');
  });

  test('gives it back at one press: the customer is told, and the bot answers again', async () => {
    const open = await steppedIn();
    await open.press(actions.handBack);
    await open.sees(help, open.ts, /Mo has handed this back to me/);
    // What was offered and taken must not be pressed in a later case.
    await expect.poll(() => open.slack.ephemerals(open.mo, help)).toEqual([]);
    await open.customer('And how do I print them?');
    await open.sees(help, open.ts, /The article on “And how do I print them\?”/);
  });

  test('marks it as resolved at one press, and the customer reopens it by writing', async () => {
    const open = await steppedIn();
    await open.press(actions.resolveThread);
    await open.sees(help, open.ts, /Mo has marked this as resolved/);
    await open.customer('It fails again');
    await open.sees(help, open.ts, /I have reopened your case/);
  });

  test('is offered it once, however much they write, and a colleague may join', async () => {
    const open = await steppedIn();
    await open.writes('It is a known fault.', { user: open.mo, threadTs: open.ts });
    await open.writes('I have seen it too.', { user: open.lou, threadTs: open.ts });
    await open.settles();
    expect(open.whispers(open.mo, help)).toHaveLength(1);
    expect(open.whispers(open.lou, help)).toEqual([]);
    expect((await open.recorded(help, open.ts))?.holder).toEqual({ kind: 'person', agent: 'Mo' });
    expect(open.says(help)).toHaveLength(1);
  });

  test('is told when somebody else has it by the time they press', async () => {
    const open = await steppedIn();
    const { id = '' } = (await open.recorded(help, open.ts)) ?? {};
    await open.bot.records.people.recognise('slack', open.lou, 'Lou');
    await open.bot.desk.transfer(id, 'Mo', 'Lou', '');
    await open.press(actions.handBack);
    await vi.waitFor(
      () => expect(open.whispers(open.mo, help).at(-1)).toMatch(/^Lou has this/),
      soon,
    );
  });

  test('takes a waiting case from the queue by writing', async () => {
    const open = await openSlack();
    const mo = open.addAgent('Mo');
    await open.begin();
    const ts = await open.writes('I want to talk to a person');
    await open.sees(help, ts, /I have notified the team/);
    await open.writes('Hi Ada, Mo here.', { user: mo, threadTs: ts });
    await vi.waitFor(() => expect(open.whispers(mo, help)).toHaveLength(1), soon);
    const card = () => open.says(triage).join('\n');
    await vi.waitFor(() => expect(card()).toMatch(/Mo has this/), soon);
  });
});

describe('an agent who then leaves the customer waiting', () => {
  const limitMs = 300;

  async function leftWaiting() {
    const open = await steppedIn(`serviceLevels:\n  answerMinutes: ${limitMs / 60_000}\n`);
    const { bot, slack } = open;
    const { conversations } = bot.records;
    return {
      ...open,
      /** The limit passes, and the bot looks who waits. */
      later: async () => {
        await sleep(limitMs + 50);
        return callOverdue({ conversations, clock: bot.clock, policy: bot.config.policy });
      },
      called: () =>
        slack.pings.filter((ping) => ping.channel === triage).map(({ target }) => target),
    };
  }

  test('is not called while the customer has nothing to say but thanks', async () => {
    const open = await leftWaiting();
    await open.customer('Thank you!');
    await open.settles();
    expect(await open.later()).toBe(0);
    expect(open.called()).toEqual([]);
  });

  test('is called in the triage channel, then everybody is, and the customer is told', async () => {
    const open = await leftWaiting();
    await open.customer('It still fails, can you see why?');
    await open.settles();
    expect(await open.later()).toBe(1);
    await vi.waitFor(() => expect(open.called()).toContain(open.mo), soon);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    expect(open.called()).toEqual([open.mo]);
    expect(open.says(triage).join('\n')).toMatch(/Ada waits for your answer/);
    expect(await open.later()).toBe(1);
    await open.sees(help, open.ts, /Mo has not been able to answer, so I am calling a colleague/);
    await open.sees(help, open.ts, /I have notified the team/);
    expect([...new Set(open.called())]).toEqual([open.mo, places.group]);
    expect((await open.recorded(help, open.ts))?.holder).toEqual({ kind: 'queue' });
  });

  test('is in time with an answer', async () => {
    const open = await leftWaiting();
    await open.customer('It still fails, can you see why?');
    await open.settles();
    expect(await open.later()).toBe(1);
    await open.writes('Yes, I have mended it.', { user: open.mo, threadTs: open.ts });
    await open.settles();
    expect(await open.later()).toBe(0);
    expect(open.says(help)).toHaveLength(1);
  });
});
