/** Who people are on platforms: the accounts of agents and customers. */
import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import { isSameName } from '../desk/agents.ts';
import type { Identities } from '../desk/ports.ts';
import type { ChannelName } from '../desk/types.ts';
import { hashToken, toAgent } from './agent-rows.ts';
import { insertAudit } from './change.ts';
import type { AgentsTable, Schema } from './schema.ts';
import type { Write } from './writer.ts';

export function createIdentities(db: Kysely<Schema>, write: Write, now: () => number): Identities {
  return {
    recognise: (channel, externalId, name) =>
      write(async (trx) => {
        const account = { channel, external_id: externalId };
        const known = await findByAccount(trx, account);
        return toAgent(known ?? (await enlist(trx, account, name, now())));
      }),
    link: (agent, channel, externalId, by) =>
      write(async (trx) => {
        const account = { channel, external_id: externalId };
        const person = await findAgent(trx, agent);
        if (!person || person.revoked_at !== null) return 'nobody';
        const former = await findByAccount(trx, account);
        if (former?.name === agent) return 'linked';
        if (former && (await worksAtDesk(trx, former))) return 'somebody_else';
        await moveAccount(trx, account, agent);
        if (former) await moveCases(trx, former.name, agent, now());
        const action = `linked to ${externalId} on ${channel}`;
        await insertAudit(trx, { at: now(), actor: by, action, subject: agent });
        return 'linked';
      }),
    async accountOf(agent, channel) {
      const row = await db
        .selectFrom('identities')
        .select('external_id')
        .where('agent', '=', agent)
        .where('channel', '=', channel)
        .executeTakeFirst();
      return row?.external_id;
    },
    async customerAccount(customerId) {
      const row = await db
        .selectFrom('customers')
        .select('external_id')
        .where('id', '=', customerId)
        .executeTakeFirst();
      return row?.external_id;
    },
    nameCustomer: (channel, externalId, name) =>
      write(async (trx) => {
        const customer = await trx
          .updateTable('customers')
          .set({ name })
          .where('channel', '=', channel)
          .where('external_id', '=', externalId)
          .where('name', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (!customer) return;
        await trx
          .updateTable('messages')
          .set({ author_name: name })
          .where('author_id', '=', customer.id)
          .where('author_name', 'is', null)
          .execute();
      }),
  };
}

interface Account {
  readonly channel: ChannelName;
  readonly external_id: string;
}

type AgentRow = Selectable<AgentsTable>;

function findByAccount(trx: Transaction<Schema>, account: Account): Promise<AgentRow | undefined> {
  return trx
    .selectFrom('agents')
    .innerJoin('identities', 'identities.agent', 'agents.name')
    .selectAll('agents')
    .where('identities.channel', '=', account.channel)
    .where('identities.external_id', '=', account.external_id)
    .executeTakeFirst();
}

function findAgent(trx: Transaction<Schema>, name: string): Promise<AgentRow | undefined> {
  return trx.selectFrom('agents').selectAll().where('name', '=', name).executeTakeFirst();
}

/** An account of the same name may be somebody else's: only an owner links the two. */
async function enlist(
  trx: Transaction<Schema>,
  account: Account,
  name: string,
  at: number,
): Promise<AgentRow> {
  const free = await freeName(trx, name, account.channel);
  const agent = await trx
    .insertInto('agents')
    .values({
      name: free,
      role: 'agent',
      // Nobody has this token; an invitation puts one in its place.
      token_hash: hashToken(randomBytes(24).toString('base64url')),
      invited_at: at,
      revoked_at: null,
      away: 0,
      seen_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('identities')
    .values({ ...account, agent: free })
    .execute();
  const action = `recognised on ${account.channel}`;
  await insertAudit(trx, { at, actor: 'the bot', action, subject: free });
  return agent;
}

/** Customers read it, so it stays a name: Mo, then Mo (Slack), then Mo (Slack 2). */
async function freeName(
  trx: Transaction<Schema>,
  name: string,
  channel: ChannelName,
): Promise<string> {
  // Databases fold the letters of few languages; there are not many agents.
  const taken = await trx.selectFrom('agents').select('name').execute();
  const isFree = (wanted: string) => !taken.some((agent) => isSameName(agent.name, wanted));
  if (isFree(name)) return name;
  const platform = channel.charAt(0).toUpperCase() + channel.slice(1);
  for (let count = 1; ; count += 1) {
    const wanted = `${name} (${count === 1 ? platform : `${platform} ${count}`})`;
    if (isFree(wanted)) return wanted;
  }
}

/** Whoever was given a link of their own is not a mere account. */
async function worksAtDesk(trx: Transaction<Schema>, agent: AgentRow): Promise<boolean> {
  if (agent.revoked_at !== null) return false;
  const invited = await trx
    .selectFrom('audit')
    .select('id')
    .where('subject', '=', agent.name)
    .where('action', 'like', 'invited as %')
    .executeTakeFirst();
  return invited !== undefined;
}

/** The last link holds: an agent has one account on a platform, on which they are called. */
async function moveAccount(
  trx: Transaction<Schema>,
  { channel, external_id }: Account,
  agent: string,
): Promise<void> {
  await trx
    .deleteFrom('identities')
    .where('channel', '=', channel)
    .where((row) => row.or([row('external_id', '=', external_id), row('agent', '=', agent)]))
    .execute();
  await trx.insertInto('identities').values({ channel, external_id, agent }).execute();
}

/** What was theirs under the former name; a name without an account of its own is given up. */
async function moveCases(
  trx: Transaction<Schema>,
  former: string,
  agent: string,
  at: number,
): Promise<void> {
  await trx
    .updateTable('conversations')
    .set({ holder_agent: agent, changed_at: Date.now() })
    .where('holder_agent', '=', former)
    .execute();
  await trx.updateTable('escalations').set({ agent }).where('agent', '=', former).execute();
  const other = await trx
    .selectFrom('identities')
    .select('external_id')
    .where('agent', '=', former)
    .executeTakeFirst();
  if (other) return;
  await trx
    .updateTable('agents')
    .set({ revoked_at: at })
    .where('name', '=', former)
    .where('role', '!=', 'administrator')
    .execute();
}
