/** What people do in Slack that is not pressing an app's controls. */
import { openDm } from './api/open-dm.ts';
import { endStream } from './api/streams.ts';
import { emoji } from './emoji.ts';
import { joinChannel } from './join-channel.ts';
import { addMessage, changeMessage, deleteMessage, emitChanged } from './messages.ts';
import { addReaction, removeReaction } from './reactions.ts';
import { calledInMrkdwn, escapeTyped, typedBlock } from './tokens.ts';
import type { NewPost, SlackEmulator, SlackMessage } from './types.ts';
import { type Channel, key, type Workspace } from './workspace.ts';

type People = Pick<
  SlackEmulator,
  | 'addUser'
  | 'addChannel'
  | 'addUserGroup'
  | 'setUserGroup'
  | 'setPresence'
  | 'archive'
  | 'join'
  | 'leave'
  | 'openDm'
  | 'openAssistant'
  | 'changeAssistantContext'
  | 'openHome'
  | 'post'
  | 'edit'
  | 'remove'
  | 'react'
  | 'unreact'
>;

export function createPeople(workspace: Workspace): People {
  const channelOf = (id: string): Channel => {
    const channel = workspace.channels.get(id);
    if (channel === undefined) throw new Error(`[slack emulator] there is no channel ${id}`);
    return channel;
  };
  const messageOf = (channel: string, ts: string): SlackMessage => {
    const message = channelOf(channel).messages.get(ts);
    if (message === undefined) throw new Error(`[slack emulator] ${channel} has no message ${ts}`);
    return message;
  };
  return {
    ...createAssistantSide(workspace),
    addUser: (user) => workspace.addUser(user).id,
    addChannel: (channel) => workspace.addChannel(channel).id,
    addUserGroup: ({ id = workspace.newId('S'), handle, users }) => {
      workspace.groups.set(id, { id, handle, users, updatedAt: Math.floor(Date.now() / 1_000) });
      return id;
    },
    setUserGroup: (id, users) => changeGroup(workspace, id, users),
    setPresence: (id, presence) => {
      const user = workspace.users.get(id);
      if (user !== undefined) user.presence = presence;
    },
    archive: (id) => {
      channelOf(id).isArchived = true;
    },
    join: async (id, user) => joinChannel(workspace, channelOf(id), user),
    leave: (id, user) => {
      channelOf(id).members.delete(user);
    },
    openDm: (user) => openDm(workspace, user).id,
    post: async (message) => post(workspace, channelOf(message.channel), message),
    edit: async (channel, ts, text) => edit(workspace, messageOf(channel, ts), text),
    remove: async (channel, ts) => {
      const message = messageOf(channel, ts);
      endStream(workspace, message);
      deleteMessage(workspace, message);
    },
    react: async ({ user, channel, ts, name }) => {
      if (!(name in emoji)) throw new Error(`[slack emulator] no emoji is called ${name}`);
      addReaction(workspace, messageOf(channel, ts), name, user);
    },
    unreact: async ({ user, channel, ts, name }) => {
      removeReaction(workspace, messageOf(channel, ts), name, user);
    },
  };
}

function post(workspace: Workspace, channel: Channel, asked: NewPost): string {
  const user = workspace.users.get(asked.user);
  if (user === undefined) throw new Error(`[slack emulator] there is no user ${asked.user}`);
  if (!channel.members.has(user.id))
    throw new Error(`[slack emulator] ${user.name} is not in ${channel.id}`);
  const text = escapeTyped(asked.text);
  const files = (asked.files ?? []).map((file) => ({ id: workspace.newId('F'), ...file }));
  const root = asked.threadTs === undefined ? undefined : channel.messages.get(asked.threadTs);
  if (asked.threadTs !== undefined && root === undefined)
    throw new Error(`[slack emulator] ${channel.id} has no thread ${asked.threadTs}`);
  const message = addMessage(workspace, channel, {
    user: user.id,
    text,
    blocks: text === '' ? [] : [typedBlock(text, workspace.newId('b'))],
    files,
    threadTs: root === undefined ? undefined : (root.threadTs ?? root.ts),
    clientMsgId: crypto.randomUUID(),
    subtype: asked.subtype ?? (files.length > 0 ? 'file_share' : undefined),
    ...(user.isBot ? { botId: `B${user.id.slice(1)}` } : {}),
  });
  if (workspace.settings.unfurlsLinks) unfurlTyped(workspace, channel, message);
  return message.ts;
}

