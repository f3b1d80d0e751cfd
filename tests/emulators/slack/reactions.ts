import type { SlackMessage } from './types.ts';
import type { Workspace } from './workspace.ts';

/** False where this person has reacted so already. */
export function addReaction(
  workspace: Workspace,
  message: SlackMessage,
  name: string,
  user: string,
): boolean {
  const same = message.reactions.find((each) => each.name === name);
  if (same?.users.includes(user) === true) return false;
  const others = message.reactions.filter((each) => each.name !== name);
  const reactions =
    same === undefined
      ? [...message.reactions, { name, users: [user] }]
      : [...others, { name, users: [...same.users, user] }];
  put(workspace, { ...message, reactions });
  tell(workspace, 'reaction_added', message, name, user);
  return true;
}

/** False where there was none to take away. */
export function removeReaction(
  workspace: Workspace,
  message: SlackMessage,
  name: string,
  user: string,
): boolean {
  const same = message.reactions.find((each) => each.name === name);
  if (same?.users.includes(user) !== true) return false;
  const users = same.users.filter((each) => each !== user);
  const others = message.reactions.filter((each) => each.name !== name);
  put(workspace, {
    ...message,
    reactions: users.length > 0 ? [...others, { name, users }] : others,
  });
  tell(workspace, 'reaction_removed', message, name, user);
  return true;
}

function put(workspace: Workspace, message: SlackMessage): void {
  workspace.channels.get(message.channel)?.messages.set(message.ts, message);
  workspace.changed();
}

function tell(
  workspace: Workspace,
  type: string,
  message: SlackMessage,
  reaction: string,
  user: string,
): void {
  const item = { type: 'message', channel: message.channel, ts: message.ts };
  const event = {
    type,
    user,
    reaction,
    item,
    item_user: message.user,
    event_ts: workspace.newTs(),
  };
  workspace.emit(event, workspace.channels.get(message.channel));
}
