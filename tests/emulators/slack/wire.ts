/** The shapes that Slack puts on the wire. */
import type { Json, SlackMessage } from './types.ts';
import type { Channel, User, UserGroup, Workspace } from './workspace.ts';

export function messageJson(
  workspace: Workspace,
  message: SlackMessage,
  options: { readonly metadata: boolean } = { metadata: true },
): Json {
  const user = workspace.users.get(message.user);
  const channel = workspace.channels.get(message.channel);
  return without({
    type: 'message',
    subtype: message.subtype,
    client_msg_id: message.clientMsgId,
    user: message.subtype === 'bot_message' ? undefined : message.user,
    username: message.username,
    bot_id: message.botId,
    app_id: message.botId === workspace.botId ? workspace.appId : undefined,
    bot_profile: message.botId === workspace.botId ? botProfile(workspace) : undefined,
    text: message.text,
    team: user?.teamId ?? workspace.teamId,
    ...(user !== undefined && user.teamId !== workspace.teamId
      ? { user_team: user.teamId, source_team: user.teamId, user_profile: strangerProfile(user) }
      : {}),
    ts: message.ts,
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: message.files.length > 0 ? message.files.map(fileJson) : undefined,
    ...(message.subtype === 'file_share' ? { upload: false, display_as_bot: false } : {}),
    edited: message.edited,
    metadata: options.metadata ? message.metadata : undefined,
    is_ephemeral: message.ephemeralFor === undefined ? undefined : true,
    streaming_state: message.streaming === undefined ? undefined : streamingState(message),
    reactions: reactionsJson(message),
    ...threadJson(channel, message),
  });
}

const streamingState = ({ streaming }: SlackMessage) => (streaming ? 'in_progress' : 'completed');

export const reactionsJson = (message: SlackMessage): readonly Json[] | undefined =>
  message.reactions.length === 0
    ? undefined
    : message.reactions.map(({ name, users }) => ({ name, users, count: users.length }));

function threadJson(channel: Channel | undefined, message: SlackMessage): Json {
  const root = message.threadTs;
  if (root === undefined) return {};
  if (root !== message.ts) {
    const parent = channel?.messages.get(root);
    const isBroadcast = message.subtype === 'thread_broadcast';
    return without({
      thread_ts: root,
      parent_user_id: isBroadcast ? undefined : parent?.user,
    });
  }
  const replies = [...(channel?.threads.get(root) ?? [])];
  const authors = [...new Set(replies.map((ts) => channel?.messages.get(ts)?.user ?? ''))];
  return without({
    thread_ts: root,
    reply_count: replies.length,
    reply_users_count: authors.length,
    latest_reply: replies.at(-1),
    reply_users: authors.slice(0, 5),
    is_locked: false,
    subscribed: false,
  });
}

const botProfile = (workspace: Workspace): Json => ({
  id: workspace.botId,
  deleted: false,
  name: 'earshot',
  updated: 1_700_000_000,
  app_id: workspace.appId,
  icons: { image_36: '', image_48: '', image_72: '' },
  team_id: workspace.teamId,
});

const strangerProfile = (user: User): Json => ({
  name: user.name,
  first_name: user.realName.split(' ')[0],
  real_name: user.realName,
  display_name: user.name,
  team: user.teamId,
  is_restricted: false,
  is_ultra_restricted: false,
  avatar_hash: '',
  image_72: '',
});

const fileJson = ({ id, name, mimetype }: SlackMessage['files'][number]): Json => ({
  id,
  name,
  title: name,
  mimetype,
  filetype: name.split('.').at(-1) ?? '',
  mode: 'hosted',
  size: 1_024,
  file_access: 'visible',
  is_external: false,
});

export function userJson(workspace: Workspace, user: User): Json {
  const foreign = user.teamId !== workspace.teamId;
  return without({
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: false,
    real_name: user.realName,
    tz: 'Europe/London',
    tz_label: 'Greenwich Mean Time',
    tz_offset: 0,
    profile: without({
      real_name: user.realName,
      real_name_normalized: user.realName,
      display_name: user.name,
      display_name_normalized: user.name,
      first_name: user.realName.split(' ')[0],
      team: user.teamId,
      bot_id: user.id === workspace.botUserId ? workspace.botId : undefined,
      api_app_id: user.id === workspace.botUserId ? workspace.appId : undefined,
    }),
    is_admin: false,
    is_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    is_stranger: foreign ? true : undefined,
    updated: 1_700_000_000,
  });
}

export function channelJson(workspace: Workspace, channel: Channel): Json {
  const teams = new Set([...channel.members].map((id) => workspace.users.get(id)?.teamId ?? ''));
  const person = [...channel.members].find((id) => id !== workspace.botUserId);
  const common = {
    id: channel.id,
    created: 1_700_000_000,
    is_archived: channel.isArchived,
    is_im: channel.kind === 'im',
    is_org_shared: false,
    context_team_id: workspace.teamId,
  };
  if (channel.kind === 'im') return { ...common, user: person ?? '', is_user_deleted: false };
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_mpim: false,
    is_private: channel.kind === 'group',
    is_general: channel.name === 'general',
    is_member: channel.members.has(workspace.botUserId),
    is_shared: channel.isShared,
    is_ext_shared: channel.isShared,
    is_pending_ext_shared: false,
    shared_team_ids: [...new Set([workspace.teamId, ...teams])].filter(Boolean),
    num_members: channel.members.size,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    unlinked: 0,
    creator: person ?? '',
  };
}

export const groupJson = (workspace: Workspace, group: UserGroup, users: boolean): Json => ({
  id: group.id,
  team_id: workspace.teamId,
  is_usergroup: true,
  is_subteam: true,
  name: group.handle,
  description: '',
  handle: group.handle,
  is_external: false,
  date_create: 1_700_000_000,
  date_update: group.updatedAt,
  date_delete: 0,
  created_by: '',
  updated_by: '',
  prefs: { channels: [], groups: [] },
  ...(users ? { users: group.users } : {}),
  user_count: group.users.length,
});

export function without(fields: Readonly<Record<string, unknown>>): Json {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
