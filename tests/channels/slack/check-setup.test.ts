/** What `doctor` says of a Slack set-up, asked of a local Slack. */
import { describe, expect, test } from 'vitest';
import { botScopes } from '../../../src/channels/slack/check/app-needs.ts';
import { changing, heard, openSetup, places } from './open-setup.ts';

test('a set-up in which nothing is wrong says so of each part', async () => {
  const { findings, slack } = await openSetup();
  const found = await findings();
  expect(found.map(({ state, check, detail }) => `${state} ${check}: ${detail}`)).toEqual([
    'ok slack bot token: signed in to Earshot Local as @earshot',
    expect.stringMatching(/^ok slack scopes: all \d+ are granted/),
    'ok slack app token: Socket Mode: a socket can be opened',
    'ok slack events: they come in; the latest on record is of 2026-11-02T09:00:00.000Z',
    'ok slack channel C0HELP: #help, always',
    'ok slack triage: #triage',
    'ok slack agents: @support, 1 agent(s)',
    'ok slack customers: they are answered from your articles',
  ]);
  expect(slack.connections()).toBe(0);
});

describe('tokens', () => {
  test('a bot token that Slack does not know ends the look, with the way to the right one', async () => {
    const { troubles } = await openSetup();
    expect(await troubles({ botToken: 'xoxb-wrong' })).toEqual([
      expect.stringMatching(/^fault slack bot token: .*invalid_auth.*OAuth & Permissions/),
    ]);
  });

  test('a revoked token asks for a new installation', async () => {
    const { slack, troubles } = await openSetup();
    slack.settings.tokens = 'revoked';
    expect(await troubles()).toEqual([
      expect.stringMatching(/^fault slack bot token: .*token_revoked.*Install the app/),
    ]);
  });

  test('a Slack that cannot be reached is told from one that refuses', async () => {
    const { troubles } = await openSetup();
    expect(await troubles({ apiUrl: 'http://127.0.0.1:1/api/' })).toEqual([
      expect.stringMatching(/^fault slack bot token: cannot sign in.*SLACK_API_URL/),
    ]);
  });

  test('a wrong app token is named, and the rest is looked at all the same', async () => {
    const { findings, troubles } = await openSetup();
    const events = { kind: 'socket', appToken: 'xapp-wrong' } as const;
    expect(await troubles({ events })).toEqual([
      expect.stringMatching(/^fault slack app token: .*invalid_auth.*Basic Information/),
    ]);
    expect(await findings({ events })).toHaveLength(8);
  });

  test('an app token of another app is told from the right one', async () => {
    const { slack, troubles } = await openSetup();
    const apiUrl = await changing(slack, 'bots.info', (answer) => ({
      ...answer,
      bot: { ...(answer.bot as object), app_id: 'A0OTHER' },
    }));
    expect(await troubles({ apiUrl })).toEqual([
      expect.stringMatching(/^fault slack app token: it is of another app .*same app/),
    ]);
  });

  test('missing scopes are named', async () => {
    const { slack, troubles } = await openSetup();
    slack.settings.scopes = botScopes.filter((scope) => !/^(reactions|im)/.test(scope));
    expect(await troubles()).toEqual([
      expect.stringMatching(
        /^fault slack scopes: not granted: im:history, reactions:write .*slack-manifest\.yaml/,
      ),
    ]);
  });
});

describe('events', () => {
  test('nothing on record asks for a first message, and names what the app must hear', async () => {
    const { troubles } = await openSetup();
    const [advice, ...more] = await troubles({ heard: [] });
    expect(advice).toMatch(
      /^advice slack events: .*from a channel or from a direct message .*message\.channels.*message\.im/,
    );
    expect(more).toEqual([]);
  });

  test('what was heard already is not asked for', async () => {
    const { troubles } = await openSetup();
    expect(await troubles({ heard: heard.slice(0, 1) })).toEqual([
      expect.stringMatching(/nothing is on record yet from a direct message \|/),
    ]);
    expect(await troubles({ heard: heard.slice(1), policy: { ...places, channels: {} } })).toEqual([
      expect.stringMatching(/^advice slack channels/),
    ]);
  });

  test('HTTP mode needs an address that Slack can call', async () => {
    const { findings, troubles } = await openSetup();
    const events = { kind: 'http', signingSecret: 'local-signing-secret' } as const;
    expect(await troubles({ events })).toEqual([
      expect.stringMatching(/^advice slack requests: .*PUBLIC_URL\/slack\/events/),
    ]);
    expect(await troubles({ events, publicUrl: 'http://help.example.com' })).toEqual([
      expect.stringMatching(/^advice slack requests: .*https/),
    ]);
    expect(await findings({ events, publicUrl: 'https://help.example.com' })).toContainEqual(
      expect.objectContaining({
        state: 'ok',
        detail: 'HTTP mode: Slack must call https://help.example.com/slack/events',
      }),
    );
  });
});

