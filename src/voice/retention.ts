/** Forgets conversations whose time is over. Their exchanges, already redacted, stay. */
import type { Kysely, Transaction } from 'kysely';
import type { Policy } from '../desk/policy.ts';
import type { Schema } from '../records/schema.ts';
import type { Write } from '../records/writer.ts';
import { deleteConversations } from './delete-conversations.ts';

const atOnce = 500;

/** Resolves to how many were forgotten. Open cases are kept however old they are. */
export async function forgetOldConversations(
  { db, write }: { readonly db: Kysely<Schema>; readonly write: Write },
  policy: Policy,
  now: number,
): Promise<number> {
  const before = now - policy.retention.conversationDays * 86_400_000;
  let forgotten = 0;
  for (;;) {
    const old = await db
      .selectFrom('conversations')
      .select('id')
      .where('updated_at', '<', before)
      .where('holder_kind', '=', 'bot')
      .limit(atOnce)
      .execute();
    if (old.length === 0) break;
    await write((trx) =>
      deleteConversations(
        trx,
        old.map(({ id }) => id),
      ),
    );
    forgotten += old.length;
  }
  await write((trx) => deleteStrangers(trx, before));
  return forgotten;
}

/** Customers and bystanders of whom no conversation and no word is left. */
async function deleteStrangers(trx: Transaction<Schema>, before: number): Promise<void> {
  await trx
    .deleteFrom('customers')
    .where('created_at', '<', before)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('conversations')
            .select('conversations.id')
            .whereRef('conversations.customer_id', '=', 'customers.id'),
        ),
      ),
    )
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('messages')
            .select('messages.id')
            .whereRef('messages.author_id', '=', 'customers.id'),
        ),
      ),
    )
    .execute();
}
