/** How messages come, change and go, and what the bot is told of it. */
import { readMessage } from './read-message.ts';
import { calledInBlocks, calledInMrkdwn } from './tokens.ts';
import type { SlackMessage } from './types.ts';
import { messageJson } from './wire.ts';
import { type Channel, key, nowMs, type Workspace } from './workspace.ts';

export type Draft = Pick<SlackMessage, 'user' | 'text'> & Partial<SlackMessage>;

export interface Unfurling {
  readonly links: boolean;
  readonly media: boolean;
}

const bare = { blocks: [], attachments: [], reactions: [], files: [] } as const;

export function addMessage(workspace: Workspace, channel: Channel, draft: Draft): SlackMessage {
  const message: SlackMessage = {
    ...bare,
    ...draft,
    channel: channel.id,
    ts: workspace.newTs(),
  };
  store(workspace, channel, message);
  const root = message.threadTs;
  if (root !== undefined && root !== message.ts) {
    const replies = channel.threads.get(root) ?? new Set();
    channel.threads.set(root, replies.add(message.ts));
    const parent = channel.messages.get(root);
    if (parent !== undefined && parent.threadTs === undefined)
      channel.messages.set(root, { ...parent, threadTs: root });
  }
  show(workspace, message);
  clearStatus(workspace, message);
  workspace.emit(messageEvent(workspace, channel, message), channel);
  if (isFromPerson(workspace, message) && callsBot(workspace, message.text))
    mention(workspace, channel, message);
  return message;
}

/** The event that a message is: its broadcast into the channel carries its root. */
function messageEvent(workspace: Workspace, channel: Channel, message: SlackMessage) {
  const root =
    message.subtype === 'thread_broadcast'
      ? channel.messages.get(message.threadTs ?? '')
      : undefined;
  return {
    ...messageJson(workspace, message),
    ...(root === undefined ? {} : { root: messageJson(workspace, root) }),
    channel: channel.id,
    channel_type: channel.kind,
    event_ts: message.ts,
  };
}

const isFromPerson = (workspace: Workspace, message: SlackMessage) =>
  message.botId === undefined && workspace.users.get(message.user)?.isBot !== true;

const callsBot = (workspace: Workspace, text: string) =>
  new RegExp(`<@${workspace.botUserId}(?:\\|[^>]*)?>`).test(text);

/** A mention is a second event beside the message, never in a direct message. */
function mention(workspace: Workspace, channel: Channel, message: SlackMessage): void {
  if (channel.kind === 'im') return;
  const { subtype: _, ...event } = messageEvent(workspace, channel, message) as Record<
    string,
    unknown
  >;
  workspace.emit({ ...event, type: 'app_mention' }, channel);
}

/** A change that people see; `quiet` ones (a stream's) are not told to the bot. */
export function changeMessage(
  workspace: Workspace,
  message: SlackMessage,
  changes: Partial<SlackMessage>,
  told: 'told' | 'quiet' = 'told',
): SlackMessage {
  const channel = workspace.channels.get(message.channel);
  const next = { ...message, ...changes };
  if (channel === undefined) return next;
  store(workspace, channel, next);
  show(workspace, next);
  if (told === 'quiet') return next;
  emitChanged(workspace, channel, message, next);
  const newlyCalled = callsBot(workspace, next.text) && !callsBot(workspace, message.text);
  if (newlyCalled && isFromPerson(workspace, next)) mention(workspace, channel, next);
  return next;
}

export function emitChanged(
  workspace: Workspace,
  channel: Channel,
  previous: SlackMessage,
  message: SlackMessage,
): void {
  const ts = workspace.newTs();
  workspace.emit(
    {
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: channel.id,
      channel_type: channel.kind,
      message: messageJson(workspace, message),
      previous_message: messageJson(workspace, previous),
      ts,
      event_ts: ts,
    },
    channel,
  );
}

