/** What people, and tests, can read of the workspace. */
import type { SlackEmulator } from './types.ts';
import { viewsOf } from './views.ts';
import { key, nowMs, type Workspace } from './workspace.ts';

type Readings = Pick<
  SlackEmulator,
  | 'views'
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
  return {
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
