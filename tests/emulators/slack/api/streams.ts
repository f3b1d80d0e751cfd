/** Text that grows on the screen: https://docs.slack.dev/reference/methods/chat.startStream */
import { faultsOfBlocks } from '../blocks/check-blocks.ts';
import { isObject } from '../blocks/pointer.ts';
import { addMessage, changeMessage, emitChanged } from '../messages.ts';
import type { Block, Json, SlackMessage } from '../types.ts';
import { messageJson } from '../wire.ts';
import { type Channel, key, type Workspace } from '../workspace.ts';
import {
  blocksArg,
  channelArg,
  jsonArg,
  messageArg,
  metadataArg,
  nameBlocks,
  refuse,
  wordArg,
} from './arguments.ts';
import { identity, inThread, mayPost } from './chat.ts';
import type { ApiMethods } from './methods.ts';

const maxPiece = 12_000;
const maxWhole = 40_000;

export const streamMethods: ApiMethods = {
  'chat.startStream': (workspace, args) => {
    const channel = channelArg(workspace, args);
    mayPost(workspace, channel);
    if (channel.kind !== 'im') {
      if (wordArg(args, 'recipient_user_id') === undefined) refuse('missing_recipient_user_id');
      if (wordArg(args, 'recipient_team_id') === undefined) refuse('missing_recipient_team_id');
    }
    const grown = piecesArg(workspace, args);
    const message = addMessage(workspace, channel, {
      ...identity(workspace, args),
      ...inThread(workspace, channel, args),
      ...grow(workspace, { text: '', blocks: [] }, grown),
      streaming: true,
    });
    limitLife(workspace, message);
    return { channel: channel.id, ts: message.ts };
  },

  'chat.appendStream': (workspace, args) => {
    const { channel, message } = running(workspace, args);
    const grown = piecesArg(workspace, args);
    if (grown.length === 0) refuse('no_text');
    changeMessage(workspace, message, grow(workspace, message, grown), 'quiet');
    return { channel: channel.id, ts: message.ts };
  },

  'chat.stopStream': (workspace, args) => {
    const { channel, message } = running(workspace, args);
    const blocks = blocksArg(workspace, args) ?? [];
    const metadata = metadataArg(args);
    const grown = grow(workspace, message, piecesArg(workspace, args));
    endStream(workspace, message);
    const next = changeMessage(
      workspace,
      message,
      {
        ...grown,
        blocks: [...grown.blocks, ...blocks],
        streaming: false,
        ...(metadata === undefined ? {} : { metadata }),
      },
      'quiet',
    );
    emitChanged(workspace, channel, message, next);
    return { channel: channel.id, ts: next.ts, message: messageJson(workspace, next) };
  },
};

function running(
  workspace: Workspace,
  args: Json,
): { readonly channel: Channel; readonly message: SlackMessage } {
  const channel = channelArg(workspace, args);
  const message = messageArg(channel, args);
  if (message.botId !== workspace.botId) refuse('message_not_owned_by_app');
  if (message.streaming !== true) refuse('message_not_in_streaming_state');
  return { channel, message };
}

/** Slack closes a stream after some minutes: https://github.com/slackapi/python-slack-sdk/issues/1859 */
function limitLife(workspace: Workspace, message: SlackMessage): void {
  const timer = setTimeout(() => {
    const channel = workspace.channels.get(message.channel);
    const current = channel?.messages.get(message.ts);
    workspace.streams.delete(key(message.channel, message.ts));
    if (current?.streaming === true)
      changeMessage(workspace, current, { streaming: false }, 'quiet');
  }, workspace.settings.streamLifetimeMs);
  timer.unref();
  workspace.streams.set(key(message.channel, message.ts), timer);
}

export function endStream(workspace: Workspace, message: SlackMessage): void {
  const id = key(message.channel, message.ts);
  clearTimeout(workspace.streams.get(id));
  workspace.streams.delete(id);
}

type Piece = { readonly markdown: string } | { readonly blocks: readonly Block[] };

function piecesArg(workspace: Workspace, args: Json): readonly Piece[] {
  const markdown = wordArg(args, 'markdown_text');
  const chunks = jsonArg(args, 'chunks', 'invalid_chunks') ?? [];
  if (!Array.isArray(chunks)) return refuse('invalid_chunks');
  const pieces = chunks.map((chunk: unknown) => pieceOf(workspace, chunk));
  const all = markdown === undefined ? pieces : [{ markdown }, ...pieces];
  for (const piece of all) {
    if ('markdown' in piece && piece.markdown.length > maxPiece) refuse('msg_too_long');
  }
  return all;
}

function pieceOf(workspace: Workspace, chunk: unknown): Piece {
  if (!isObject(chunk)) return refuse('invalid_chunks');
  if (chunk.type === 'markdown_text' && typeof chunk.text === 'string')
    return { markdown: chunk.text };
  if (chunk.type === 'blocks') {
    const faults = faultsOfBlocks(chunk.blocks, 'message');
    if (faults.length > 0) return refuse('invalid_blocks', faults);
    return { blocks: nameBlocks(workspace, chunk.blocks as Block[]) };
  }
  const { type, title, id, status } = chunk;
  if (typeof title !== 'string') return refuse('invalid_chunks');
  if (type === 'task_update')
    return { blocks: [{ type: 'task_card', block_id: `task-${String(id)}`, title, status }] };
  if (type === 'plan_update') return { blocks: [{ type: 'plan', block_id: 'plan', title }] };
  return refuse('invalid_chunks');
}

/** A task that is told of again takes its old place; markdown goes on where it stopped. */
function grow(
  workspace: Workspace,
  before: Pick<SlackMessage, 'text' | 'blocks'>,
  pieces: readonly Piece[],
): Pick<SlackMessage, 'text' | 'blocks'> {
  let { text } = before;
  const blocks = [...before.blocks];
  for (const piece of pieces) {
    if ('blocks' in piece) {
      for (const block of piece.blocks) {
        const at = blocks.findIndex(({ block_id }) => block_id === block.block_id);
        if (at >= 0) blocks[at] = block;
        else blocks.push(block);
      }
    } else if (piece.markdown !== '') {
      text += piece.markdown;
      const last = blocks.at(-1);
      if (last?.type === 'markdown')
        blocks[blocks.length - 1] = { ...last, text: String(last.text) + piece.markdown };
      else blocks.push({ type: 'markdown', block_id: workspace.newId('b'), text: piece.markdown });
    }
  }
  if (text.length > maxWhole) refuse('msg_too_long');
  return { text, blocks };
}
