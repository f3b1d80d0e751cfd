/** Looks at all that Slack needs, as far as Slack tells, and names a remedy for each fault. */
import { advice, type Finding, fault, ok } from '../../../desk/finding.ts';
import { readAddress } from '../address.ts';
import { createSlackApi, type SlackApi } from '../slack-api.ts';
import type { SlackLog, SlackOptions } from '../slack-options.ts';
import { botEvents, botScopes } from './app-needs.ts';
import { findingOf, installAgain, orFinding } from './check-call.ts';
import { checkAgents, checkChannels, checkTriage } from './check-places.ts';

export interface CheckSetupOptions
  extends Pick<SlackOptions, 'botToken' | 'events' | 'apiUrl' | 'servesCustomers'> {
  readonly policy: SlackOptions['policy']['slack'];
  readonly publicUrl: string | null;
  /** Recent conversations on Slack: what is on record has been heard. */
  readonly heard: readonly Heard[];
}

export interface Heard {
  readonly address: string;
  /** In ms since 1970. */
  readonly at: number;
}

export async function checkSlackSetup(options: CheckSetupOptions): Promise<readonly Finding[]> {
  const { botToken: token, apiUrl, events, policy } = options;
  const api = createSlackApi({ token, apiUrl, log: silent });
  let self: SignedIn;
  try {
    self = await signIn(api);
  } catch (error) {
    return [findingOf('slack bot token', signInRemedies, error)];
  }
  return [
    ok('slack bot token', `signed in to ${self.team} as @${self.name}`),
    ...checkScopes(self),
    ...(events.kind === 'socket'
      ? await checkSockets(events.appToken, self, api, options)
      : checkRequests(options)),
    checkEvents(options),
    ...(await checkChannels(api, self.name, policy)),
    ...(await checkTriage(api, self.name, policy)),
    ...(await checkAgents(api, policy)),
    checkAudience(options),
  ];
}

interface SignedIn {
  readonly team: string;
  readonly name: string;
  readonly botId: string;
  /** Null where Slack does not say. */
  readonly scopes: readonly string[] | null;
}

/** What is found is told; what Slack's packages say of it besides is not. */
const silent: SlackLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

const signInRemedies = {
  other: 'Copy the "Bot User OAuth Token" (xoxb-) from "OAuth & Permissions" again',
  account_inactive: 'Install the app to the workspace again and copy its new token',
  token_revoked: 'Install the app to the workspace again and copy its new token',
};

async function signIn(api: SlackApi): Promise<SignedIn> {
  const who = await api.call('sign in', (web) => web.auth.test());
  const { team = 'the workspace', user: name = 'the bot', bot_id: botId = '' } = who;
  return { team, name, botId, scopes: who.response_metadata?.scopes ?? null };
}

function checkScopes({ scopes }: SignedIn): readonly Finding[] {
  const check = 'slack scopes';
  if (scopes === null) return [];
  const missing = botScopes.filter((scope) => !scopes.includes(scope));
  if (missing.length === 0) return [ok(check, `all ${botScopes.length} are granted`)];
  return [fault(check, `not granted: ${missing.join(', ')}`, installAgain)];
}

async function checkSockets(
  appToken: string,
  { botId }: SignedIn,
  bot: SlackApi,
  { apiUrl }: CheckSetupOptions,
): Promise<readonly Finding[]> {
  const check = 'slack app token';
  const app = createSlackApi({ token: appToken, apiUrl, log: silent });
  return orFinding(check, socketRemedies, async () => {
    // Asks for the address of a socket and opens none.
    await app.call('open a socket', (web) => web.apps.connections.open());
    const [appOfToken, appOfBot] = await Promise.all([
      orNull(app.call('ask whose token it is', (web) => web.auth.test())),
      orNull(bot.call('ask whose bot it is', (web) => web.bots.info({ bot: botId }))),
    ]);
    const ids = [appOfToken?.app_id, appOfBot?.bot?.app_id];
    if (ids[0] && ids[1] && ids[0] !== ids[1]) {
      const remedy = 'Copy both tokens from the same app, or no event comes';
      return [fault(check, 'it is of another app than SLACK_BOT_TOKEN', remedy)];
    }
    return [ok(check, 'Socket Mode: a socket can be opened')];
  });
}

/** Whose tokens they are is worth knowing and no fault where it is not told. */
const orNull = <T>(asked: Promise<T>): Promise<T | null> => asked.catch(() => null);

const socketRemedies = {
  other: 'Turn "Socket Mode" on, and make an app-level token with connections:write',
  missing_scope: 'Make an app-level token with the scope connections:write in "Basic Information"',
  invalid_auth: 'Copy the app-level token (xapp-) from "Basic Information" again',
};

/** Whether a signing secret is right shows in Slack's requests only. */
function checkRequests({ publicUrl }: CheckSetupOptions): readonly Finding[] {
  const check = 'slack requests';
  if (publicUrl === null) {
    const remedy =
      'Set PUBLIC_URL, and give PUBLIC_URL/slack/events to the app, three times: events, interactivity, command';
    return [advice(check, 'HTTP mode, and where Slack reaches the bot is not known', remedy)];
  }
  const url = `${publicUrl}/slack/events`;
  if (publicUrl.startsWith('https:')) return [ok(check, `HTTP mode: Slack must call ${url}`)];
  return [advice(check, `Slack cannot call ${url} safely`, 'Give the bot an https address')];
}

function checkEvents({ heard, policy }: CheckSetupOptions): Finding {
  const check = 'slack events';
  const isDirect = ({ address }: Heard) => readAddress(address).channel.startsWith('D');
  const inChannels = heard.filter((each) => !isDirect(each));
  const direct = heard.filter(isDirect);
  const wanted = [
    ...(inChannels.length === 0 && Object.keys(policy.channels).length > 0 ? ['a channel'] : []),
    ...(direct.length === 0 ? ['a direct message'] : []),
  ];
  if (wanted.length === 0) {
    const latest = Math.max(...heard.map(({ at }) => at));
    return ok(check, `they come in; the latest on record is of ${new Date(latest).toISOString()}`);
  }
  return advice(
    check,
    `nothing is on record yet from ${wanted.join(' or from ')}`,
    `Write to the bot there. Where it hears nothing, see "Event Subscriptions" of the app: ${botEvents.join(', ')}`,
  );
}

function checkAudience({ servesCustomers, policy }: CheckSetupOptions): Finding {
  const check = 'slack customers';
  if (servesCustomers) return ok(check, 'they are answered from your articles');
  const remedy = 'Set KNOWLEDGE_DIR to the folder of your articles';
  const why = 'KNOWLEDGE_DIR is not set, and customers should not get Earshot’s own manual';
  return policy.agents === undefined
    ? fault(check, `nobody is answered: ${why}`, remedy)
    : advice(check, `agents only are answered: ${why}`, remedy);
}
