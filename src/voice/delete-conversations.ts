/** Removes whole conversations and all that hangs on them, but not their exchanges. */
import type { Transaction } from 'kysely';
import type { Schema } from '../records/schema.ts';

const atOnce = 500;

export async function deleteConversations(
  trx: Transaction<Schema>,
  ids: readonly string[],
): Promise<{ conversations: number; messages: number }> {
  let messages = 0;
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = ids.slice(start, start + atOnce);
    const deleted = await trx
      .deleteFrom('messages')
      .where('conversation_id', 'in', some)
      .executeTakeFirstOrThrow();
    messages += Number(deleted.numDeletedRows);
    for (const table of ['inbox', 'outbox', 'escalations', 'cards'] as const) {
      await trx.deleteFrom(table).where('conversation_id', 'in', some).execute();
    }
    await trx.deleteFrom('conversations').where('id', 'in', some).execute();
  }
  return { conversations: ids.length, messages };
}
