/** Wraps what happened into Slack's event envelope, for those events that the app asked for. */
import type { Json } from './types.ts';
import type { Channel, Workspace } from './workspace.ts';

export interface EventEnvelope {
  readonly eventId: string;
  /** As in the app's manifest: `message.channels`, `app_mention`, … */
  readonly type: string;
  readonly body: Json;
}

/** Undefined where Slack would tell this app nothing. */
export function envelopeOf(
  workspace: Workspace,
  event: Json,
  channel: Channel | undefined,
): EventEnvelope | undefined {
  if (channel !== undefined && !channel.members.has(workspace.botUserId)) return undefined;
  const type = subscriptionOf(event, channel);
  const { subscriptions } = workspace.settings;
  if (subscriptions !== 'all' && !subscriptions.includes(type)) return undefined;
  const eventId = workspace.newId('Ev');
  // In a shared channel the outer team is where it happened, the authorization where the app is.
  const team = typeof event.user_team === 'string' ? event.user_team : workspace.teamId;
  return {
    eventId,
    type,
    body: {
      token: 'verification-token',
      team_id: team,
      context_team_id: workspace.teamId,
      context_enterprise_id: null,
      api_app_id: workspace.appId,
      event,
      type: 'event_callback',
      event_id: eventId,
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [
        {
          enterprise_id: null,
          team_id: workspace.teamId,
          user_id: workspace.botUserId,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: channel?.isShared ?? false,
      event_context: `4-${eventId}`,
    },
  };
}

const messageTypes = { channel: 'message.channels', group: 'message.groups', im: 'message.im' };

function subscriptionOf(event: Json, channel: Channel | undefined): string {
  const type = String(event.type);
  return type === 'message' && channel !== undefined ? messageTypes[channel.kind] : type;
}
