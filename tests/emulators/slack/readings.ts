/** What people, and tests, can read of the workspace. */
import type { SlackEmulator } from './types.ts';
import { viewsOf } from './views.ts';
import { key, nowMs, type Workspace } from './workspace.ts';

type Readings = Pick<
  SlackEmulator,
  | 'views'
  | 'users'
  | 'channels'
  | 'assistantThreads'
  | 'messages'
  | 'thread'
  | 'ephemerals'
  | 'everShown'
  | 'assistantStatus'
  | 'suggestedPrompts'
  | 'assistantTitle'
  | 'reactions'
  | 'statuses'
  | 'pings'
  | 'links'
  | 'unfurls'
  | 'watch'
>;

export function createReadings(workspace: Workspace): Readings {
  const messagesOf = (id: string) => [...(workspace.channels.get(id)?.messages.values() ?? [])];
  const isAssistantRoot = (at: string, channel: string) =>
    workspace.channels.get(channel)?.messages.get(at.slice(channel.length + 1))?.subtype ===
    'assistant_app_thread';
  return {
    users: () => [...workspace.users.values()].map((user) => ({ ...user })),
    channels: () =>
      [...workspace.channels.values()].map(({ id, name, kind, isShared, isArchived, members }) => ({
        id,
        name,
        kind,
        isShared,
        isArchived,
        members: [...members],
      })),
    assistantThreads: (user) =>
      [...workspace.threads].flatMap(([at, { channel, title, user: owner }]) =>
        owner === user && isAssistantRoot(at, channel)
          ? [{ channel, threadTs: at.slice(channel.length + 1), title }]
          : [],
      ),
    views: (user) => viewsOf(workspace, user),
    messages: messagesOf,
    thread: (id, ts) => {
      const channel = workspace.channels.get(id);
      return [ts, ...(channel?.threads.get(ts) ?? [])].flatMap(
        (each) => channel?.messages.get(each) ?? [],
      );
    },
    ephemerals: (user, channel) =>
      [...workspace.ephemerals.values()].filter(
        (message) =>
          message.ephemeralFor === user && (channel === undefined || message.channel === channel),
      ),
    everShown: () => workspace.shown,
    assistantStatus: (channel, threadTs) => {
      const thread = workspace.threads.get(key(channel, threadTs));
      if (thread === undefined) return '';
      const isOld = nowMs() - thread.statusAt > workspace.settings.statusLifetimeMs;
      return isOld ? '' : thread.status;
    },
    suggestedPrompts: (channel, threadTs) =>
      workspace.threads.get(key(channel, threadTs))?.prompts ?? [],
    assistantTitle: (channel, threadTs) =>
      workspace.threads.get(key(channel, threadTs))?.title ?? '',
    reactions: (id, ts) =>
      (workspace.channels.get(id)?.messages.get(ts)?.reactions ?? []).map(({ name }) => name),
    statuses: workspace.statuses,
    pings: workspace.pings,
    links: workspace.links,
    unfurls: workspace.unfurls,
    watch: (listener) => {
      workspace.watchers.add(listener);
      return () => workspace.watchers.delete(listener);
    },
  };
}
