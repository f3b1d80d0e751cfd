import type { Channel, Workspace } from '../workspace.ts';

/** The one conversation between a person and the app, made where it is missing. */
export function openDm(workspace: Workspace, user: string): Channel {
  const found = [...workspace.channels.values()].find(
    ({ kind, members }) => kind === 'im' && members.has(user),
  );
  if (found !== undefined) return found;
  const name = workspace.users.get(user)?.name ?? user;
  return workspace.addChannel({ name, members: [user], kind: 'im' });
}