/** A root with replies leaves a tombstone, which the bot hears of as a change. */
export function deleteMessage(workspace: Workspace, message: SlackMessage): void {
  const channel = workspace.channels.get(message.channel);
  if (channel === undefined) return;
  const replies = channel.threads.get(message.ts);
  if (replies !== undefined && replies.size > 0) {
    const tombstone: SlackMessage = {
      ...message,
      user: 'USLACKBOT',
      botId: undefined,
      subtype: 'tombstone',
      text: 'This message was deleted.',
      blocks: [],
      attachments: [],
      files: [],
      reactions: [],
      metadata: undefined,
      edited: undefined,
    };
    store(workspace, channel, tombstone);
    emitChanged(workspace, channel, message, tombstone);
    return;
  }
  const previous = messageJson(workspace, message);
  forget(workspace, channel, message);
  const ts = workspace.newTs();
  workspace.emit(
    {
      type: 'message',
      subtype: 'message_deleted',
      hidden: true,
      channel: channel.id,
      channel_type: channel.kind,
      deleted_ts: message.ts,
      previous_message: previous,
      ts,
      event_ts: ts,
    },
    channel,
  );
}

function forget(workspace: Workspace, channel: Channel, message: SlackMessage): void {
  channel.messages.delete(message.ts);
  workspace.changed();
  const root = message.threadTs;
  if (root === undefined || root === message.ts) return;
  const replies = channel.threads.get(root);
  replies?.delete(message.ts);
  const parent = channel.messages.get(root);
  if (parent === undefined || (replies?.size ?? 0) > 0) return;
  channel.threads.delete(root);
  if (parent.subtype === 'tombstone') channel.messages.delete(root);
  else channel.messages.set(root, { ...parent, threadTs: undefined });
}

export function addEphemeral(
  workspace: Workspace,
  draft: Draft & { readonly channel: string; readonly ephemeralFor: string },
): SlackMessage {
  const message: SlackMessage = {
    ...bare,
    ...draft,
    ts: workspace.newTs(),
  };
  workspace.ephemerals.set(key(message.channel, message.ts), message);
  show(workspace, message);
  return message;
}

export function changeEphemeral(
  workspace: Workspace,
  message: SlackMessage,
  changes: Partial<SlackMessage>,
): void {
  const next = { ...message, ...changes };
  workspace.ephemerals.set(key(message.channel, message.ts), next);
  show(workspace, next);
}

/** Takes note of what a message links to and calls, where the bot wrote it. */
export function unfurl(workspace: Workspace, message: SlackMessage, unfurling: Unfurling): void {
  if (!unfurling.links && !unfurling.media) return;
  const said = calledInMrkdwn(message.text).links.length;
  if (said + calledInBlocks(message.blocks).links.length === 0) return;
  workspace.unfurls.push({ channel: message.channel, ts: message.ts });
}

function store(workspace: Workspace, channel: Channel, message: SlackMessage): void {
  channel.messages.set(message.ts, message);
  workspace.changed();
}

function show(workspace: Workspace, message: SlackMessage): void {
  const text = readMessage(message);
  workspace.shown.push({
    channel: message.channel,
    ts: message.ts,
    threadTs: message.threadTs,
    text,
    at: nowMs(),
    user: message.user,
    onlyFor: message.ephemeralFor,
  });
  workspace.changed();
  if (message.user === workspace.botUserId) noteCalls(workspace, message, text);
}

/** Of a stream only its markdown counts: its `text` is the same words over again. */
function noteCalls(workspace: Workspace, message: SlackMessage, text: string): void {
  const { channel, ts, blocks } = message;
  const isMarkdown = blocks.some(
    (block) => block.type === 'markdown' && block.text === message.text,
  );
  const said = message.streaming !== undefined || isMarkdown ? '' : message.text;
  const called = [calledInBlocks(blocks), calledInMrkdwn(said)];
  for (const target of new Set(called.flatMap(({ pings }) => pings))) {
    const isKnown = workspace.pings.some((ping) => ping.ts === ts && ping.target === target);
    if (!isKnown) workspace.pings.push({ channel, ts, target, text });
  }
  const links = new Map(called.flatMap((each) => each.links).map((link) => [link.url, link]));
  for (const link of links.values()) {
    const isKnown = workspace.links.some((each) => each.ts === ts && each.url === link.url);
    if (!isKnown) workspace.links.push({ channel, ts, ...link });
  }
}

/** A status goes when the app has spoken: https://docs.slack.dev/reference/methods/assistant.threads.setStatus */
function clearStatus(workspace: Workspace, message: SlackMessage): void {
  if (message.user !== workspace.botUserId) return;
  const thread = workspace.threads.get(key(message.channel, message.threadTs ?? message.ts));
  if (thread !== undefined) thread.status = '';
}
