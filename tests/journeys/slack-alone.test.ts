/** The bot alone with somebody: direct messages, and the assistant's pane. */
import { describe, expect, test, vi } from 'vitest';
import { holdAnswers, openSlack } from '../channels/slack/open-slack.ts';

const question = 'How do I export my invoices?';
const answer = /The article on “How do I export my invoices\?”/;
const soon = { timeout: 5_000, interval: 20 };

async function begun() {
  const open = await openSlack();
  await open.begin();
  const { slack, ada } = open;
  const dm = slack.openDm(ada);
  const hears = (pattern: RegExp) =>
    vi.waitFor(() => expect(open.says(dm).join('\n')).toMatch(pattern), soon);
  return { ...open, dm, hears };
}

describe('a direct message', () => {
  test('is answered where it was written, whatever it says', async () => {
    const open = await begun();
    await open.writes('Hello', { channel: open.dm });
    await open.hears(/What would you like to know\?/);
    await open.settles();
    const [said] = open.slack.messages(open.dm).filter(({ botId }) => botId !== undefined);
    expect(said?.threadTs).toBeUndefined();
    expect((await open.recorded(open.dm))?.exchanges).toMatchObject([{ outcome: 'chat' }]);
  });

  test('goes on in one conversation, question after question', async () => {
    const open = await begun();
    await open.writes(question, { channel: open.dm });
    await open.hears(answer);
    await open.writes('How do I print them?', { channel: open.dm });
    await open.hears(/The article on “How do I print them\?”/);
    await open.settles();
    expect(open.says(open.dm)).toHaveLength(2);
    expect((await open.recorded(open.dm))?.exchanges).toHaveLength(2);
    expect(await open.countRecorded()).toBe(1);
  });

  test('in a thread is answered in that thread', async () => {
    const open = await begun();
    const root = await open.writes(question, { channel: open.dm });
    await open.hears(answer);
    await open.writes('How do I print them?', { channel: open.dm, threadTs: root });
    await open.sees(open.dm, root, /The article on “How do I print them\?”/);
  });

  test('shows a reaction while the answer takes its time, and the answer instead', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const ts = await open.writes(question, { channel: open.dm });
    await vi.waitFor(() => expect(open.slack.reactions(open.dm, ts)).toEqual(['eyes']), soon);
    held.letGo();
    await open.hears(answer);
    await vi.waitFor(() => expect(open.slack.reactions(open.dm, ts)).toEqual([]), soon);
  });
});

describe('the assistant pane', () => {
  test('that is opened while an answer outside of it is looked for stays open', async () => {
    const open = await begun();
    const { slack, dm } = open;
    const lost = { trouble: 'reset_before', methods: ['chat.postMessage'], next: 1 } as const;
    slack.faults.calls.push({ ...lost });
    await open.writes(question, { channel: dm });
    const isLost = ({ result }: (typeof slack.calls)[number]) => result === 'reset_before';
    await vi.waitFor(() => expect(slack.calls.some(isLost)).toBe(true), soon);
    const { threadTs } = slack.openAssistant(open.ada);
    await open.hears(answer);
    await open.settles();
    expect(open.says(dm)).toHaveLength(1);
    expect(slack.messages(dm).map(({ ts }) => ts)).toContain(threadTs);
  });

  test('proposes questions when it is opened, and says nothing', async () => {
    const open = await begun();
    const { channel, threadTs } = open.slack.openAssistant(open.ada);
    await vi.waitFor(() => {
      const prompts = open.slack.suggestedPrompts(channel, threadTs);
      expect(prompts.map(({ message }) => message)).toEqual([question]);
    }, soon);
    await open.settles();
    expect(open.says(channel)).toEqual([]);
    expect(await open.countRecorded()).toBe(0);
  });

  test('shows that the bot is at work, and then the answer in its place', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const { channel, threadTs } = open.slack.openAssistant(open.ada);
    await open.writes(question, { channel, threadTs });
    await vi.waitFor(() => {
      expect(open.slack.assistantStatus(channel, threadTs)).toBe('is looking it up…');
    }, soon);
    held.letGo();
    await open.sees(channel, threadTs, answer);
    await open.settles();
    expect(open.slack.assistantStatus(channel, threadTs)).toBe('');
    const { exchanges } = (await open.recorded(channel, threadTs)) ?? {};
    expect(exchanges).toMatchObject([{ question, outcome: 'answered' }]);
  });

  test('takes its sign away where the bot says nothing', async () => {
    const open = await begun();
    const held = holdAnswers(open.bot);
    const { channel, threadTs } = open.slack.openAssistant(open.ada);
    const ts = await open.writes(question, { channel, threadTs });
    await held.asked;
    await vi.waitFor(() => expect(open.slack.statuses.at(-1)?.status).not.toBe(''), soon);
    await open.slack.remove(channel, ts);
    await open.slack.idle();
    held.letGo();
    await vi.waitFor(() => expect(open.slack.assistantStatus(channel, threadTs)).toBe(''), soon);
    await open.settles();
    expect(open.says(channel)).toEqual([]);
  });

  test('takes follow-ups, a burst and a person as any other place does', async () => {
    const open = await begun();
    open.addAgent('Mo');
    const { channel, threadTs } = open.slack.openAssistant(open.ada);
    await open.writes(question, { channel, threadTs });
    await open.sees(channel, threadTs, answer);
    await open.writes('I want to talk to a person', { channel, threadTs });
    await open.sees(channel, threadTs, /I have notified the team/);
    const { id = '', holder } = (await open.recorded(channel, threadTs)) ?? {};
    expect(holder).toEqual({ kind: 'queue' });
    await open.bot.desk.reply(id, 'Mo', 'Hello Ada, Mo here.');
    await open.sees(channel, threadTs, /Mo is taking over[\s\S]*Mo\nHello Ada, Mo here\./);
  });
});
