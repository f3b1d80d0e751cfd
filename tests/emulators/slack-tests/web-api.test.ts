/** What the Web API takes, refuses and answers. */
import { WebClient } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { openApp, silent } from './open-app.ts';

async function openApi() {
  const open = await openApp();
  const call = async (method: string, args: Record<string, unknown> = {}) => {
    try {
      return await open.app.client.apiCall(method, args);
    } catch (error) {
      return (error as { data?: Record<string, unknown> }).data ?? { error: String(error) };
    }
  };
  const send = async (args: Record<string, unknown>) =>
    await call('chat.postMessage', { channel: open.help, text: 'x', ...args });
  return { ...open, call, send };
}

const plain = (text: string) => ({ type: 'plain_text', text });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
const richText = (...elements: unknown[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});
const button = { type: 'button', action_id: 'a', text: plain('A') };

describe('refuses as Slack does', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['chat.nothing', 'unknown_method', {}],
    ['chat.postMessage', 'channel_not_found', { channel: 'C404', text: 'x' }],
    ['chat.postMessage', 'no_text', { text: '' }],
    ['chat.postMessage', 'invalid_metadata_schema', { text: 'x', metadata: { event_type: 'x' } }],
    ['chat.postMessage', 'markdown_text_conflict', { text: 'x', markdown_text: 'x' }],
    ['chat.update', 'message_not_found', { ts: '1.1', text: 'x' }],
    ['chat.delete', 'message_not_found', { ts: '1.1' }],
    ['chat.postEphemeral', 'user_not_in_channel', { user: 'U404', text: 'x' }],
    ['chat.getPermalink', 'message_not_found', { message_ts: '1.1' }],
    ['chat.startStream', 'missing_recipient_user_id', { thread_ts: '1.1' }],
    ['conversations.replies', 'thread_not_found', { ts: '1.1' }],
    ['reactions.add', 'message_not_found', { timestamp: '1.1', name: 'eyes' }],
    ['reactions.add', 'no_item_specified', { name: 'eyes' }],
    ['users.info', 'user_not_found', { user: 'U404' }],
    ['usergroups.users.list', 'no_such_subteam', { usergroup: 'S404' }],
    ['views.open', 'invalid_arguments', { view: { type: 'modal', blocks: [] } }],
    ['apps.connections.open', 'not_allowed_token_type', {}],
  ])('%s: %s', async (method, error, args) => {
    const { call, help } = await openApi();
    expect(await call(method, { channel: help, ...args })).toMatchObject({ ok: false, error });
  });

  test.each<[string, unknown[], RegExp]>([
    [
      'a block of no known type',
      [{ type: 'marquee' }],
      /unsupported type: marquee.*blocks\/0\/type/,
    ],
    [
      'a field that a block does not have',
      [{ ...section('a'), color: 'red' }],
      /additional property: color/,
    ],
    [
      'a long section',
      [section('a'.repeat(3_001))],
      /less than 3001 characters.*\/blocks\/0\/text\/text/,
    ],
    ['an empty section', [section('')], /more than 0 characters/],
    ['a long header', [{ type: 'header', text: plain('a'.repeat(151)) }], /less than 151/],
    ['51 blocks', Array(51).fill({ type: 'divider' }), /no more than 50 items/],
    [
      'a long button',
      [{ type: 'actions', elements: [{ ...button, text: plain('a'.repeat(76)) }] }],
      /less than 76 characters.*\/blocks\/0\/elements\/0\/text\/text/,
    ],
    [
      'a button with much to say',
      [{ type: 'actions', elements: [{ ...button, value: 'a'.repeat(2_001) }] }],
      /less than 2001/,
    ],
    [
      'two blocks of one id',
      [
        { ...section('a'), block_id: 'b' },
        { ...section('b'), block_id: 'b' },
      ],
      /`block_id` b already exists/,
    ],
    ['two buttons of one id', [{ type: 'actions', elements: [button, button] }], /already exists/],
    [
      'markdown of more than 12,000 together',
      [
        { type: 'markdown', text: 'a'.repeat(7_000) },
        { type: 'markdown', text: 'b'.repeat(6_000) },
      ],
      /less than 12001/,
    ],
    ['rich text of no known element', [richText({ type: 'marquee' })], /unsupported type: marquee/],
    ['rich text without words', [richText({ type: 'text', text: '' })], /more than 0/],
    [
      'a ragged table',
      [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], []] }],
      /same number of cells/,
    ],
  ])('%s', async (_, blocks, why) => {
    const { send } = await openApi();
    const answer = await send({ blocks });
    expect(answer).toMatchObject({ error: 'invalid_blocks' });
    expect(JSON.stringify(answer.response_metadata)).toMatch(why);
  });

  test('blocks that are too long together', async () => {
    const { send } = await openApi();
    const blocks = Array.from({ length: 5 }, () => section('a'.repeat(2_900)));
    expect(await send({ blocks })).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  test('what the app was not granted, saying what it needs', async () => {
    const { slack, send } = await openApi();
    slack.settings.scopes = ['channels:read', 'im:write'];
    expect(await send({})).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write',
      provided: 'channels:read,im:write',
      response_metadata: { scopes: ['channels:read', 'im:write'] },
    });
  });

  test('no token, a wrong one and one that was taken back', async () => {
    const { slack } = await openApi();
    const say = async (token?: string) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers });
      return ((await answer.json()) as { error: string }).error;
    };
    expect(await say()).toBe('not_authed');
    expect(await say('xoxb-wrong')).toBe('invalid_auth');
    slack.settings.tokens = 'revoked';
    expect(await say(slack.botToken)).toBe('token_revoked');
  });

  test('to post where the bot is not, and into an archive', async () => {
    const { slack, call, send, ada, help } = await openApi();
    const quiet = slack.addChannel({ name: 'quiet', members: [ada], withBot: false });
    expect(await send({ channel: quiet })).toMatchObject({ error: 'not_in_channel' });
    expect(await call('conversations.join', { channel: quiet })).toMatchObject({ ok: true });
    expect(await send({ channel: quiet })).toMatchObject({ ok: true });
    slack.archive(help);
    expect(await send({})).toMatchObject({ error: 'is_archived' });
  });

  test('to change or delete what another wrote', async () => {
    const { slack, call, help, ada } = await openApi();
    const ts = await slack.post({ channel: help, user: ada, text: 'mine' });
    const at = { channel: help, ts };
    expect(await call('chat.update', { ...at, text: 'x' })).toMatchObject({
      error: 'cant_update_message',
    });
    expect(await call('chat.delete', at)).toMatchObject({ error: 'cant_delete_message' });
  });
});

