/** Who is who in the workspace: names, and which accounts are agents. */
import { type SlackApi, SlackRefusal } from './slack-api.ts';
import type { SlackOptions } from './slack-options.ts';
import { within } from './within.ts';

export interface Directory {
  /** What a person is called, or null where Slack does not say. */
  nameOf(user: string): Promise<string | null>;
  /** The workspace that a person belongs to, where Slack says. */
  teamOf(user: string): Promise<string | null>;
  /** The names that Slack knows, of as many of these as anybody calls in earnest. */
  namesOf(users: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The agent's name at the desk; null for everybody else. */
  agentOf(user: string): Promise<string | null>;
  /** The accounts of the agents' user group. */
  agents(): Promise<readonly string[]>;
  /** Has the user group read again before it is next used. */
  forgetAgents(): void;
}

const agentsHeldMs = 300_000;
/** A message waits for this, and Slack brings again what is not acknowledged in 3 s. */
const agentsWaitMs = 1_000;
const accountsHeldMs = 3_600_000;
const mostAccounts = 5_000;
/** One message can call thousands, and each name is a call of Slack's that others wait behind. */
const mostNames = 20;

interface Account {
  readonly name: string | null;
  readonly team: string | null;
  readonly at: number;
}

const unknown: Account = { name: null, team: null, at: 0 };

export function createDirectory(api: SlackApi, options: SlackOptions): Directory {
  const { policy, identities, people, clock, log } = options;
  const accounts = new Map<string, Account>();
  const group = policy.slack.agents;
  let members: { readonly users: Promise<readonly string[]>; readonly at: number } | null = null;
  let lastKnown: readonly string[] | null = null;

  const readMembers = async (usergroup: string): Promise<readonly string[]> => {
    try {
      const { users = [] } = await api.call('list the agents’ user group', (web) =>
        web.usergroups.users.list({ usergroup }),
      );
      lastKnown = users;
    } catch (error) {
      // Whoever was an agent a moment ago still is: nobody loses their case to a failed call.
      log.warn({ err: error }, 'the agents’ user group cannot be read');
      members = null;
      if (lastKnown === null) return error instanceof SlackRefusal ? [] : recognisedAgents();
    }
    return lastKnown;
  };

  /** Who has been an agent before this process began. */
  const recognisedAgents = async (): Promise<readonly string[]> => {
    const known = await people.list();
    const accounts = known.map(({ name }) => identities.accountOf(name, 'slack'));
    return (await Promise.all(accounts)).filter((account) => account !== undefined);
  };

  const agents = (): Promise<readonly string[]> => {
    if (group === undefined) return Promise.resolve([]);
    const now = clock.now();
    if (members === null || now - members.at > agentsHeldMs) {
      members = { users: readMembers(group), at: now };
    }
    if (lastKnown === null) return members.users;
    return within(members.users, agentsWaitMs, lastKnown);
  };

  const read = async (user: string): Promise<Account> => {
    const known = accounts.get(user);
    if (known && clock.now() - known.at < accountsHeldMs) return known;
    try {
      const { user: account } = await api.call('read a name', (web) => web.users.info({ user }));
      const profile = account?.profile;
      const name = nameFor(profile?.display_name, profile?.real_name) ?? account?.name ?? null;
      const read = { name, team: account?.team_id ?? null, at: clock.now() };
      if (accounts.size >= mostAccounts) accounts.clear();
      accounts.set(user, read);
      return read;
    } catch {
      // A message is not kept waiting for a name.
      return known ?? unknown;
    }
  };

  const nameOf = async (user: string): Promise<string | null> => (await read(user)).name;

  return {
    nameOf,
    teamOf: async (user) => (await read(user)).team,
    async namesOf(users) {
      const found = await Promise.all(
        users.slice(0, mostNames).map(async (user) => [user, await nameOf(user)] as const),
      );
      return new Map(found.flatMap(([user, name]) => (name === null ? [] : [[user, name]])));
    },
    async agentOf(user) {
      if (!(await agents()).includes(user)) return null;
      const name = (await nameOf(user)) ?? user;
      const agent = await identities.recognise('slack', user, name);
      return agent.revokedAt === null ? agent.name : null;
    },
    agents,
    forgetAgents() {
      members = null;
    },
  };
}

/** What a person is called to others; a display name is often no more than a nick. */
function nameFor(display = '', real = ''): string | null {
  const isNick = display === display.toLowerCase() && !/\s/.test(display);
  return (isNick ? real || display : display) || null;
}
