/** How far a channel has heard its platform, kept among the settings. */
import type { Kysely } from 'kysely';
import type { Cursors } from '../desk/ports.ts';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

export function createCursors(db: Kysely<Schema>, write: Write): Cursors {
  const keyOf = (channel: string, place: string) => `cursor:${channel}:${place}`;
  return {
    async read(channel, place) {
      const row = await db
        .selectFrom('settings')
        .select('value')
        .where('key', '=', keyOf(channel, place))
        .executeTakeFirst();
      return row?.value;
    },
    async keep(channel, place, value) {
      await write((trx) =>
        trx
          .insertInto('settings')
          .values({ key: keyOf(channel, place), value })
          .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
          .execute(),
      );
    },
  };
}
