/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
import {
  addEphemeral,
  addMessage,
  changeEphemeral,
  changeMessage,
  deleteMessage,
} from '../messages.ts';
import type { Json } from '../types.ts';
import { key, nowMs, type ResponseUrl, type Workspace } from '../workspace.ts';
import { flagArg, SlackError, wordArg } from './arguments.ts';
import { contentArg, inThread } from './chat.ts';

const lifetimeMs = 30 * 60_000;
const maxUses = 5;

/** The HTTP status and what stands in the body. */
export function respond(workspace: Workspace, id: string, args: Json): readonly [number, string] {
  const target = workspace.responseUrls.get(id);
  if (target === undefined || nowMs() - target.madeAt > lifetimeMs)
    return [404, JSON.stringify({ ok: false, error: 'expired_url' })];
  if (target.uses >= maxUses) return [404, JSON.stringify({ ok: false, error: 'used_url' })];
  target.uses += 1;
  try {
    carryOut(workspace, target, args);
    return [200, 'ok'];
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return [400, JSON.stringify({ ok: false, error: error.code, ...error.extra })];
  }
}

function carryOut(workspace: Workspace, target: ResponseUrl, args: Json): void {
  const ts = target.messageTs ?? '';
  const channel = workspace.channels.get(target.channel);
  const ephemeral = workspace.ephemerals.get(key(target.channel, ts));
  const message = channel?.messages.get(ts);
  if (flagArg(args, 'delete_original') === true) {
    if (ephemeral !== undefined) workspace.ephemerals.delete(key(target.channel, ts));
    else if (message !== undefined) deleteMessage(workspace, message);
    workspace.changed();
    return;
  }
  const content = contentArg(workspace, args);
  if (flagArg(args, 'replace_original') === true) {
    if (ephemeral !== undefined) changeEphemeral(workspace, ephemeral, content);
    else if (message !== undefined) changeMessage(workspace, message, content);
    return;
  }
  say(workspace, target, args);
}

/**
 * Said in the channel, even where a thread was pressed in; only what all may read can name a
 * thread: https://docs.slack.dev/interactivity/handling-user-interaction#publishing_in_thread
 */
export function say(workspace: Workspace, target: ResponseUrl, args: Json): void {
  const channel = workspace.channels.get(target.channel);
  const draft = {
    ...contentArg(workspace, args),
    user: workspace.botUserId,
    botId: workspace.botId,
  };
  if (wordArg(args, 'response_type') === 'in_channel' && channel !== undefined)
    addMessage(workspace, channel, { ...draft, ...inThread(workspace, channel, args) });
  else addEphemeral(workspace, { ...draft, channel: target.channel, ephemeralFor: target.user });
}
