/** What an app hears of what people do. */
import { describe, expect, test, vi } from 'vitest';
import { openApp } from './open-app.ts';

interface Heard {
  readonly type: string;
  readonly subtype?: string;
  readonly text?: string;
  readonly [key: string]: unknown;
}

async function openListener() {
  const heard: Heard[] = [];
  const bodies: Readonly<Record<string, unknown>>[] = [];
  const open = await openApp((app) => {
    app.event(/.*/, async ({ event, body }) => {
      heard.push(event as unknown as Heard);
      bodies.push(body as unknown as Record<string, unknown>);
    });
  });
  const last = async (): Promise<Heard> => {
    await open.slack.idle();
    return heard.at(-1) ?? { type: 'nothing' };
  };
  return { ...open, heard, bodies, last };
}

test('a mention arrives twice, with two event ids and one time stamp', async () => {
  const { slack, help, ada, heard, bodies, last } = await openListener();
  await slack.post({ channel: help, user: ada, text: `<@${slack.botUserId}> are you there?` });
  await last();
  expect(heard.map(({ type }) => type)).toEqual(['message', 'app_mention']);
  expect(heard[0]?.ts).toBe(heard[1]?.ts);
  expect(bodies[0]?.event_id).not.toBe(bodies[1]?.event_id);
});

test('a channel without the bot is not heard', async () => {
  const { slack, ada, heard, last } = await openListener();
  const quiet = slack.addChannel({ name: 'quiet', members: [ada], withBot: false });
  await slack.post({ channel: quiet, user: ada, text: `<@${slack.botUserId}> hello` });
  await last();
  expect(heard).toEqual([]);
});

test('in a direct message a mention is a message like any other', async () => {
  const { slack, ada, heard, last } = await openListener();
  await slack.post({ channel: slack.openDm(ada), user: ada, text: `<@${slack.botUserId}> hi` });
  expect(await last()).toMatchObject({ type: 'message', channel_type: 'im' });
  expect(heard).toHaveLength(1);
});

test('the bot hears its own messages, marked as its own', async () => {
  const { slack, app, help, last } = await openListener();
  await app.client.chat.postMessage({ channel: help, text: 'Hello' });
  expect(await last()).toMatchObject({ text: 'Hello', bot_id: slack.botId, app_id: slack.appId });
});

test('what a person types cannot become markup', async () => {
  const { slack, help, ada, last } = await openListener();
  await slack.post({ channel: help, user: ada, text: 'if a < b && <script> see http://x.test/a.' });
  await slack.idle();
  const { text } = slack.messages(help)[0] ?? {};
  expect(text).toBe('if a &lt; b &amp;&amp; &lt;script&gt; see <http://x.test/a>.');
  expect(await last()).toMatchObject({ subtype: 'message_changed' });
});

test('an edit is told with what stood before, and a new mention in it is one', async () => {
  const { slack, help, ada, heard } = await openListener();
  const ts = await slack.post({ channel: help, user: ada, text: 'first' });
  await slack.edit(help, ts, `<@${slack.botUserId}> second`);
  await slack.idle();
  expect(heard[1]).toMatchObject({
    subtype: 'message_changed',
    previous_message: { text: 'first' },
    message: { text: `<@${slack.botUserId}> second`, edited: { user: ada } },
  });
  expect(heard[2]).toMatchObject({ type: 'app_mention', ts });
});

describe('a deleted message', () => {
  test('is gone, and the bot is told what it was', async () => {
    const { slack, help, ada, last } = await openListener();
    const ts = await slack.post({ channel: help, user: ada, text: 'oops' });
    await slack.remove(help, ts);
    expect(await last()).toMatchObject({
      subtype: 'message_deleted',
      deleted_ts: ts,
      previous_message: { text: 'oops' },
    });
    expect(slack.messages(help)).toEqual([]);
  });

  test('leaves a tombstone where it has replies, and goes with the last of them', async () => {
    const { slack, app, help, ada, last } = await openListener();
    const ts = await slack.post({ channel: help, user: ada, text: 'question' });
    const reply = await app.client.chat.postMessage({ channel: help, text: 'a', thread_ts: ts });
    await slack.idle();
    await slack.remove(help, ts);
    expect(await last()).toMatchObject({
      subtype: 'message_changed',
      message: { subtype: 'tombstone', ts },
      previous_message: { text: 'question' },
    });
    await app.client.chat.delete({ channel: help, ts: reply.ts ?? '' });
    expect(slack.messages(help)).toEqual([]);
  });
});

