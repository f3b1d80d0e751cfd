/** Looks at the channels and the user group that desk.yaml names. */
import { advice, type Finding, fault, ok } from '../../../desk/finding.ts';
import type { Policy } from '../../../desk/policy.ts';
import { type SlackApi, SlackRefusal } from '../slack-api.ts';
import { orFinding } from './check-call.ts';

type Places = Policy['slack'];

export async function checkChannels(
  api: SlackApi,
  botName: string,
  { channels }: Places,
): Promise<readonly Finding[]> {
  const named = Object.entries(channels);
  if (named.length === 0) {
    const remedy = 'Name them under slack: channels: in desk.yaml, for answers without a mention';
    return [advice('slack channels', 'none is named; the bot answers where mentioned', remedy)];
  }
  const findings: Finding[] = [];
  for (const [id, answers] of named) {
    const check = `slack channel ${id}`;
    const looked = await orFinding(check, placeRemedies, async () => {
      const place = await readPlace(api, id);
      const problem = problemOf(check, place, botName);
      const shared = place.isShared ? ', shared with another company' : '';
      return [problem ?? ok(check, `#${place.name}, ${answers}${shared}`)];
    });
    findings.push(...looked);
  }
  return findings;
}

export async function checkTriage(
  api: SlackApi,
  botName: string,
  { triage, channels }: Places,
): Promise<readonly Finding[]> {
  const check = 'slack triage';
  if (triage === undefined) {
    const remedy = 'Write slack: triage: with the id of the channel of your agents in desk.yaml';
    return [advice(check, 'no channel is named: nobody is called in Slack', remedy)];
  }
  if (triage in channels) {
    const remedy = 'Make a channel for agents alone, and name it as triage';
    return [fault(check, 'customers ask in it, and would read the cards of others', remedy)];
  }
  return orFinding(check, placeRemedies, async () => {
    const place = await readPlace(api, triage);
    const problem = problemOf(check, place, botName);
    if (problem) return [problem];
    if (place.isShared) {
      const remedy = 'Make a channel of your own workspace alone, and name it as triage';
      return [fault(check, `#${place.name} is shared: another company reads the cards`, remedy)];
    }
    return [ok(check, `#${place.name}`)];
  });
}

export async function checkAgents(
  api: SlackApi,
  { agents, triage }: Places,
): Promise<readonly Finding[]> {
  const check = 'slack agents';
  if (agents === undefined) {
    const remedy = 'Write slack: agents: with the id of a user group in desk.yaml';
    return [advice(check, 'no user group is named: nobody can take over in Slack', remedy)];
  }
  return orFinding(check, groupRemedies, async () => {
    const { usergroups = [] } = await api.call('list the user groups', (web) =>
      web.usergroups.list({ include_users: true, include_disabled: true }),
    );
    const group = usergroups.find(({ id }) => id === agents);
    if (!group) return [fault(check, `there is no user group ${agents}`, groupRemedies.other)];
    const name = `@${group.handle}`;
    if (group.date_delete) {
      return [fault(check, `${name} is disabled`, 'Enable it, or name another group')];
    }
    const members = await readMembers(api, group.users ?? []);
    const active = members.filter(({ isActive }) => isActive);
    if (active.length === 0) {
      return [fault(check, `nobody active is in ${name}`, 'Add your agents to the group')];
    }
    const counted = `${name}, ${active.length} agent(s)`;
    const gone = members.filter(({ isActive }) => !isActive).map((member) => member.name);
    return [
      ok(check, counted),
      ...(gone.length > 0
        ? [advice(check, `no longer active: ${gone.join(', ')}`, `Take them out of ${name}`)]
        : []),
      ...(triage === undefined ? [] : await checkPresence(api, triage, active)),
    ];
  });
}

interface PlaceRead {
  readonly name: string;
  readonly isMember: boolean;
  readonly isArchived: boolean;
  /** With another company, now or as soon as it accepts. */
  readonly isShared: boolean;
}

async function readPlace(api: SlackApi, id: string): Promise<PlaceRead> {
  const { channel } = await api.call(`look at ${id}`, (web) =>
    web.conversations.info({ channel: id }),
  );
  return {
    name: channel?.name ?? id,
    isMember: channel?.is_member === true,
    isArchived: channel?.is_archived === true,
    isShared: channel?.is_ext_shared === true || channel?.is_pending_ext_shared === true,
  };
}

function problemOf(
  check: string,
  { name, isArchived, isMember }: PlaceRead,
  botName: string,
): Finding | null {
  if (isArchived) {
    return fault(check, `#${name} is archived`, 'Unarchive it, or take it out of desk.yaml');
  }
  if (isMember) return null;
  return fault(check, `the bot is not in #${name}`, `Write /invite @${botName} in #${name}`);
}

const wrongPlace =
  'Correct the id in desk.yaml (at the foot of "About" in the channel); a private channel needs the bot invited first';

const placeRemedies = { other: wrongPlace, channel_not_found: wrongPlace };

const groupRemedies = {
  other: 'Correct the id in desk.yaml; the menu of a user group has "Copy group ID"',
  paid_teams_only: 'User groups need a paid plan of Slack; without one, agents use the web desk',
  plan_upgrade_required:
    'User groups need a paid plan of Slack; without one, agents use the web desk',
};

interface Member {
  readonly user: string;
  readonly name: string;
  readonly isActive: boolean;
}

/** A larger group is looked at in part: Slack allows about a hundred such calls a minute. */
const mostMembers = 50;

async function readMembers(api: SlackApi, users: readonly string[]): Promise<readonly Member[]> {
  const members: Member[] = [];
  for (const user of users.slice(0, mostMembers)) {
    const read = await api
      .call('read a name', (web) => web.users.info({ user }))
      .catch((error: unknown) => {
        if (error instanceof SlackRefusal && error.code === 'user_not_found') return null;
        throw error;
      });
    const account = read?.user;
    const name = account?.profile?.display_name || account?.real_name || user;
    members.push({ user, name, isActive: account !== undefined && account.deleted !== true });
  }
  return members;
}

/** A call reaches whoever is in the channel. */
async function checkPresence(
  api: SlackApi,
  triage: string,
  agents: readonly Member[],
): Promise<readonly Finding[]> {
  const check = 'slack agents';
  try {
    const { members = [], response_metadata: next } = await api.call('see who is there', (web) =>
      web.conversations.members({ channel: triage, limit: 1_000 }),
    );
    const outside = agents.filter(({ user }) => !members.includes(user));
    if (outside.length === 0 || next?.next_cursor) return [];
    const names = outside.map(({ name }) => name).join(', ');
    return [advice(check, `not in the triage channel: ${names}`, 'Invite them there')];
  } catch {
    // What is wrong with the channel is a finding of its own.
    return [];
  }
}
