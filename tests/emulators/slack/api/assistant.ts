/** assistant.threads.*: https://docs.slack.dev/ai/developing-agents */
import { isObject } from '../blocks/pointer.ts';
import { emitChanged } from '../messages.ts';
import type { Json, SuggestedPrompt } from '../types.ts';
import { type AssistantThread, key, nowMs, type Workspace } from '../workspace.ts';
import { channelArg, jsonArg, refuse, requiredArg, wordArg } from './arguments.ts';
import { mayPost } from './chat.ts';
import type { ApiMethods } from './methods.ts';

export const assistantMethods: ApiMethods = {
  'assistant.threads.setStatus': (workspace, args) => {
    const { thread, channel, threadTs } = threadArg(workspace, args);
    const status = wordArg(args, 'status');
    if (status === undefined) return refuse('invalid_arguments');
    thread.status = status;
    thread.statusAt = nowMs();
    workspace.statuses.push({ channel, threadTs, status, at: thread.statusAt });
    workspace.changed();
    return {};
  },

  'assistant.threads.setSuggestedPrompts': (workspace, args) => {
    const { thread, channel } = threadArg(workspace, args);
    if (workspace.channels.get(channel)?.kind !== 'im') return refuse('channel_not_found');
    const prompts = jsonArg(args, 'prompts', 'invalid_arguments');
    if (!Array.isArray(prompts) || prompts.length === 0) return refuse('no_prompts');
    if (prompts.length > 4) return refuse('too_many_prompts');
    if (!prompts.every(isPrompt)) return refuse('invalid_arguments');
    thread.prompts = prompts;
    workspace.changed();
    return {};
  },

  /** The root of the thread carries the title, so that setting one changes a message. */
  'assistant.threads.setTitle': (workspace, args) => {
    const { thread, channel: id, threadTs } = threadArg(workspace, args);
    thread.title = requiredArg(args, 'title');
    const channel = workspace.channels.get(id);
    const root = channel?.messages.get(threadTs);
    if (channel !== undefined && root !== undefined) {
      const titled = { ...root, text: thread.title };
      channel.messages.set(root.ts, titled);
      emitChanged(workspace, channel, root, titled);
    }
    workspace.changed();
    return {};
  },
};

const isPrompt = (value: unknown): value is SuggestedPrompt =>
  isObject(value) && typeof value.title === 'string' && typeof value.message === 'string';

function threadArg(
  workspace: Workspace,
  args: Json,
): { readonly thread: AssistantThread; readonly channel: string; readonly threadTs: string } {
  const channel = channelArg(workspace, args, 'channel_id');
  mayPost(workspace, channel);
  const asked = wordArg(args, 'thread_ts') ?? [...channel.threads.keys()].at(-1) ?? '';
  const root = channel.messages.get(asked);
  if (root === undefined) return refuse('invalid_thread_ts');
  const threadTs = root.threadTs ?? root.ts;
  const id = key(channel.id, threadTs);
  const known = workspace.threads.get(id);
  const thread = known ?? {
    channel: channel.id,
    user: root.user,
    status: '',
    statusAt: 0,
    prompts: [],
    title: '',
  };
  workspace.threads.set(id, thread);
  return { thread, channel: channel.id, threadTs };
}
