import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';
import { policySchema } from '../src/desk/policy.ts';
import { tempFolder } from './temp-folder.ts';

type Env = Readonly<Record<string, string>>;

function load(env: Env = {}, desk?: string) {
  const cwd = tempFolder();
  if (desk !== undefined) writeFileSync(join(cwd, 'desk.yaml'), desk);
  return loadConfig({ env, cwd });
}

/** What a person reads where this configuration is refused. */
function refusal(env: Env, desk?: string): string {
  try {
    load(env, desk);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('this configuration was accepted');
}

describe('Slack', () => {
  const bot = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc' };
  const app = { SLACK_APP_TOKEN: 'xapp-1-A1-2-abc' };
  const signing = { SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };

  test('is off where nothing of it is set', () => {
    expect(load().slack).toBeNull();
  });

  test('brings events over sockets where an app token is set, else to the web server', () => {
    const socket = { kind: 'socket', appToken: app.SLACK_APP_TOKEN };
    const http = { kind: 'http', signingSecret: signing.SLACK_SIGNING_SECRET };
    const botToken = bot.SLACK_BOT_TOKEN;
    expect(load({ ...bot, ...app }).slack).toEqual({ botToken, apiUrl: null, events: socket });
    expect(load({ ...bot, ...signing }).slack).toEqual({ botToken, apiUrl: null, events: http });
    expect(load({ ...bot, ...app, ...signing }).slack?.events).toEqual(socket);
    expect(load({ ...bot, ...app }).unused).toEqual([]);
  });

  test.each(['http://127.0.0.1:8080/api', 'http://127.0.0.1:8080/api/'])(
    'takes %s for another address of its API',
    (SLACK_API_URL) => {
      const { slack } = load({ ...bot, ...app, SLACK_API_URL });
      expect(slack?.apiUrl).toBe('http://127.0.0.1:8080/api/');
    },
  );

  test.each([
    ['a bot token alone', bot, /SLACK_BOT_TOKEN: .*SLACK_APP_TOKEN.*SLACK_SIGNING_SECRET/],
    ['an app token alone', app, /SLACK_APP_TOKEN: .*without the bot token.*SLACK_BOT_TOKEN/],
    ['a signing secret alone', signing, /SLACK_SIGNING_SECRET: .*without.*SLACK_BOT_TOKEN/],
    [
      'an app token for the bot token',
      { ...signing, SLACK_BOT_TOKEN: app.SLACK_APP_TOKEN },
      /SLACK_BOT_TOKEN: is an app-level token\. It belongs in SLACK_APP_TOKEN/,
    ],
    [
      'a bot token for the app token',
      { ...bot, SLACK_APP_TOKEN: bot.SLACK_BOT_TOKEN },
      /SLACK_APP_TOKEN: is a bot token\. It belongs in SLACK_BOT_TOKEN/,
    ],
    [
      'an app token for the signing secret',
      { ...bot, SLACK_SIGNING_SECRET: app.SLACK_APP_TOKEN },
      /SLACK_SIGNING_SECRET: is an app-level token/,
    ],
    [
      'the token of a person',
      { ...app, SLACK_BOT_TOKEN: 'xoxp-1-2-abc' },
      /SLACK_BOT_TOKEN: is the token of a person.*Bot User OAuth Token/,
    ],
    [
      'a token that expires',
      { ...app, SLACK_BOT_TOKEN: 'xoxe.xoxb-1-abc' },
      /SLACK_BOT_TOKEN: is a token that expires.*rotation/,
    ],
    [
      'two tokens in one',
      { ...app, SLACK_BOT_TOKEN: 'xoxb-1 xoxb-2' },
      /SLACK_BOT_TOKEN: is not a bot token.*OAuth & Permissions/,
    ],
    [
      'a word for the signing secret',
      { ...bot, SLACK_SIGNING_SECRET: 'hush-hush' },
      /SLACK_SIGNING_SECRET: is not a signing secret.*Basic Information/,
    ],
    [
      'an API address without a scheme',
      { ...bot, ...app, SLACK_API_URL: 'slack.example.com/api' },
      /SLACK_API_URL: is not an address/,
    ],
  ])('with %s is one fault that says what to do', (_, env, words) => {
    const message = refusal(env);
    expect(message).toContain('1 fault in');
    expect(message).toMatch(words);
    for (const value of Object.values(env)) expect(message).not.toContain(value);
  });
});

describe('the policy for Slack', () => {
  test('says where customers ask, where agents are called, and who they are', () => {
    const { slack } = load(
      {},
      'slack:\n  channels: {C0123456789: when_confident}\n  triage: C0987654321\n  agents: S01\n',
    ).policy;
    expect(slack).toEqual({
      channels: { C0123456789: 'when_confident' },
      triage: 'C0987654321',
      agents: 'S01',
    });
  });

  test.each([
    [
      "channels:\n    '#help': always",
      /:3: slack\.channels\.#help: write an id as C0123456789\. .*About/,
    ],
    ['channels:\n    help: always', /:3: slack\.channels\.help: .*C0123456789/],
    ['channels:\n    C0123456789: often', /:3: .*"always"\|"when_confident"\|"when_mentioned"/],
    ['channels: [C0123456789]', /:2: slack\.channels: .*expected record/],
    ['triage: support-desk', /:2: slack\.triage: .*C0123456789.*About/],
    ['triage: #support-desk', /:2: slack\.triage: .*C0123456789/],
    ["agents: '@support'", /:2: slack\.agents: .*S0123456789/],
  ])('with %s is refused with the line and the way to the id', (line, words) => {
    expect(refusal({}, `slack:\n  ${line}\n`)).toMatch(words);
  });
});

test('desk.yaml shows every group of keys, with the defaults of those that have one', () => {
  const shown = readFileSync('desk.yaml', 'utf8').replaceAll(/^#(?=[a-z]+:| {2})/gim, '');
  const { policy } = load({}, shown);
  expect(Object.keys(policy).sort()).toEqual(Object.keys(policySchema.shape).sort());
  const { name, thresholds, serviceLevels, limits, retention } = policySchema.parse({});
  expect(policy).toMatchObject({ name, thresholds, serviceLevels, limits, retention });
  expect(policy.slack).toEqual({
    channels: { C0123456789: 'always' },
    triage: 'C0345678901',
    agents: 'S0123456789',
  });
});
