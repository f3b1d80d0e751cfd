/** What the start-up tells of Slack. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeStart } from '../src/banner.ts';
import { loadConfig } from '../src/config.ts';
import { tempFolder } from './temp-folder.ts';

const bot = { SLACK_BOT_TOKEN: 'xoxb-1-2-abc' };
const socket = { ...bot, SLACK_APP_TOKEN: 'xapp-1-A1-2-abc' };
const http = { ...bot, SLACK_SIGNING_SECRET: '8f742231b10e8888abcd99yyyzzz85a5' };
const own = { KNOWLEDGE_DIR: '.' };

/** The lines from Slack's to the next one. */
function slackLines(
  env: Readonly<Record<string, string>>,
  desk = '',
  slackConnected = true,
): readonly string[] {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'desk.yaml'), desk);
  const started = {
    url: 'http://127.0.0.1:3000',
    token: 'token',
    slackConnected,
    readyMs: 500,
  };
  const status = { articles: 1, passages: 2, faults: [] };
  const banner = describeStart(loadConfig({ env, cwd }), { ...started, ...status });
  return /^ {2}\w+ +Slack:[^\n]*(?:\n {9}[^\n]*)*/m.exec(banner)?.[0].split('\n') ?? [];
}

const desk = `slack:
  channels: {C0HELP: always, C0SURE: when_confident}
  triage: C0TRIAGE
  agents: S0AGENTS
`;

describe('the banner', () => {
  test('does not call on what is not connected', () => {
    const [line, why] = slackLines({ ...socket, ...own }, desk, false);
    expect(line).toMatch(/^ {2}wait Slack: Socket Mode/);
    expect(why).toMatch(/NOT CONNECTED.*doctor/);
  });

  test('says how Slack is turned on where it is off', () => {
    expect(slackLines({})).toEqual([
      expect.stringMatching(/^ {2}off {2}Slack: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN;.*article/),
    ]);
  });

  test('says how events come, where the bot answers and where agents are called', () => {
    expect(slackLines({ ...socket, ...own }, desk)).toEqual([
      '  on   Slack: Socket Mode, 2 channels, agents called in C0TRIAGE',
    ]);
    expect(slackLines({ ...http, ...own }, desk)).toEqual([
      '  on   Slack: HTTP mode at /slack/events, 2 channels, agents called in C0TRIAGE',
    ]);
  });

  test('says what is missing for people to be called and to take over', () => {
    expect(slackLines({ ...socket, ...own })).toEqual([
      '  on   Slack: Socket Mode, where it is mentioned, nobody is called',
      expect.stringMatching(/^ {9}.*slack: triage:/),
      expect.stringMatching(/^ {9}.*slack: agents:/),
    ]);
  });

  test('says why agents only are answered without articles of the company’s', () => {
    expect(slackLines(socket, desk)).toEqual([
      expect.stringMatching(/^ {2}on {3}Slack: Socket Mode/),
      expect.stringMatching(/^ {9}answers agents only: .*own manual; KNOWLEDGE_DIR=folder/),
    ]);
  });

  test('shows no token', () => {
    const lines = slackLines({ ...socket, ...own }, desk).join('\n');
    expect(lines).not.toMatch(/xoxb|xapp/);
  });
});
