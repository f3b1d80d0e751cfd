/** Every method that this server has, and what an app must have been granted to call it. */
import type { Json } from '../types.ts';
import type { Channel, Workspace } from '../workspace.ts';
import { assistantMethods } from './assistant.ts';
import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { peopleMethods } from './people.ts';
import { reactionMethods } from './reactions.ts';
import { streamMethods } from './streams.ts';
import { viewMethods } from './views.ts';

export interface Caller {
  readonly as: 'bot' | 'app';
  newSocketUrl(): string;
}

/** Answers with what stands beside `ok: true`; throws a `SlackError` to refuse. */
export type ApiMethod = (workspace: Workspace, args: Json, caller: Caller) => Json;
export type ApiMethods = Readonly<Record<string, ApiMethod>>;

export const methods: ApiMethods = {
  ...assistantMethods,
  ...chatMethods,
  ...conversationMethods,
  ...peopleMethods,
  ...reactionMethods,
  ...streamMethods,
  ...viewMethods,
};

/** Methods that an app-level token may call; all others take the bot's. */
export const forAppToken = ['apps.connections.open', 'auth.test', 'api.test'];

const scopes: Readonly<Record<string, readonly string[]>> = {
  'assistant.threads.setStatus': ['assistant:write', 'chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'bots.info': ['users:read'],
  'chat.appendStream': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.join': ['channels:join'],
  'conversations.open': ['im:write'],
  'reactions.add': ['reactions:write'],
  'reactions.get': ['reactions:read'],
  'reactions.remove': ['reactions:write'],
  'team.info': ['team:read'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.getPresence': ['users:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
};

const family = { channel: 'channels', group: 'groups', im: 'im' };

/** Any one of these is enough. */
export function scopesFor(
  method: string,
  channel: Channel | undefined,
  args: Json,
): readonly string[] {
  const kind = family[channel?.kind ?? 'channel'];
  if (/^conversations\.(?:history|replies)$/.test(method)) return [`${kind}:history`];
  if (/^conversations\.(?:info|members)$/.test(method)) return [`${kind}:read`];
  if (method === 'conversations.list' || method === 'users.conversations') {
    const types = String(args.types ?? 'public_channel');
    return [types.includes('public') ? 'channels:read' : 'groups:read'];
  }
  return scopes[method] ?? [];
}