test('reads back its metadata only when it asks, and pages through a channel', async () => {
  const { slack, app, call, send, help } = await openApi();
  const metadata = { event_type: 'reply', event_payload: { id: 'r1' } };
  for (const text of ['one', 'two', 'three']) await send({ text, metadata });
  const read = async (args: object) =>
    await app.client.conversations.history({ channel: help, ...args });
  const first = await read({ limit: 2 });
  expect(first.messages?.map(({ text }) => text)).toEqual(['three', 'two']);
  expect(first.messages?.[0]).not.toHaveProperty('metadata');
  const cursor = first.response_metadata?.next_cursor ?? '';
  const rest = await read({ limit: 2, cursor, include_all_metadata: true });
  expect(rest.messages).toMatchObject([{ text: 'one', metadata }]);
  slack.settings.reading = { perMinute: 1, messages: 1 };
  expect((await read({})).messages).toHaveLength(1);
  await expect(
    new WebClient(slack.botToken, {
      slackApiUrl: slack.apiUrl,
      rejectRateLimitedCalls: true,
    }).conversations.history({ channel: help }),
  ).rejects.toThrow(/rate-limit/);
  expect(
    await call('chat.getPermalink', { channel: help, message_ts: rest.messages?.[0]?.ts }),
  ).toMatchObject({ permalink: expect.stringContaining(`/archives/${help}/p`) });
});

test('a second message in a second has to wait, where the limit is on', async () => {
  const { slack, help, send } = await openApi();
  slack.settings.posting = { perSecond: 5, burst: 1 };
  await send({});
  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: help, text: 'y' }),
  });
  expect(answer.status).toBe(429);
  expect(answer.headers.get('retry-after')).toBe('1');
  const patient = new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger: silent });
  await patient.chat.postMessage({ channel: help, text: 'after a pause' });
  expect(slack.messages(help)).toHaveLength(2);
});

test('reactions are added once and taken away once', async () => {
  const { slack, call, help, ada } = await openApi();
  const timestamp = await slack.post({ channel: help, user: ada, text: 'hm' });
  const at = { channel: help, timestamp, name: 'eyes' };
  expect(await call('reactions.add', at)).toMatchObject({ ok: true });
  expect(slack.reactions(help, timestamp)).toEqual(['eyes']);
  expect(await call('reactions.add', at)).toMatchObject({ error: 'already_reacted' });
  expect(await call('reactions.add', { ...at, name: 'nosuch' })).toMatchObject({
    error: 'invalid_name',
  });
  expect(await call('reactions.remove', at)).toMatchObject({ ok: true });
  expect(await call('reactions.remove', at)).toMatchObject({ error: 'no_reaction' });
});

test('people, groups and channels can be looked up', async () => {
  const { slack, app, help, ada, mo } = await openApi();
  const eve = slack.addUser({ name: 'eve', teamId: 'T0OTHER' });
  const group = slack.addUserGroup({ handle: 'agents', users: [mo] });
  slack.setPresence(mo, 'away');
  expect((await app.client.users.info({ user: eve })).user).toMatchObject({
    is_stranger: true,
    team_id: 'T0OTHER',
  });
  expect((await app.client.users.getPresence({ user: mo })).presence).toBe('away');
  expect((await app.client.usergroups.users.list({ usergroup: group })).users).toEqual([mo]);
  expect((await app.client.usergroups.list({ include_users: true })).usergroups).toMatchObject([
    { handle: 'agents', users: [mo] },
  ]);
  const { members } = await app.client.conversations.members({ channel: help });
  expect(members).toEqual([ada, mo, slack.botUserId]);
  const opened = await app.client.conversations.open({ users: ada });
  await app.client.chat.postMessage({ channel: ada, text: 'Hello Ada' });
  expect(slack.messages(opened.channel?.id ?? '')).toMatchObject([{ text: 'Hello Ada' }]);
});
