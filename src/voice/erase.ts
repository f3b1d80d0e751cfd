/** Forgets one customer: no word of theirs stays in the records or in files written from them. */
import { existsSync } from 'node:fs';
import type { Kysely, Transaction } from 'kysely';
import type { Schema } from '../records/schema.ts';
import { deleteConversations } from './delete-conversations.ts';
import { type ExportFormat, type ExportPorts, removeUnfinished, writeExchanges } from './export.ts';

export interface Erasure {
  readonly customer: string;
  readonly conversations: number;
  readonly messages: number;
  /** Their exchanges stay as counts, without words and without a customer. */
  readonly exchanges: number;
  /** Export files written again without them. */
  readonly exports: readonly string[];
  /** Export files that are no longer where they were written. */
  readonly missingExports: readonly string[];
  /** Export files that could not be written again and still hold their words. */
  readonly failedExports: readonly string[];
}

export interface ErasePorts extends ExportPorts {
  /** Gives deleted rows' space back to the disk, so that no trace stays in it. */
  readonly compact: () => Promise<void>;
}

export interface EraseRequest {
  /** A customer's id, or the name of a platform and their id there, as `slack:U123`. */
  readonly customer: string;
  readonly by: string;
  readonly now: number;
}

/** Resolves to undefined where there is no such customer. */
export async function eraseCustomer(
  ports: ErasePorts,
  { customer, by, now }: EraseRequest,
): Promise<Erasure | undefined> {
  const id = await findCustomer(ports.db, customer);
  if (id === undefined) {
    // An erasure that was cut off after its first step knows its customer no more, but left words.
    await rewriteExports(ports.db);
    await ports.compact();
    return undefined;
  }
  const counts = await ports.write(async (trx) => {
    const conversations = await trx
      .selectFrom('conversations')
      .select('id')
      .where('customer_id', '=', id)
      .execute();
    const elsewhere = await deleteFromOthers(trx, id);
    const exchanges = await trx
      .updateTable('exchanges')
      .set({ question: '', answer: '', customer_id: null, conversation_id: '' })
      .where('customer_id', '=', id)
      .executeTakeFirstOrThrow();
    const deleted = await deleteConversations(
      trx,
      conversations.map((row) => row.id),
    );
    await trx.deleteFrom('customers').where('id', '=', id).execute();
    const messages = deleted.messages + elsewhere;
    return { ...deleted, messages, exchanges: Number(exchanges.numUpdatedRows) };
  });
  const rewritten = await rewriteExports(ports.db);
  await ports.note({ at: now, actor: by, action: 'erased a customer', subject: id });
  await ports.compact();
  return { customer: id, ...counts, ...rewritten };
}

/** What they wrote in other people's conversations, and what the bot answered them there. */
async function deleteFromOthers(trx: Transaction<Schema>, id: string): Promise<number> {
  const rows = await trx
    .selectFrom('messages')
    .innerJoin('conversations', 'conversations.id', 'messages.conversation_id')
    .select('messages.id')
    .where('conversations.customer_id', '!=', id)
    .where((where) =>
      where.or([
        where('messages.author_id', '=', id),
        where.and([
          where('messages.author_kind', '=', 'bot'),
          where('messages.exchange_id', 'in', (exchanges) =>
            exchanges.selectFrom('exchanges').select('id').where('customer_id', '=', id),
          ),
        ]),
      ]),
    )
    .execute();
  const ids = rows.map((row) => row.id);
  for (let start = 0; start < ids.length; start += atOnce) {
    const some = ids.slice(start, start + atOnce);
    await trx.deleteFrom('inbox').where('message_id', 'in', some).execute();
    await trx.deleteFrom('outbox').where('message_id', 'in', some).execute();
    await trx.deleteFrom('messages').where('id', 'in', some).execute();
  }
  return ids.length;
}

const atOnce = 500;

async function findCustomer(db: Kysely<Schema>, customer: string): Promise<string | undefined> {
  const [channel, ...rest] = customer.split(':');
  const externalId = rest.join(':');
  const row = await db
    .selectFrom('customers')
    .select('id')
    .where((where) =>
      where.or([
        where('id', '=', customer),
        where.and([
          where('channel', '=', (channel ?? '') as never),
          where('external_id', '=', externalId),
        ]),
      ]),
    )
    .executeTakeFirst();
  return row?.id ?? (await findInExchanges(db, customer));
}

/** Who has no conversation left is forgotten by name; their exchanges still carry the id. */
async function findInExchanges(db: Kysely<Schema>, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('exchanges')
    .select('customer_id')
    .where('customer_id', '=', id)
    .limit(1)
    .executeTakeFirst();
  return row?.customer_id ?? undefined;
}

async function rewriteExports(db: Kysely<Schema>) {
  const known = await db.selectFrom('exports').selectAll().execute();
  const exports: string[] = [];
  const missingExports: string[] = [];
  const failedExports: string[] = [];
  for (const { path, format, since, until } of known) {
    try {
      await removeUnfinished(path);
      if (existsSync(path)) {
        await writeExchanges(db, { path, format: format as ExportFormat, since, until });
        exports.push(path);
      } else missingExports.push(path);
    } catch {
      failedExports.push(path);
    }
  }
  return { exports, missingExports, failedExports };
}