/** Slack adds the preview afterwards, which is a change of the message and no edit. */
function unfurlTyped(workspace: Workspace, channel: Channel, message: SlackMessage): void {
  const [link] = calledInMrkdwn(message.text).links.filter(({ url }) => /^https?:/.test(url));
  const current = channel.messages.get(message.ts);
  if (link === undefined || current === undefined) return;
  const host = URL.canParse(link.url) ? new URL(link.url).host : link.url;
  const unfurled = {
    ...current,
    attachments: [{ id: 1, from_url: link.url, service_name: host, title: host, text: '' }],
  };
  channel.messages.set(message.ts, unfurled);
  emitChanged(workspace, channel, current, unfurled);
}

function edit(workspace: Workspace, message: SlackMessage, words: string): void {
  const text = escapeTyped(words);
  changeMessage(workspace, message, {
    text,
    blocks: [typedBlock(text, workspace.newId('b'))],
    edited: { user: message.user, ts: workspace.newTs() },
  });
}

function changeGroup(workspace: Workspace, id: string, users: readonly string[]): void {
  const group = workspace.groups.get(id);
  if (group === undefined) throw new Error(`[slack emulator] there is no user group ${id}`);
  const before = group.users;
  const date = Math.floor(Date.now() / 1_000);
  const added = users.filter((user) => !before.includes(user));
  const removed = before.filter((user) => !users.includes(user));
  const event = {
    type: 'subteam_members_changed',
    subteam_id: id,
    team_id: workspace.teamId,
    date_previous_update: group.updatedAt,
    date_update: date,
    added_users: added,
    added_users_count: added.length,
    removed_users: removed,
    removed_users_count: removed.length,
    event_ts: workspace.newTs(),
  };
  group.users = users;
  group.updatedAt = date;
  workspace.emit(event);
}

function createAssistantSide(
  workspace: Workspace,
): Pick<People, 'openAssistant' | 'changeAssistantContext' | 'openHome'> {
  const threadJson = (user: string, channel: string, threadTs: string, from?: string) => ({
    user_id: user,
    context:
      from === undefined
        ? {}
        : { channel_id: from, team_id: workspace.teamId, enterprise_id: null },
    channel_id: channel,
    thread_ts: threadTs,
  });
  return {
    openAssistant: (user, context) => {
      const channel = openDm(workspace, user);
      const root = addMessage(workspace, channel, {
        user: workspace.botUserId,
        botId: workspace.botId,
        text: 'New Assistant Thread',
        subtype: 'assistant_app_thread',
      });
      channel.messages.set(root.ts, { ...root, threadTs: root.ts });
      workspace.threads.set(key(channel.id, root.ts), {
        channel: channel.id,
        user,
        status: '',
        statusAt: 0,
        prompts: [],
        title: '',
      });
      const assistant_thread = threadJson(user, channel.id, root.ts, context?.channel);
      const event_ts = workspace.newTs();
      workspace.emit({ type: 'assistant_thread_started', assistant_thread, event_ts }, channel);
      return { channel: channel.id, threadTs: root.ts };
    },
    changeAssistantContext: (user, threadTs, from) => {
      const channel = openDm(workspace, user);
      const assistant_thread = threadJson(user, channel.id, threadTs, from);
      const event_ts = workspace.newTs();
      const type = 'assistant_thread_context_changed';
      workspace.emit({ type, assistant_thread, event_ts }, channel);
    },
    openHome: (user) => {
      const channel = openDm(workspace, user);
      const event_ts = workspace.newTs();
      const event = { type: 'app_home_opened', user, channel: channel.id, tab: 'home', event_ts };
      workspace.emit(event, channel);
    },
  };
}
