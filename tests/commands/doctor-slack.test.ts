/** `doctor` as a person runs it, with Slack configured. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { botScopes } from '../../src/channels/slack/check/app-needs.ts';
import type { Finding } from '../../src/desk/finding.ts';
import { policySchema } from '../../src/desk/policy.ts';
import { openRecords } from '../../src/records/open.ts';
import { startSlackEmulator } from '../emulators/slack/slack-emulator.ts';
import { tempFolder } from '../temp-folder.ts';
import { type Folder, fillFolder, question } from './folder.ts';

interface Report {
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

const desk = 'slack:\n  channels: {C0HELP: always}\n  triage: C0TRIAGE\n  agents: S0AGENTS\n';

async function openCompany() {
  const slack = await startSlackEmulator();
  onTestFinished(() => slack.stop());
  slack.settings.scopes = botScopes;
  const grace = slack.addUser({ name: 'Grace' });
  slack.addChannel({ id: 'C0HELP', name: 'help' });
  slack.addChannel({ id: 'C0TRIAGE', name: 'triage', members: [grace] });
  slack.addUserGroup({ id: 'S0AGENTS', handle: 'support', users: [grace] });
  const folder = fillFolder(tempFolder());
  writeFileSync(join(folder.cwd, 'desk.yaml'), desk);
  const settings = {
    PORT: '0',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
  };
  return { slack, folder, settings };
}

const onSlack = ({ findings }: Report) => findings.filter(({ check }) => check.startsWith('slack'));

async function hear(folder: Folder, address: string): Promise<void> {
  const records = await openRecords({ dataDir: join(folder.cwd, 'data'), now: Date.now });
  const message = {
    channel: 'slack',
    address,
    externalId: `1700000000.${address.length}`,
    author: { externalId: 'U0ADA', name: 'Ada', agent: null },
    text: question,
    attachments: [],
    hearing: 'called',
    place: null,
    at: Date.now(),
  } as const;
  await records.inbox.accept(message, policySchema.parse({}).limits);
  await records.close();
}

test('finds nothing to mend where Slack is set up, and events have come', async () => {
  const { folder, settings } = await openCompany();
  const first = await folder.json<Report>(['doctor'], settings);
  expect(first.code).toBe(0);
  expect(onSlack(first.document).filter(({ state }) => state !== 'ok')).toEqual([
    expect.objectContaining({ check: 'slack events', state: 'advice' }),
  ]);
  await hear(folder, 'C0HELP/1700000000.000100');
  await hear(folder, 'D0ADA');
  const { document } = await folder.json<Report>(['doctor'], settings);
  expect(onSlack(document).every(({ state }) => state === 'ok')).toBe(true);
});

test('ends with exit code 1 and the remedy where something is wrong, and shows no token', async () => {
  const { slack, folder, settings } = await openCompany();
  slack.leave('C0HELP', slack.botUserId);
  const { code, stdout, stderr } = await folder.run(['doctor'], settings);
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /FAULT {2}slack channel C0HELP: the bot is not in #help\n\s+Write \/invite @earshot in #help/,
  );
  for (const token of [slack.botToken, slack.appToken]) {
    expect(stdout + stderr).not.toContain(token);
  }
});

test('says nothing of Slack where it is off', async () => {
  const { folder } = await openCompany();
  const { document } = await folder.json<Report>(['doctor'], { PORT: '0' });
  expect(onSlack(document)).toEqual([]);
});
