/** What the Slack app must have been granted, as docs/slack-manifest.yaml asks for it. */

/** Of the bot token. */
export const botScopes = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:read',
  'chat:write',
  'commands',
  'groups:history',
  'groups:read',
  'im:history',
  // The outbox looks for its own posts by their metadata before it sends again.
  'metadata.message:read',
  'mpim:history',
  'reactions:write',
  'usergroups:read',
  'users:read',
] as const;

/** Slack has no way to ask which of these an app has subscribed to. */
export const botEvents = [
  'app_mention',
  'assistant_thread_context_changed',
  'assistant_thread_started',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
  'subteam_members_changed',
  'subteam_updated',
] as const;
