/** Customers who try to break the bot for others, with what Slack lets anybody send. */
import { createHmac } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { actions } from '../../src/channels/slack/interactions/ids.ts';
import { answerTo } from '../channels/open-bot.ts';
import { openSlack, places, withButton } from '../channels/slack/open-slack.ts';
import { openJourney } from '../channels/slack/triage-journey.ts';

const { help } = places;

test('a message that calls thousands of people keeps nobody else waiting', async () => {
  const open = await openSlack();
  await open.begin();
  const calls = Array.from({ length: 2_500 }, (_, at) => `<@U${at}ZZ>`).join(' ');
  await open.writes(`How do I export my invoices? ${calls}`);
  const ts = await open.writes('How do I change my plan?', { user: open.addPerson('Bo') });
  await open.sees(help, ts, /change my plan/);
  await open.settles();
  const asked = open.slack.calls.filter(({ method }) => method === 'users.info');
  expect(asked.length).toBeLessThan(50);
});

test('a deletion or a change that Slack brings first is not undone by the message', async () => {
  const open = await openSlack();
  await open.begin();
  const { slack, ada } = open;
  const stamp = (micros: string) => `${Math.floor(Date.now() / 1000)}.${micros}`;
  const said = (ts: string, text: string) => ({ type: 'message', user: ada, ts, text });
  const place = { channel: help, channel_type: 'channel' };
  const emit = (event: Record<string, unknown>) => {
    slack.emit({ type: 'message', ...place, ...event });
    return slack.idle();
  };
  const gone = stamp('000100');
  const asked = said(gone, 'How do I change the password hunter2?');
  await emit({ subtype: 'message_deleted', deleted_ts: gone, previous_message: asked });
  await emit(asked);
  expect(await open.recorded(help, gone)).toBeUndefined();

  const changed = stamp('000200');
  const first = said(changed, 'How do I change the password hunter2?');
  const change = (text: string, micros: string) => ({
    subtype: 'message_changed',
    message: { ...said(changed, text), edited: { user: ada, ts: stamp(micros) } },
    previous_message: first,
  });
  await emit(change('How do I change my password?', '000400'));
  await emit(first);
  await emit(change('How do I change hunter2?', '000300'));
  await open.settles();
  const { messages = [] } = (await open.recorded(help, changed)) ?? {};
  expect(messages.map(({ text }) => text).join('\n')).not.toContain('hunter2');
  expect(messages[0]?.text).toBe('How do I change my password?');
});

test('what agents delete or change in Slack is deleted or changed on record', async () => {
  const open = await openJourney();
  const { slack, mo } = open;
  const note = { channel: places.triage, user: mo, threadTs: open.cards().at(-1)?.ts };
  const secret = await slack.post({ ...note, text: 'Their key is hunter2' });
  const mended = await slack.post({ ...note, text: 'They pay hunter2 a month' });
  const said = await slack.post({
    channel: help,
    user: mo,
    text: 'Your key is hunter2',
    threadTs: open.thread,
  });
  await open.settles();
  await slack.remove(places.triage, secret);
  await slack.edit(places.triage, mended, 'They pay monthly');
  await slack.remove(help, said);
  await open.settles();
  const { messages = [] } = (await open.recorded(help, open.thread)) ?? {};
  const words = messages.map(({ text }) => text);
  expect(words.join('\n')).not.toContain('hunter2');
  expect(words).toContain('They pay monthly');
});

test('nobody asks more by the command than they may write', async () => {
  let asked = 0;
  const open = await openSlack({
    desk: 'limits:\n  perCustomer: 3\n',
    options: {
      ask: async (text) => {
        asked += 1;
        return answerTo(text);
      },
    },
  });
  await open.begin();
  const ask = (user: string) =>
    open.slack.command({ user, channel: places.general, command: '/earshot', text: 'ask How?' });
  for (let at = 0; at < 6; at += 1) await ask(open.ada);
  await ask(open.addPerson('Bo'));
  await open.slack.idle();
  await vi.waitFor(() => expect(asked).toBe(4));
  await vi.waitFor(() =>
    expect(open.whispers(open.ada, places.general).join('\n')).toContain('a lot within a minute'),
  );
});

test('Slack is told that its word of too many events was heard', async () => {
  const open = await openSlack({ mode: 'http' });
  await open.begin();
  const body = JSON.stringify({ type: 'app_rate_limited', minute_rate_limited: 1 });
  const timestamp = String(Math.floor(Date.now() / 1000));
  const digest = createHmac('sha256', open.slack.signingSecret)
    .update(`v0:${timestamp}:${body}`)
    .digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  const answer = await fetch(open.eventsUrl(), { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
});

test('an agent of yesterday takes over while Slack cannot say who is one', async () => {
  const open = await openSlack();
  const mo = open.addAgent('Mo');
  await open.bot.records.people.recognise('slack', mo, 'Mo');
  open.slack.faults.calls.push({ trouble: 'status_500', methods: ['usergroups.users.list'] });
  await open.begin();
  const ts = await open.writes('How do I export my invoices?');
  await open.sees(help, ts, /invoices/);
  await open.writes('I am on it', { user: mo, threadTs: ts });
  await open.settles();
  expect((await open.recorded(help, ts))?.holder).toEqual({ kind: 'person', agent: 'Mo' });
});

test('a message is kept in time while Slack takes its time to say who is who', async () => {
  const open = await openSlack();
  open.addAgent('Mo');
  await open.begin();
  const first = await open.writes('How do I export my invoices?');
  await open.sees(help, first, /invoices/);
  const methods = ['usergroups.users.list', 'users.info'];
  open.slack.faults.calls.push({ trouble: 'delay', methods, delayMs: 6_000 });
  const bo = open.addAgent('Bo');
  const ts = await open.writes(`How do I pay for <@${bo}>?`);
  await vi.waitFor(async () => expect(await open.recorded(help, ts)).toBeDefined(), 2_500);
});

test('who asks for a person again and again has cards hung, and not everybody called each time', async () => {
  const open = await openSlack();
  open.addAgent('Mo');
  await open.begin();
  const { slack, ada } = open;
  const calls = () => slack.pings.filter(({ channel }) => channel === places.triage).length;
  const wish = async (user: string) => {
    const ts = await open.writes('I want to talk to a person', { user });
    await open.sees(help, ts, /I have notified the team/);
  };
  for (let at = 0; at < 8; at += 1) await wish(ada);
  await open.settles();
  expect(slack.messages(places.triage).filter(({ botId }) => botId)).toHaveLength(8);
  expect(calls()).toBe(5);
  await wish(open.addPerson('Bo'));
  await open.settles();
  expect(calls()).toBe(6);
});

test('a mark that is made and taken back again and again is answered once', async () => {
  const open = await openSlack();
  await open.begin();
  const ts = await open.writes('How do I export my invoices?');
  await open.sees(help, ts, /invoices/);
  await open.settles();
  const { slack, ada } = open;
  const answer = withButton(slack.thread(help, ts), actions.markNotHelpful)?.ts ?? '';
  for (let at = 0; at < 5; at += 1) {
    const press = { user: ada, channel: help, ts: answer, actionId: actions.markNotHelpful };
    await slack.press(press);
    await open.settles();
  }
  expect(open.reads(help, ts)).toHaveLength(2);
});
