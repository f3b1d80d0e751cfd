/** The app that people make from docs/slack-manifest.yaml is the one that the code needs. */
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { botEvents, botScopes } from '../../../src/channels/slack/check/app-needs.ts';
import { command, shortcuts } from '../../../src/channels/slack/interactions/ids.ts';

const text = readFileSync('docs/slack-manifest.yaml', 'utf8');
const manifest = parse(text);

/** Which scopes a method takes: https://docs.slack.dev/reference/methods */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'apps.connections.open': [],
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'auth.test': [],
  'bots.info': ['users:read'],
  'chat.appendStream': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.getPermalink': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'chat.update': ['chat:write'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  'reactions.add': ['reactions:write'],
  'reactions.remove': ['reactions:write'],
  'usergroups.list': ['usergroups:read'],
  'usergroups.users.list': ['usergroups:read'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
};

/** Which scopes an event takes: https://docs.slack.dev/reference/events */
const scopeOfEvent: Readonly<Record<string, string>> = {
  app_mention: 'app_mentions:read',
  assistant_thread_context_changed: 'assistant:write',
  assistant_thread_started: 'assistant:write',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
  'message.mpim': 'mpim:history',
  subteam_members_changed: 'usergroups:read',
  subteam_updated: 'usergroups:read',
};

test('asks for the scopes that doctor looks for, and for no other', () => {
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...botScopes].sort());
  expect(manifest.oauth_config.scopes.user).toBeUndefined();
});

test('asks for what the calls and the events of the code take, and for nothing else', () => {
  const code = globSync('src/channels/slack/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const methods = code.flatMap((words) =>
    [...words.matchAll(/\b(?:web|client)\s*\.((?:\w+\.)+\w+)\(/g)].map(([, name = '']) => name),
  );
  expect(methods.filter((name) => scopesOf[name] === undefined)).toEqual([]);
  expect(methods).toContain('chat.postMessage');
  const needed = new Set([
    ...methods.flatMap((name) => scopesOf[name] ?? []),
    ...botEvents.map((name) => scopeOfEvent[name]),
    'commands',
    // Reading what stands in its own posts' metadata.
    ...(code.some((words) => words.includes('include_all_metadata'))
      ? ['metadata.message:read']
      : []),
  ]);
  expect([...needed].sort()).toEqual([...botScopes].sort());
});

test('subscribes to the events that doctor names', () => {
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual(
    [...botEvents].sort(),
  );
});

test('has the command and the shortcuts that the code answers to', () => {
  const commands: readonly { command: string }[] = manifest.features.slash_commands;
  const entries: readonly { callback_id: string; type: string }[] = manifest.features.shortcuts;
  expect(commands.map((each) => each.command)).toEqual([command]);
  expect(entries.map((each) => each.callback_id).sort()).toEqual(Object.values(shortcuts).sort());
  expect(entries.every(({ type }) => type === 'message')).toBe(true);
});

test('lets people press buttons and write to the bot, over a socket, with tokens that stay', () => {
  expect(manifest.settings).toMatchObject({
    interactivity: { is_enabled: true },
    socket_mode_enabled: true,
    token_rotation_enabled: false,
  });
  expect(manifest.features.app_home).toMatchObject({
    messages_tab_enabled: true,
    messages_tab_read_only_enabled: false,
  });
});

test('is for HTTP mode with its three addresses, as its comments say', () => {
  const http = parse(text.replaceAll(/#(url|request_url):/g, '$1:'));
  const url = 'https://help.example.com/slack/events';
  expect(http.settings.event_subscriptions.request_url).toBe(url);
  expect(http.settings.interactivity.request_url).toBe(url);
  expect(http.features.slash_commands[0].url).toBe(url);
});

test('keeps within the lengths that Slack takes', () => {
  const { display_information: shown, features } = manifest;
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description.length).toBeLessThanOrEqual(140);
  expect(features.assistant_view.suggested_prompts.length).toBeLessThanOrEqual(4);
  for (const { name, description } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
});
