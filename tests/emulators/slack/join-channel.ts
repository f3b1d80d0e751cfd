import { addMessage } from './messages.ts';
import type { Channel, Workspace } from './workspace.ts';

/** Both what the channel shows and what the bot is told, twice over as Slack does. */
export function joinChannel(workspace: Workspace, channel: Channel, user: string): void {
  if (channel.members.has(user)) return;
  channel.members.add(user);
  addMessage(workspace, channel, {
    user,
    text: `<@${user}> has joined the channel`,
    subtype: channel.kind === 'group' ? 'group_join' : 'channel_join',
  });
  workspace.emit(
    {
      type: 'member_joined_channel',
      user,
      channel: channel.id,
      channel_type: channel.kind === 'group' ? 'G' : 'C',
      team: workspace.users.get(user)?.teamId ?? workspace.teamId,
      event_ts: workspace.newTs(),
    },
    channel,
  );
}
