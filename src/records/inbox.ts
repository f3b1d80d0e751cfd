/** The inbox on a database: what customers said, until it is settled. */
import type { Kysely, Transaction } from 'kysely';
import type { Hearing } from '../desk/incoming.ts';
import type { Claim, Inbox } from '../desk/ports.ts';
import type { ChannelName, Turn } from '../desk/types.ts';
import { acceptMessage } from './accept-message.ts';
import type { Announcements } from './announcements.ts';
import type { Schema } from './schema.ts';
import type { Write } from './writer.ts';

/** A turn's size bounds the time it takes: what is beyond these is the conversation's next turn. */
const mostMessages = 50;
const mostText = 40_000;
/** How long a conversation's first open message waits for later ones to be due. */
const mostPatienceMs = 10_000;

export function createInbox(
  db: Kysely<Schema>,
  write: Write,
  announcements: Announcements,
  now: () => number,
): Inbox {
  return {
    async accept(message, limits) {
      const acceptance = await write((trx) => acceptMessage(trx, message, limits, now()));
      if (acceptance.kind === 'accepted' && !acceptance.duplicate) {
        announcements.changed.announce(acceptance.conversationId);
        announcements.arrived.announce();
      }
      return acceptance;
    },
    async claim(claim) {
      // Most looks find nothing; they must not queue behind the writes.
      if (!(await findDue(db, claim))) return undefined;
      return write((trx) => leaseTurn(trx, claim));
    },
    async release(turn, retryAt) {
      await write((trx) => releaseTurn(trx, turn, retryAt));
      announcements.arrived.announce();
    },
    onArrival: announcements.arrived.listen,
  };
}

/**
 * The conversation whose open messages have waited longest, with no live lease on any of them. Who
 * goes on writing is not kept waiting by it for ever.
 */
async function findDue(db: Kysely<Schema>, claim: Claim): Promise<string | undefined> {
  const row = await db
    .selectFrom('inbox')
    .select('conversation_id')
    .where('settled_at', 'is', null)
    .where('channel', 'in', claim.channels as ChannelName[])
    .groupBy('conversation_id')
    .having((having) =>
      having.or([
        having(having.fn.max('due_at'), '<=', claim.now),
        having(having.fn.min('due_at'), '<=', claim.now - mostPatienceMs),
      ]),
    )
    .having((having) => having.fn.max('lease_until'), '<=', claim.now)
    .orderBy((order) => order.fn.min('received_at'))
    .limit(1)
    .executeTakeFirst();
  return row?.conversation_id;
}

async function leaseTurn(trx: Transaction<Schema>, claim: Claim): Promise<Turn | undefined> {
  const conversationId = await findDue(trx, claim);
  if (conversationId === undefined) return undefined;
  const waiting = await trx
    .selectFrom('inbox')
    .innerJoin('messages', 'messages.id', 'inbox.message_id')
    .select([
      'inbox.message_id',
      'inbox.author_id',
      'inbox.received_at',
      'inbox.attempt',
      'inbox.version',
      'messages.text',
      'messages.attachments',
      'messages.hearing',
      'messages.exchange_id',
    ])
    .where('inbox.conversation_id', '=', conversationId)
    .where('inbox.settled_at', 'is', null)
    .orderBy('messages.seq')
    .limit(mostMessages)
    .execute();
  const [first] = waiting;
  if (!first) return undefined;
  const others = waiting.findIndex(
    (row) => row.author_id !== first.author_id || row.exchange_id !== first.exchange_id,
  );
  const together = others === -1 ? waiting : waiting.slice(0, others);
  const rows = together.slice(0, countWithin(mostText, together));
  const messageIds = rows.map((row) => row.message_id);
  await trx
    .updateTable('inbox')
    .set((row) => ({
      lease_owner: claim.owner,
      lease_until: claim.now + claim.leaseMs,
      attempt: row('attempt', '+', 1),
    }))
    .where('message_id', 'in', messageIds)
    .execute();
  return {
    id: first.exchange_id ?? first.message_id,
    conversationId,
    messageIds,
    customerId: first.author_id,
    text: rows.map((row) => row.text).join('\n'),
    attachments: rows.flatMap((row): string[] => JSON.parse(row.attachments)),
    hearing: strongest(rows.map((row) => row.hearing ?? 'direct')),
    receivedAt: first.received_at,
    attempt: first.attempt,
    revised: first.exchange_id !== null,
    version: rows.reduce((sum, row) => sum + row.version, 0),
  };
}

/** A burst is addressed to the bot if one of its messages is. */
function strongest(hearings: readonly Hearing[]): Hearing {
  return strength.find((hearing) => hearings.includes(hearing)) ?? 'direct';
}

const strength: readonly Hearing[] = [
  'called',
  'direct',
  'always',
  'when_confident',
  'when_mentioned',
];

/** How many of the first rows have no more than `length` characters together; at least one. */
function countWithin(length: number, rows: readonly { readonly text: string }[]): number {
  let left = length;
  const over = rows.findIndex(({ text }, at) => {
    left -= text.length;
    return at > 0 && left < 0;
  });
  return over === -1 ? rows.length : over;
}

async function releaseTurn(trx: Transaction<Schema>, turn: Turn, retryAt: number): Promise<void> {
  await trx
    .updateTable('inbox')
    .set({ lease_owner: null, lease_until: 0, due_at: retryAt })
    .where('message_id', 'in', [...turn.messageIds])
    .where('settled_at', 'is', null)
    .where((row) =>
      row.exists(
        row
          .selectFrom('inbox as first')
          .select('first.message_id')
          .where('first.message_id', '=', turn.messageIds[0] ?? '')
          // Taking a turn up counts one attempt more; a later worker has counted another.
          .where('first.attempt', '=', turn.attempt + 1),
      ),
    )
    .execute();
}
