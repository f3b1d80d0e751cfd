/** A Slack set-up on a local Slack in which everything is as it should be, to be spoilt. */
import { serve } from '@hono/node-server';
import { onTestFinished } from 'vitest';
import { botScopes } from '../../../src/channels/slack/check/app-needs.ts';
import {
  type CheckSetupOptions,
  checkSlackSetup,
} from '../../../src/channels/slack/check/check-setup.ts';
import type { Finding } from '../../../src/desk/finding.ts';
import { type SlackEmulator, startSlackEmulator } from '../../emulators/slack/slack-emulator.ts';

export interface Checked {
  readonly slack: SlackEmulator;
  readonly agent: string;
  /** The findings as `doctor` prints them, the good ones left out. */
  troubles(changed?: Partial<CheckSetupOptions>): Promise<readonly string[]>;
  findings(changed?: Partial<CheckSetupOptions>): Promise<readonly Finding[]>;
}

export const heard = [
  { address: 'C0HELP/1700000000.000100', at: Date.UTC(2026, 10, 2, 9) },
  { address: 'D0ADA', at: Date.UTC(2026, 10, 1, 9) },
];

/** Everything is as it should be. */
export async function openSetup(): Promise<Checked> {
  const slack = await startSlackEmulator();
  onTestFinished(() => slack.stop());
  slack.settings.scopes = botScopes;
  const agent = slack.addUser({ id: 'U0GRACE', name: 'Grace' });
  slack.addChannel({ id: 'C0HELP', name: 'help' });
  slack.addChannel({ id: 'C0TRIAGE', name: 'triage', members: [agent] });
  slack.addUserGroup({ id: 'S0AGENTS', handle: 'support', users: [agent] });
  const options: CheckSetupOptions = {
    botToken: slack.botToken,
    events: { kind: 'socket', appToken: slack.appToken },
    apiUrl: slack.apiUrl,
    policy: places,
    publicUrl: null,
    servesCustomers: true,
    heard,
  };
  const findings = (changed = {}) => checkSlackSetup({ ...options, ...changed });
  return {
    slack,
    agent,
    findings,
    async troubles(changed) {
      const found = await findings(changed);
      return found
        .filter(({ state }) => state !== 'ok')
        .map((each) => `${each.state} ${each.check}: ${each.detail} | ${each.remedy}`);
    },
  };
}

export const places = {
  channels: { C0HELP: 'always' },
  triage: 'C0TRIAGE',
  agents: 'S0AGENTS',
} as const;

/** A way to the local Slack on which one method answers something that it cannot be brought to say. */
export async function changing(
  slack: SlackEmulator,
  method: string,
  change: (answer: Readonly<Record<string, unknown>>) => object,
): Promise<string> {
  const fetchChanged = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const answer = await fetch(`${slack.url}${pathname}`, {
      method: request.method,
      headers: {
        authorization: request.headers.get('authorization') ?? '',
        'content-type': request.headers.get('content-type') ?? '',
      },
      body: await request.text(),
    });
    const body = (await answer.json()) as Readonly<Record<string, unknown>>;
    const scopes = answer.headers.get('x-oauth-scopes') ?? '';
    return Response.json(pathname.endsWith(`/${method}`) ? change(body) : body, {
      headers: { 'x-oauth-scopes': scopes },
    });
  };
  const address = await new Promise<{ readonly port: number }>((resolve) => {
    const server = serve({ fetch: fetchChanged, port: 0, hostname: '127.0.0.1' }, resolve);
    onTestFinished(() => void server.close());
  });
  return `http://127.0.0.1:${address.port}/api/`;
}