describe('channels', () => {
  test('each one is looked at by itself', async () => {
    const { slack, troubles } = await openSetup();
    slack.addChannel({ id: 'C0OUT', name: 'out', withBot: false });
    slack.addChannel({ id: 'C0OLD', name: 'old' });
    slack.archive('C0OLD');
    const channels = {
      C0OUT: 'always',
      C0OLD: 'always',
      C0NONE: 'always',
      C0HELP: 'always',
    } as const;
    expect(await troubles({ policy: { ...places, channels } })).toEqual([
      'fault slack channel C0OUT: the bot is not in #out | Write /invite @earshot in #out',
      expect.stringMatching(/^fault slack channel C0OLD: #old is archived .*desk\.yaml/),
      expect.stringMatching(/^fault slack channel C0NONE: .*channel_not_found.*Correct the id/),
    ]);
  });

  test('one that is shared with another company is fine, and said to be', async () => {
    const { slack, findings } = await openSetup();
    slack.addChannel({ id: 'C0SHARED', name: 'acme', isShared: true });
    const channels = { C0SHARED: 'when_confident' } as const;
    expect(await findings({ policy: { ...places, channels } })).toContainEqual(
      expect.objectContaining({
        state: 'ok',
        detail: '#acme, when_confident, shared with another company',
      }),
    );
  });
});

describe('the triage channel', () => {
  test('none, or no agents, means that nobody is called', async () => {
    const { troubles } = await openSetup();
    expect(await troubles({ policy: { channels: places.channels } })).toEqual([
      expect.stringMatching(/^advice slack triage: .*nobody is called in Slack/),
      expect.stringMatching(/^advice slack agents: .*nobody can take over in Slack/),
    ]);
  });

  test('is no place for customers, nor for other companies', async () => {
    const { slack, troubles } = await openSetup();
    slack.addChannel({ id: 'C0SHARED', name: 'both', isShared: true, members: ['U0GRACE'] });
    expect(await troubles({ policy: { ...places, triage: 'C0HELP' } })).toContainEqual(
      expect.stringMatching(/^fault slack triage: customers ask in it/),
    );
    expect(await troubles({ policy: { ...places, triage: 'C0SHARED' } })).toEqual([
      expect.stringMatching(/^fault slack triage: #both is shared/),
    ]);
  });

  test('must have the bot in it', async () => {
    const { slack, troubles } = await openSetup();
    slack.leave('C0TRIAGE', slack.botUserId);
    expect(await troubles()).toEqual([
      'fault slack triage: the bot is not in #triage | Write /invite @earshot in #triage',
    ]);
  });
});

describe('the agents', () => {
  test('a group that does not exist, or that nobody is in, is a fault', async () => {
    const { slack, troubles } = await openSetup();
    expect(await troubles({ policy: { ...places, agents: 'S0NONE' } })).toEqual([
      expect.stringMatching(/^fault slack agents: there is no user group S0NONE .*Copy group ID/),
    ]);
    slack.setUserGroup('S0AGENTS', []);
    expect(await troubles()).toEqual([
      expect.stringMatching(/^fault slack agents: nobody active is in @support/),
    ]);
  });

  test('a disabled group is a fault', async () => {
    const { slack, troubles } = await openSetup();
    const apiUrl = await changing(slack, 'usergroups.list', (answer) => ({
      ...answer,
      usergroups: (answer.usergroups as object[]).map((group) => ({ ...group, date_delete: 1 })),
    }));
    expect(await troubles({ apiUrl })).toEqual([
      expect.stringMatching(/^fault slack agents: @support is disabled/),
    ]);
  });

  test('who has left the company is named, and counts for nobody', async () => {
    const { slack, findings, troubles } = await openSetup();
    slack.setUserGroup('S0AGENTS', ['U0GRACE', slack.addUser({ id: 'U0LEFT', name: 'Lew' })]);
    const apiUrl = await changing(slack, 'users.info', (answer) => {
      const user = answer.user as { readonly id: string };
      return { ...answer, user: { ...user, deleted: user.id === 'U0LEFT' } };
    });
    expect(await troubles({ apiUrl })).toEqual([
      'advice slack agents: no longer active: Lew | Take them out of @support',
    ]);
    expect(await findings({ apiUrl })).toContainEqual(
      expect.objectContaining({ detail: '@support, 1 agent(s)' }),
    );
  });

  test('who is not in the triage channel is named', async () => {
    const { slack, troubles } = await openSetup();
    slack.setUserGroup('S0AGENTS', ['U0GRACE', slack.addUser({ name: 'Lin' })]);
    expect(await troubles()).toEqual([
      'advice slack agents: not in the triage channel: Lin | Invite them there',
    ]);
  });
});

test('without articles of the company’s it says who is answered, and why', async () => {
  const { troubles } = await openSetup();
  expect(await troubles({ servesCustomers: false })).toEqual([
    expect.stringMatching(/^advice slack customers: agents only .*KNOWLEDGE_DIR/),
  ]);
  const noAgents = { channels: places.channels, triage: places.triage };
  expect(await troubles({ servesCustomers: false, policy: noAgents })).toContainEqual(
    expect.stringMatching(/^fault slack customers: nobody is answered: .*KNOWLEDGE_DIR/),
  );
});

test('a Slack that asks to wait is no fault of the set-up', async () => {
  const { slack, troubles } = await openSetup();
  slack.faults.calls.push({ trouble: 'rate_limited', methods: ['conversations.info'], next: 1 });
  expect(await troubles()).toEqual([
    expect.stringMatching(/^advice slack channel C0HELP: Slack asks to wait .*again in a minute/),
  ]);
});
