/** The people of the desk on a database. Only hashes of their link tokens are kept. */
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Agent, Role } from '../desk/agents.ts';
import type { Identities, People } from '../desk/ports.ts';
import type { ChannelName } from '../desk/types.ts';
import { insertAudit } from './change.ts';
import type { AgentsTable, Schema } from './schema.ts';
import type { Write } from './writer.ts';

export interface DeskPeople extends People, Identities {
  /** Makes `token` the administrator's, in place of any earlier one. */
  admit(administrator: string, token: string): Promise<void>;
}

export function createPeople(db: Kysely<Schema>, write: Write, now: () => number): DeskPeople {
  const enlist = (name: string, role: Role, token: string, by: string): Promise<void> =>
    write(async (trx) => {
      const granted = { role, token_hash: hash(token), invited_at: now(), revoked_at: null };
      await trx
        .insertInto('agents')
        .values({ name, ...granted, away: 0, seen_at: null })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(granted))
        .execute();
      await insertAudit(trx, { at: now(), actor: by, action: `invited as ${role}`, subject: name });
    });

  return {
    async invite(name, role, by) {
      const token = randomBytes(24).toString('base64url');
      await enlist(name, role, token, by);
      return token;
    },
    async admit(administrator, token) {
      const known = await findByToken(db, token);
      if (known?.role === 'administrator' && known.name === administrator) return;
      await enlist(administrator, 'administrator', token, 'start-up');
    },
    revoke: (name, by) =>
      write(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('agents')
          .set({ revoked_at: now() })
          .where('name', '=', name)
          .where('role', '!=', 'administrator')
          .where('revoked_at', 'is', null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows === 0n) return false;
        await insertAudit(trx, { at: now(), actor: by, action: 'revoked', subject: name });
        return true;
      }),
    async authenticate(token) {
      const row = await findByToken(db, token);
      return row && toAgent(row);
    },
    async list() {
      const rows = await db.selectFrom('agents').selectAll().orderBy('name').execute();
      return rows.map(toAgent);
    },
    async touch(name, presence) {
      const seen = {
        seen: { seen_at: now() },
        gone: { seen_at: null },
        away: { away: 1 },
        back: { away: 0 },
      };
      await write((trx) =>
        trx.updateTable('agents').set(seen[presence]).where('name', '=', name).execute(),
      );
    },
    recognise: (channel, externalId, name) =>
      write(async (trx) => {
        const account = { channel, external_id: externalId };
        const known = await findByAccount(trx, account);
        if (known) return toAgent(known);
        const agent = await enlistAccount(trx, { ...account, name, now: now() });
        return toAgent(agent);
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
    note: (entry) => write((trx) => insertAudit(trx, entry)),
    async audit(limit) {
      return db
        .selectFrom('audit')
        .select(['at', 'actor', 'action', 'subject'])
        .orderBy('at', 'desc')
        .limit(limit)
        .execute();
    },
  };
}

interface Account {
  readonly channel: ChannelName;
  readonly external_id: string;
}

function findByAccount(
  trx: Kysely<Schema>,
  { channel, external_id }: Account,
): Promise<Selectable<AgentsTable> | undefined> {
  return trx
    .selectFrom('agents')
    .innerJoin('identities', 'identities.agent', 'agents.name')
    .selectAll('agents')
    .where('identities.channel', '=', channel)
    .where('identities.external_id', '=', external_id)
    .executeTakeFirst();
}

/** An account of the same name may be somebody else's: only an owner joins the two. */
async function enlistAccount(
  trx: Transaction<Schema>,
  { name, now, ...account }: Account & { readonly name: string; readonly now: number },
): Promise<Selectable<AgentsTable>> {
  const free = await freeName(trx, name, account);
  const agent = await trx
    .insertInto('agents')
    .values({
      name: free,
      role: 'agent',
      // Nobody has this token; an invitation puts one in its place.
      token_hash: hash(randomBytes(24).toString('base64url')),
      invited_at: now,
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
  await insertAudit(trx, { at: now, actor: 'the bot', action, subject: free });
  return agent;
}

async function freeName(
  trx: Transaction<Schema>,
  name: string,
  { channel, external_id }: Account,
): Promise<string> {
  const taken = await trx
    .selectFrom('agents')
    .select('name')
    .where((where) => where(where.fn<string>('lower', ['name']), '=', name.toLowerCase()))
    .executeTakeFirst();
  return taken ? `${name} (${channel} ${external_id})` : name;
}

function findByToken(
  db: Kysely<Schema>,
  token: string,
): Promise<Selectable<AgentsTable> | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('token_hash', '=', hash(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}

/** Tokens are long and random, so a plain hash cannot be searched back. */
function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function toAgent(row: Selectable<AgentsTable>): Agent {
  return {
    name: row.name,
    role: row.role,
    invitedAt: row.invited_at,
    revokedAt: row.revoked_at,
    away: row.away === 1,
    seenAt: row.seen_at,
  };
}
