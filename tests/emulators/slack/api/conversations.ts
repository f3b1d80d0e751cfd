/** conversations.*: https://docs.slack.dev/reference/methods?family=conversations */
import { joinChannel } from '../join-channel.ts';
import type { Json, SlackMessage } from '../types.ts';
import { channelJson, messageJson } from '../wire.ts';
import type { Channel, Workspace } from '../workspace.ts';
import { channelArg, flagArg, page, refuse, requiredArg, wordArg } from './arguments.ts';
import type { ApiMethods } from './methods.ts';
import { openDm } from './open-dm.ts';

export const conversationMethods: ApiMethods = {
  'conversations.info': (workspace, args) => ({
    channel: channelJson(workspace, channelArg(workspace, args)),
  }),

  'conversations.list': (workspace, args) => listOf(workspace, args, () => true),

  'users.conversations': (workspace, args) => {
    const user = wordArg(args, 'user') ?? workspace.botUserId;
    return listOf(workspace, args, ({ members }) => members.has(user));
  },

  'conversations.members': (workspace, args) => {
    const { members } = channelArg(workspace, args);
    const { items, nextCursor } = page([...members], args, 1_000);
    return { members: items, response_metadata: { next_cursor: nextCursor } };
  },

  'conversations.join': (workspace, args) => {
    const channel = channelArg(workspace, args);
    if (channel.kind !== 'channel') return refuse('method_not_supported_for_channel_type');
    if (channel.isArchived) return refuse('is_archived');
    joinChannel(workspace, channel, workspace.botUserId);
    return { channel: channelJson(workspace, channel) };
  },

  'conversations.open': (workspace, args) => {
    const asked = wordArg(args, 'channel');
    const [user = '', ...others] = (wordArg(args, 'users') ?? '').split(',');
    if (asked !== undefined && asked !== '') {
      const channel = channelArg(workspace, args);
      return { channel: { id: channel.id }, no_op: true, already_open: true };
    }
    if (user === '') return refuse('users_list_not_supplied');
    if (others.length > 0) return refuse('missing_scope');
    if (!workspace.users.has(user)) return refuse('user_not_found');
    const channel = openDm(workspace, user);
    return {
      channel: flagArg(args, 'return_im') ? channelJson(workspace, channel) : { id: channel.id },
    };
  },

  'conversations.history': (workspace, args) => {
    const channel = readable(workspace, args);
    const newest = [...channel.messages.values()]
      .reverse()
      .filter(isInChannel)
      .filter(isWithin(args));
    return messagesPage(workspace, args, newest, 100);
  },

  'conversations.replies': (workspace, args) => {
    const channel = readable(workspace, args);
    const ts = requiredArg(args, 'ts');
    const root = channel.messages.get(ts);
    const replies = [...(channel.threads.get(ts) ?? [])].flatMap(
      (each) => channel.messages.get(each) ?? [],
    );
    if (root === undefined && replies.length === 0) return refuse('thread_not_found');
    // The root comes first on every page, whatever span of time was asked for.
    const asked = replies.filter(isWithin(args));
    return messagesPage(workspace, args, root === undefined ? asked : [root, ...asked], 1_000);
  },
};

function readable(workspace: Workspace, args: Json): Channel {
  const channel = channelArg(workspace, args);
  if (!channel.members.has(workspace.botUserId)) return refuse('not_in_channel');
  return channel;
}

const isInChannel = ({ ts, threadTs, subtype }: SlackMessage) =>
  threadTs === undefined || threadTs === ts || subtype === 'thread_broadcast';

/** Time stamps compare as numbers of microseconds, too long for a plain number of seconds. */
export const micros = (ts: string): bigint => {
  const [seconds = '0', rest = ''] = ts.split('.');
  if (!/^\d*$/.test(seconds) || !/^\d*$/.test(rest)) return refuse('invalid_ts_oldest');
  return BigInt(seconds || '0') * 1_000_000n + BigInt(rest.padEnd(6, '0').slice(0, 6));
};

function isWithin(args: Json): (message: SlackMessage) => boolean {
  const oldest = micros(wordArg(args, 'oldest') ?? '0');
  const latest = micros(wordArg(args, 'latest') ?? '99999999999');
  const inclusive = flagArg(args, 'inclusive') === true;
  return ({ ts }) => {
    const at = micros(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

function messagesPage(
  workspace: Workspace,
  args: Json,
  messages: readonly SlackMessage[],
  most: number,
): Json {
  const { reading } = workspace.settings;
  const limit = Math.min(Number(wordArg(args, 'limit') ?? most), reading?.messages ?? 999);
  const { items, nextCursor } = page(messages, { ...args, limit }, 999);
  const metadata = flagArg(args, 'include_all_metadata') === true;
  return {
    messages: items.map((message) => messageJson(workspace, message, { metadata })),
    has_more: nextCursor !== '',
    pin_count: 0,
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

const typeNames: Readonly<Record<string, Channel['kind']>> = {
  public_channel: 'channel',
  private_channel: 'group',
  im: 'im',
};

function listOf(workspace: Workspace, args: Json, wanted: (channel: Channel) => boolean): Json {
  const kinds = (wordArg(args, 'types') ?? 'public_channel')
    .split(',')
    .map((t) => typeNames[t.trim()]);
  const visible = [...workspace.channels.values()].filter(
    (channel) =>
      kinds.includes(channel.kind) &&
      (channel.kind === 'channel' || channel.members.has(workspace.botUserId)) &&
      !(channel.isArchived && flagArg(args, 'exclude_archived') === true) &&
      wanted(channel),
  );
  const { items, nextCursor } = page(visible, { limit: 100, ...args }, 999);
  return {
    channels: items.map((channel) => channelJson(workspace, channel)),
    response_metadata: { next_cursor: nextCursor },
  };
}
