/** The cards of escalations on a database. */
import type { Kysely } from 'kysely';
import type { Card, Cards } from '../desk/ports.ts';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

export function createCards(db: Kysely<Schema>, write: Write, now: () => number): Cards {
  const select = () =>
    db
      .selectFrom('cards')
      .select([
        'cards.escalation_id as escalationId',
        'cards.conversation_id as conversationId',
        'cards.channel',
        'cards.receipt',
        'cards.digest',
      ]);
  return {
    of: (escalationId, channel) =>
      select()
        .where('escalation_id', '=', escalationId)
        .where('channel', '=', channel)
        .executeTakeFirst(),
    at: (channel, receipt) =>
      select().where('channel', '=', channel).where('receipt', '=', receipt).executeTakeFirst(),
    about: (conversationId, channel) =>
      select()
        .where('conversation_id', '=', conversationId)
        .where('channel', '=', channel)
        .execute(),
    keep: (card) => write((trx) => upsertCard(trx, card, now())),
    behind: (channel) =>
      select()
        .innerJoin('conversations', 'conversations.id', 'cards.conversation_id')
        .where('cards.channel', '=', channel)
        .whereRef('conversations.changed_at', '>', 'cards.shown_at')
        .execute(),
  };
}

/** For so long a card may be under way: what changes meanwhile is not on it yet. */
const drawingMs = 30_000;

async function upsertCard(db: Kysely<Schema>, card: Card, now: number): Promise<void> {
  const shown = { receipt: card.receipt, digest: card.digest, shown_at: now - drawingMs };
  await db
    .insertInto('cards')
    .values({
      escalation_id: card.escalationId,
      conversation_id: card.conversationId,
      channel: card.channel,
      ...shown,
    })
    .onConflict((conflict) => conflict.columns(['escalation_id', 'channel']).doUpdateSet(shown))
    .execute();
}
