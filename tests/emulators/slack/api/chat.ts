/** chat.*: https://docs.slack.dev/reference/methods?family=chat */
import {
  addEphemeral,
  addMessage,
  changeMessage,
  deleteMessage,
  type Unfurling,
  unfurl,
} from '../messages.ts';
import type { Block, Json, SlackMessage } from '../types.ts';
import { messageJson } from '../wire.ts';
import type { Channel, Workspace } from '../workspace.ts';
import {
  blocksArg,
  channelArg,
  flagArg,
  jsonArg,
  messageArg,
  metadataArg,
  namedBlocks,
  refuse,
  requiredArg,
  wordArg,
} from './arguments.ts';
import type { ApiMethods } from './methods.ts';
import { openDm } from './open-dm.ts';

export const chatMethods: ApiMethods = {
  'chat.postMessage': (workspace, args) => {
    const channel = recipient(workspace, args);
    mayPost(workspace, channel);
    const content = contentArg(workspace, args);
    const posted = addMessage(workspace, channel, {
      ...content,
      ...identity(workspace, args),
      ...inThread(workspace, channel, args),
      metadata: present(metadataArg(args)),
    });
    unfurl(workspace, posted, unfurlingArg(args));
    const message = channel.messages.get(posted.ts) ?? posted;
    return { channel: channel.id, ts: posted.ts, message: messageJson(workspace, message) };
  },

  'chat.update': (workspace, args) => {
    const channel = channelArg(workspace, args);
    const message = messageArg(channel, args);
    if (message.botId !== workspace.botId) return refuse('cant_update_message');
    if (message.streaming === true) return refuse('streaming_state_conflict');
    if ((wordArg(args, 'text') ?? '').length > 4_000) return refuse('msg_too_long');
    const content = contentArg(workspace, args);
    const metadata = metadataArg(args);
    const hasText = wordArg(args, 'text') !== undefined || content.blocks.length > 0;
    // The mark of an edit is shown for words alone: https://docs.slack.dev/reference/methods/chat.update
    const edited =
      content.blocks.length === 0
        ? { edited: { user: workspace.botUserId, ts: workspace.newTs() } }
        : {};
    const next = changeMessage(workspace, message, {
      ...(hasText ? { blocks: content.blocks } : {}),
      text: wordArg(args, 'text') === undefined ? message.text : content.text,
      ...(args.attachments === undefined ? {} : { attachments: content.attachments }),
      ...(metadata === undefined ? {} : { metadata: present(metadata) }),
      streaming: undefined,
      ...edited,
    });
    const { ts, text } = next;
    return { channel: channel.id, ts, text, message: messageJson(workspace, next) };
  },

  'chat.delete': (workspace, args) => {
    const channel = channelArg(workspace, args);
    const message = messageArg(channel, args);
    if (message.botId !== workspace.botId) return refuse('cant_delete_message');
    deleteMessage(workspace, message);
    return { channel: channel.id, ts: message.ts };
  },

  'chat.postEphemeral': (workspace, args) => {
    const channel = channelArg(workspace, args);
    mayPost(workspace, channel);
    const user = requiredArg(args, 'user');
    if (!channel.members.has(user)) return refuse('user_not_in_channel');
    const posted = addEphemeral(workspace, {
      ...contentArg(workspace, args),
      ...identity(workspace, args),
      channel: channel.id,
      ephemeralFor: user,
      threadTs: wordArg(args, 'thread_ts'),
    });
    return { message_ts: posted.ts };
  },

  'chat.getPermalink': (workspace, args) => {
    const channel = channelArg(workspace, args);
    const message = messageArg(channel, args, 'message_ts');
    const link = `https://${workspace.domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`;
    const root = message.threadTs;
    const isReply = root !== undefined && root !== message.ts;
    const permalink = isReply ? `${link}?thread_ts=${root}&cid=${channel.id}` : link;
    return { channel: channel.id, permalink };
  },
};

export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Json[];
}

export function contentArg(workspace: Workspace, args: Json): Content {
  const markdown = wordArg(args, 'markdown_text');
  // Longer text is cut: https://docs.slack.dev/changelog/2018-truncating-really-long-messages
  const text = (wordArg(args, 'text') ?? '').slice(0, 40_000);
  const blocks = blocksArg(workspace, args);
  const attachments = jsonArg(args, 'attachments', 'invalid_attachments');
  const attached = Array.isArray(attachments) ? (attachments as Json[]) : [];
  if (attached.length > 100) refuse('too_many_attachments');
  if (markdown !== undefined) {
    if (text !== '' || blocks !== undefined) refuse('markdown_text_conflict');
    if (markdown.length > 12_000) refuse('msg_too_long');
    const asBlock = namedBlocks(workspace, [{ type: 'markdown', text: markdown }]);
    return { text: markdown, blocks: markdown === '' ? [] : asBlock, attachments: [] };
  }
  if (text.trim() === '' && (blocks ?? []).length === 0 && attached.length === 0) refuse('no_text');
  return { text, blocks: blocks ?? [], attachments: attached };
}

/** Posting to a person posts to the app's conversation with them. */
function recipient(workspace: Workspace, args: Json): Channel {
  const asked = requiredArg(args, 'channel');
  return workspace.users.has(asked) ? openDm(workspace, asked) : channelArg(workspace, args);
}

export function mayPost(workspace: Workspace, channel: Channel): void {
  if (channel.isArchived) refuse('is_archived');
  const anywhere = workspace.settings.scopes.includes('chat:write.public');
  if (!channel.members.has(workspace.botUserId) && !anywhere) refuse('not_in_channel');
}

/** A name of its own makes it a `bot_message`, which has no user. */
export function identity(workspace: Workspace, args: Json): Pick<SlackMessage, 'user' | 'botId'> {
  const username = wordArg(args, 'username');
  const mayRename = workspace.settings.scopes.includes('chat:write.customize');
  const renamed =
    username !== undefined && mayRename ? { username, subtype: 'bot_message' as const } : {};
  return { user: workspace.botUserId, botId: workspace.botId, ...renamed };
}

/**
 * A reply to a reply joins its thread; one to a message that is gone lands in the channel,
 * for all to see: https://github.com/measure-sh/measure/pull/3997
 */
export function inThread(
  workspace: Workspace,
  channel: Channel,
  args: Json,
): { readonly threadTs?: string; readonly subtype?: string } {
  const asked = wordArg(args, 'thread_ts');
  if (asked === undefined || asked === '') return {};
  const root = channel.messages.get(asked);
  if (root === undefined)
    return workspace.settings.orphans === 'channel' ? {} : refuse('thread_not_found');
  const broadcast =
    flagArg(args, 'reply_broadcast') === true ? { subtype: 'thread_broadcast' } : {};
  return { threadTs: root.threadTs ?? root.ts, ...broadcast };
}

const present = (metadata: Json | undefined): Json | undefined =>
  metadata === undefined || Object.keys(metadata).length === 0 ? undefined : metadata;

const unfurlingArg = (args: Json): Unfurling => ({
  links: flagArg(args, 'unfurl_links') !== false,
  media: flagArg(args, 'unfurl_media') !== false,
});