test('a reply posted to a message that is gone lands in the channel', async () => {
  const { slack, app, help, ada } = await openListener();
  const ts = await slack.post({ channel: help, user: ada, text: 'question' });
  await slack.remove(help, ts);
  await app.client.chat.postMessage({ channel: help, text: 'late answer', thread_ts: ts });
  expect(slack.messages(help)).toMatchObject([{ text: 'late answer' }]);
  expect(slack.messages(help)[0]).not.toHaveProperty('threadTs');
});

test('files arrive with the message that carries them', async () => {
  const { slack, help, ada, last } = await openListener();
  const files = [{ name: 'error.png', mimetype: 'image/png' }];
  await slack.post({ channel: help, user: ada, text: 'see this', files });
  expect(await last()).toMatchObject({ subtype: 'file_share', files: [{ name: 'error.png' }] });
});

test('a guest of a shared channel comes with a team of their own', async () => {
  const { slack, bodies, last } = await openListener();
  const eve = slack.addUser({ name: 'eve', teamId: 'T0OTHER' });
  const shared = slack.addChannel({ name: 'acme', members: [eve], isShared: true });
  await slack.post({ channel: shared, user: eve, text: 'hello from outside' });
  expect(await last()).toMatchObject({ user_team: 'T0OTHER', team: 'T0OTHER' });
  expect(bodies.at(-1)).toMatchObject({
    is_ext_shared_channel: true,
    authorizations: [{ team_id: slack.teamId }],
  });
});

test('joining, reacting, a changed user group and the assistant pane are told', async () => {
  const { slack, help, ada, mo, heard } = await openListener();
  const kim = slack.addUser({ name: 'kim' });
  const agents = slack.addUserGroup({ handle: 'agents', users: [mo] });
  await slack.join(help, kim);
  const ts = await slack.post({ channel: help, user: ada, text: 'hm' });
  await slack.react({ user: kim, channel: help, ts, name: 'eyes' });
  slack.setUserGroup(agents, [kim]);
  slack.openAssistant(ada);
  await slack.idle();
  const told = heard.map(({ type, subtype }) => subtype ?? type);
  expect(told.toSorted()).toEqual([
    'assistant_app_thread',
    'assistant_thread_started',
    'channel_join',
    'member_joined_channel',
    'message',
    'reaction_added',
    'subteam_members_changed',
  ]);
  expect(heard.find(({ type }) => type === 'subteam_members_changed')).toMatchObject({
    added_users: [kim],
    removed_users: [mo],
  });
});

test('only what the app asked for in its manifest is told', async () => {
  const { slack, help, ada, heard } = await openListener();
  slack.settings.subscriptions = ['app_mention'];
  await slack.post({ channel: help, user: ada, text: `hi <@${slack.botUserId}>` });
  await slack.idle();
  expect(heard.map(({ type }) => type)).toEqual(['app_mention']);
});

test('Bolt takes its assistant thread, with status and prompts on the screen', async () => {
  const { slack, app, ada, last } = await openListener();
  const { channel, threadTs } = slack.openAssistant(ada);
  await last();
  const at = { channel_id: channel, thread_ts: threadTs };
  const prompts = [{ title: 'Export', message: 'How do I export?' }];
  await app.client.assistant.threads.setSuggestedPrompts({ ...at, prompts });
  await app.client.assistant.threads.setStatus({ ...at, status: 'is reading…' });
  expect(slack.suggestedPrompts(channel, threadTs)).toEqual(prompts);
  expect(slack.assistantStatus(channel, threadTs)).toBe('is reading…');
  await app.client.chat.postMessage({ channel, text: 'Done.', thread_ts: threadTs });
  await vi.waitFor(() => expect(slack.assistantStatus(channel, threadTs)).toBe(''));
});
