/** reactions.*: https://docs.slack.dev/reference/methods/reactions.add */
import { emoji } from '../emoji.ts';
import { addReaction, removeReaction } from '../reactions.ts';
import type { Json, SlackMessage } from '../types.ts';
import { messageJson } from '../wire.ts';
import type { Workspace } from '../workspace.ts';
import { channelArg, refuse, wordArg } from './arguments.ts';
import type { ApiMethods } from './methods.ts';

export const reactionMethods: ApiMethods = {
  'reactions.add': (workspace, args) => {
    const message = itemArg(workspace, args);
    const name = nameArg(args);
    if (!addReaction(workspace, message, name, workspace.botUserId)) refuse('already_reacted');
    return {};
  },

  'reactions.remove': (workspace, args) => {
    const message = itemArg(workspace, args);
    const name = nameArg(args);
    if (!removeReaction(workspace, message, name, workspace.botUserId)) refuse('no_reaction');
    return {};
  },

  'reactions.get': (workspace, args) => {
    const message = itemArg(workspace, args);
    return { type: 'message', channel: message.channel, message: messageJson(workspace, message) };
  },
};

function itemArg(workspace: Workspace, args: Json): SlackMessage {
  const timestamp = wordArg(args, 'timestamp');
  if (timestamp === undefined || wordArg(args, 'channel') === undefined)
    return refuse('no_item_specified');
  const channel = channelArg(workspace, args);
  if (!channel.members.has(workspace.botUserId)) return refuse('not_in_channel');
  if (channel.isArchived) return refuse('is_archived');
  if (!/^\d+\.\d+$/.test(timestamp)) return refuse('bad_timestamp');
  return channel.messages.get(timestamp) ?? refuse('message_not_found');
}

function nameArg(args: Json): string {
  const name = (wordArg(args, 'name') ?? '').replace(/::skin-tone-[2-6]$/, '');
  return name in emoji ? name : refuse('invalid_name');
}
