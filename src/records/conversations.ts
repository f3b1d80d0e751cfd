/** Conversations on a database. */
import type { Kysely } from 'kysely';
import type { ConversationFilter, Conversations } from '../desk/ports.ts';
import type { Announcements } from './announcements.ts';
import { writeChange } from './change.ts';
import { type ConversationRow, loadConversation, selectConversation } from './load.ts';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

export function createConversations(
  db: Kysely<Schema>,
  write: Write,
  announcements: Announcements,
): Conversations {
  return {
    async read(id) {
      const row = await selectConversation(db).where('id', '=', id).executeTakeFirst();
      return row && loadConversation(db, row);
    },
    async find(channel, address) {
      const row = await selectConversation(db)
        .where('channel', '=', channel)
        .where('address', '=', address)
        .executeTakeFirst();
      return row && loadConversation(db, row);
    },
    async locate(channel, address) {
      return db
        .selectFrom('conversations')
        .innerJoin('customers', 'customers.id', 'conversations.customer_id')
        .select(['conversations.id', 'customers.external_id as customer'])
        .where('conversations.channel', '=', channel)
        .where('conversations.address', '=', address)
        .executeTakeFirst();
    },
    async change(id, step, about) {
      const change = await write(async (trx) => {
        const row = await selectConversation(trx).where('id', '=', id).executeTakeFirst();
        if (!row) throw new Error(`[records] there is no conversation ${id}`);
        const decided = step(await loadConversation(trx, row, about));
        await writeChange(trx, row, decided);
        return decided;
      });
      announcements.changed.announce(id);
      if (change.say?.length || change.callAgents || change.rewrite || change.withdraw) {
        announcements.due.announce();
      }
      if (change.reopens !== undefined) announcements.arrived.announce();
      return change.result;
    },
    async list(filter) {
      const rows = await selectFiltered(db, filter);
      return Promise.all(rows.map((row) => loadConversation(db, row)));
    },
    async recentWaitsMs(limit) {
      const rows = await db
        .selectFrom('escalations')
        .select(['opened_at', 'claimed_at'])
        // Who steps in unasked has let nobody wait.
        .whereRef('claimed_at', '>', 'opened_at')
        .orderBy('claimed_at', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => (row.claimed_at ?? row.opened_at) - row.opened_at);
    },
    onChange: announcements.changed.listen,
  };
}

function selectFiltered(
  db: Kysely<Schema>,
  filter: ConversationFilter,
): Promise<readonly ConversationRow[]> {
  const query = selectConversation(db).limit(filter.limit);
  if (filter.show === 'recent') return query.orderBy('updated_at', 'desc').execute();
  // By the case, not by the last message: who writes while waiting keeps their place.
  return query
    .where('holder_kind', '!=', 'bot')
    .orderBy((order) =>
      order
        .selectFrom('escalations')
        .select((escalation) => escalation.fn.max('escalations.since').as('since'))
        .whereRef('escalations.conversation_id', '=', 'conversations.id'),
    )
    .orderBy('updated_at')
    .execute();
}
