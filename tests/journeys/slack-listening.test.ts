/** To whom the bot listens in Slack, and where it keeps out of people's talk. */
import { describe, expect, test, vi } from 'vitest';
import { type OpenSlack, openSlack, places } from '../channels/slack/open-slack.ts';
import { noAnswer } from '../desk/open-desk.ts';

const question = 'How do I export my invoices?';
const answer = /The article on “How do I export my invoices\?”/;

async function begun(desk = '') {
  const open = await openSlack({ desk });
  await open.begin();
  return open;
}

const soon = { timeout: 5_000, interval: 20 };

/** Whose thread it is, on record. */
async function isNamed(open: OpenSlack, place: string, ts: string, name: string): Promise<void> {
  await vi.waitFor(async () => {
    expect((await open.recorded(place, ts))?.customer.name).toBe(name);
  }, soon);
}

describe('a support channel', () => {
  test('where it always answers: a request gets its answer in a thread, without a mention', async () => {
    const open = await begun();
    const ts = await open.writes(question);
    await open.sees(places.help, ts, answer);
    await open.settles();
    expect(open.says(places.help)).toHaveLength(1);
    const { exchanges } = (await open.recorded(places.help, ts)) ?? {};
    expect(exchanges).toMatchObject([{ question, outcome: 'answered', channel: 'slack' }]);
  });

  test('waits for no name that Slack is slow to tell, and writes it down when it comes', async () => {
    const open = await begun();
    const { faults } = open.slack;
    faults.calls.push({ trouble: 'delay', methods: ['users.info'], delayMs: 1_000 });
    const ts = await open.writes(question);
    await open.sees(places.help, ts, answer);
    expect((await open.recorded(places.help, ts))?.customer.name).toBeNull();
    await vi.waitFor(async () => {
      const { customer, messages } = (await open.recorded(places.help, ts)) ?? {};
      expect(customer?.name).toBe('Ada');
      expect(messages?.[0]?.author).toEqual({ kind: 'customer', name: 'Ada' });
    }, soon);
  });

  test('where it always answers: talk between people is left alone, and nothing of it is kept', async () => {
    const open = await begun();
    const talk = ['Thanks, that fixed it!', 'Happy Friday all', 'brb, grabbing lunch', '👍'];
    for (const text of talk) await open.writes(text);
    await open.writes('<@U0MO> can you take a look at this?');
    await open.settles();
    expect(open.says(places.help)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
    expect(open.slack.messages(places.help).flatMap(({ reactions }) => reactions)).toEqual([]);
  });

  test('where it is to be mentioned: silent until it is, and then in that thread', async () => {
    const open = await begun(`    ${places.general}: when_mentioned\n`);
    const general = { channel: places.general };
    await open.writes(question, general);
    await open.settles();
    expect(open.says(places.general)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
    const ts = await open.writes(`<@${open.slack.botUserId}> ${question}`, general);
    await open.sees(places.general, ts, answer);
  });

  test('where it is to be confident: a sure answer is given', async () => {
    const open = await begun();
    const ts = await open.writes(question, { channel: places.sure });
    await open.sees(places.sure, ts, answer);
  });

  test('where it is to be confident: an unsure one is neither given nor announced, and the gap is recorded', async () => {
    const open = await begun();
    open.bot.answer = async () => {
      // Longer than the bot waits before it shows that it is at work.
      await new Promise((resolve) => setTimeout(resolve, 300));
      return noAnswer;
    };
    const ts = await open.writes('Do you sell boats?', { channel: places.sure });
    await open.settles();
    expect(open.says(places.sure)).toEqual([]);
    expect(open.slack.calls.filter(({ method }) => method === 'reactions.add')).toEqual([]);
    const { exchanges } = (await open.recorded(places.sure, ts)) ?? {};
    expect(exchanges).toMatchObject([{ outcome: 'unknown', rule: 'not_confident', answer: '' }]);
  });
});

describe('a channel that is not configured', () => {
  test('is heard only where the bot is mentioned: one answer, though Slack tells of it twice', async () => {
    const open = await begun();
    const general = { channel: places.general };
    await open.writes(question, general);
    const ts = await open.writes(`Hi <@${open.slack.botUserId}>, ${question}`, general);
    await open.sees(places.general, ts, /export my invoices/);
    await open.settles();
    const types = open.slack.deliveries.map(({ type }) => type);
    expect(types).toContain('app_mention');
    expect(open.says(places.general)).toHaveLength(1);
    const { messages, exchanges } = (await open.recorded(places.general, ts)) ?? {};
    expect(messages).toHaveLength(2);
    expect(exchanges).toHaveLength(1);
    expect(await open.countRecorded()).toBe(1);
  });

  test('a mention in a thread of people is answered in that thread', async () => {
    const open = await begun();
    const kim = open.addPerson('Kim');
    const general = { channel: places.general };
    const root = await open.writes('Does anybody know how exports work?', general);
    await open.writes('No idea', { ...general, user: kim, threadTs: root });
    const text = `<@${open.slack.botUserId}> ${question}`;
    await open.writes(text, { ...general, user: kim, threadTs: root });
    await open.sees(places.general, root, answer);
    await open.settles();
    await isNamed(open, places.general, root, 'Kim');
    const { messages } = (await open.recorded(places.general, root)) ?? {};
    expect(messages?.map(({ text }) => text)).not.toContain('No idea');
  });
});

describe('a thread in which the bot has answered', () => {
  test('takes follow-ups without a mention, wherever it began', async () => {
    const open = await begun();
    const general = { channel: places.general };
    const ts = await open.writes(`<@${open.slack.botUserId}> ${question}`, general);
    await open.sees(places.general, ts, answer);
    await open.writes('What about receipts?', { ...general, threadTs: ts });
    await open.sees(places.general, ts, /The article on “What about receipts\?”/);
    await open.settles();
    const { exchanges } = (await open.recorded(places.general, ts)) ?? {};
    expect(exchanges).toHaveLength(2);
  });

  test('leaves a follow-up that speaks to somebody else to them', async () => {
    const open = await begun();
    const kim = open.addPerson('Kim');
    const ts = await open.writes(question);
    await open.sees(places.help, ts, answer);
    await open.writes(`<@${kim}> do you know how to pay by card?`, { threadTs: ts });
    await open.settles();
    expect(open.says(places.help)).toHaveLength(1);
    expect((await open.recorded(places.help, ts))?.exchanges).toHaveLength(1);
  });

  test('is left to people once somebody else has joined in, until the bot is called', async () => {
    const open = await begun();
    const { botUserId } = open.slack;
    const eve = open.addPerson('Eve');
    const ts = await open.writes(question);
    await open.sees(places.help, ts, answer);
    await open.writes('Did you try the menu?', { user: eve, threadTs: ts });
    await open.slack.idle();
    await open.writes('I did, does it work for you?', { threadTs: ts });
    await open.settles();
    expect(open.says(places.help)).toHaveLength(1);
    expect((await open.recorded(places.help, ts))?.exchanges).toHaveLength(1);
    const call = `<@${botUserId}> how do I print invoices?`;
    await open.writes(call, { user: eve, threadTs: ts });
    await open.sees(places.help, ts, /The article on “how do I print invoices\?”/);
    await open.writes('And how do I pay them?', { threadTs: ts });
    await open.sees(places.help, ts, /The article on “And how do I pay them\?”/);
    await open.settles();
    expect(open.says(places.help)).toHaveLength(3);
  });
});

describe('what nobody asks', () => {
  test('the bot, other bots, joins, topics and previews are never answered', async () => {
    const open = await begun();
    const { slack } = open;
    const robot = slack.addUser({ name: 'Deploys', isBot: true });
    await slack.join(places.help, robot);
    await open.writes('How do I see whether the deployment failed?', { user: robot });
    await open.writes(`<@${slack.botUserId}> how do I deploy?`, { user: robot });
    await slack.join(places.help, slack.addUser({ name: 'Newcomer' }));
    await open.writes('set the channel topic: How do I get help?', { subtype: 'channel_topic' });
    const ts = await open.writes(`${question} See https://help.example.com/how`);
    await open.sees(places.help, ts, /export my invoices/);
    await open.settles();
    // The preview came: the message was changed, and its words were not.
    expect(slack.messages(places.help).find((each) => each.ts === ts)?.attachments).toHaveLength(1);
    expect(open.says(places.help)).toHaveLength(1);
    expect(open.says(places.help)[0]).not.toContain('revised');
    expect(await open.countRecorded()).toBe(1);
  });
});

describe('people of other workspaces and of the team', () => {
  test('a customer of another workspace is answered in a shared channel', async () => {
    const open = await begun('    C0SHARED: always\n');
    const ben = open.slack.addUser({ name: 'Ben', teamId: 'T0ACME' });
    open.slack.addChannel({ id: 'C0SHARED', name: 'acme', members: [ben], isShared: true });
    const shared = { channel: 'C0SHARED', user: ben };
    const ts = await open.writes(question, shared);
    await open.sees('C0SHARED', ts, answer);
    const long = Array.from({ length: 40 }, (_, at) => `Step ${at}: press the button there.`);
    open.bot.answer = async () => ({ ...noAnswer, text: long.join('\n\n'), confidence: 0.9 });
    await open.writes('How do I pay for all of these?', { ...shared, threadTs: ts });
    await open.sees('C0SHARED', ts, /Step 39/);
    await open.settles();
    // Slack streams to people of another workspace only where it is told which one.
    expect(open.slack.thread('C0SHARED', ts).at(-1)?.streaming).toBe(false);
    await isNamed(open, 'C0SHARED', ts, 'Ben');
  });

  test('an agent is answered in a direct message, and where they mention the bot', async () => {
    const open = await begun();
    const mo = open.addAgent('Mo');
    const dm = open.slack.openDm(mo);
    await open.writes(question, { channel: dm, user: mo });
    await expect.poll(() => open.says(dm).join()).toMatch(answer);
    const ts = await open.writes(`<@${open.slack.botUserId}> ${question}`, { user: mo });
    await open.sees(places.help, ts, answer);
  });

  test('what an agent asks at the top of a support channel is for people', async () => {
    const open = await begun();
    const mo = open.addAgent('Mo');
    await open.writes('How do you all like the new export?', { user: mo });
    await open.settles();
    expect(open.says(places.help)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
  });
});
