/** The people of the desk on a database. Only hashes of their link tokens are kept. */
import { randomBytes } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { Role } from '../desk/agents.ts';
import type { Identities, People } from '../desk/ports.ts';
import { hashToken, toAgent } from './agent-rows.ts';
import { insertAudit } from './change.ts';
import { createIdentities } from './identities.ts';
import type { AgentsTable, Schema } from './schema.ts';
import type { Write } from './writer.ts';

export interface DeskPeople extends People, Identities {
  /** Makes `token` the administrator's, in place of any earlier one. */
  admit(administrator: string, token: string): Promise<void>;
}

export function createPeople(db: Kysely<Schema>, write: Write, now: () => number): DeskPeople {
  const enlist = (name: string, role: Role, token: string, by: string): Promise<void> =>
    write(async (trx) => {
      const granted = { role, token_hash: hashToken(token), invited_at: now(), revoked_at: null };
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
    ...createIdentities(db, write, now),
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

function findByToken(
  db: Kysely<Schema>,
  token: string,
): Promise<Selectable<AgentsTable> | undefined> {
  return db
    .selectFrom('agents')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
}
