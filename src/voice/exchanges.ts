/** Reads exchanges a page at a time, so that any number of them fits into memory. */
import type { Kysely, Selectable } from 'kysely';
import type { ExchangesTable, Schema } from '../records/schema.ts';
import type { Period } from './period.ts';

export type ExchangeRow = Selectable<ExchangesTable>;

const pageSize = 1_000;

/** Oldest first. */
export async function* readExchanges(
  db: Kysely<Schema>,
  { since, until }: Period,
): AsyncGenerator<ExchangeRow> {
  let after = { at: since, id: '' };
  for (;;) {
    const { at, id } = after;
    const page = await db
      .selectFrom('exchanges')
      .selectAll()
      .where('at', '<', until)
      .where((where) =>
        where.or([where('at', '>', at), where.and([where('at', '=', at), where('id', '>', id)])]),
      )
      .orderBy('at')
      .orderBy('id')
      .limit(pageSize)
      .execute();
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last;
  }
}
