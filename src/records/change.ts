/** Writes what one step of a conversation decided, within the step's own transaction. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Change, Saying } from '../desk/ports.ts';
import type { AuditEntry, Escalation, Exchange, Turn } from '../desk/types.ts';
import type { ConversationRow } from './load.ts';
import type { Schema } from './schema.ts';

export async function writeChange(
  trx: Transaction<Schema>,
  row: ConversationRow,
  change: Change<unknown>,
): Promise<void> {
  const epoch = handsChange(row, change) ? row.epoch + 1 : row.epoch;
  if (change.settles) await settleTurn(trx, change.settles);
  if (epoch !== row.epoch) await cancelOwnWords(trx, row, epoch);
  let seq = row.next_seq;
  for (const saying of change.say ?? []) {
    await insertSaying(trx, row, saying, seq, epoch);
    seq += 1;
  }
  if (change.callAgents) {
    await insertOutboxEntry(trx, row, { kind: 'call', messageId: null, seq, epoch: null });
    seq += 1;
  }
  if (change.escalation) await upsertEscalation(trx, row.id, change.escalation);
  if (change.exchange) await insertExchange(trx, change.exchange);
  if (change.mark) {
    await trx
      .updateTable('exchanges')
      .set({ mark: change.mark.mark })
      .where('id', '=', change.mark.exchangeId)
      .where('conversation_id', '=', row.id)
      .execute();
  }
  if (change.audit) await insertAudit(trx, change.audit);
  await updateConversation(trx, row, change, { epoch, next_seq: seq });
}

function handsChange(row: ConversationRow, change: Change<unknown>): boolean {
  const { holder } = change;
  if (!holder) return false;
  const agent = holder.kind === 'person' ? holder.agent : null;
  return holder.kind !== row.holder_kind || agent !== row.holder_agent;
}

/** Fails where another worker settled one of its messages first: nothing may be said twice. */
async function settleTurn(trx: Transaction<Schema>, turn: Turn): Promise<void> {
  const settled = await trx
    .updateTable('inbox')
    .set({ settled_at: Date.now(), lease_owner: null, lease_until: 0 })
    .where('message_id', 'in', turn.messageIds as string[])
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (Number(settled.numUpdatedRows) !== turn.messageIds.length) {
    throw new Error(`[records] turn ${turn.id} was settled by another worker`);
  }
}

/** What the bot wrote before hands changed and no worker has begun to send. */
async function cancelOwnWords(
  trx: Transaction<Schema>,
  row: ConversationRow,
  epoch: number,
): Promise<void> {
  const cancelled = await trx
    .updateTable('outbox')
    .set({ state: 'cancelled' })
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'pending')
    .where('lease_owner', 'is', null)
    .where('epoch', '<', epoch)
    .returning('message_id')
    .execute();
  const messageIds = cancelled.flatMap((entry) => entry.message_id ?? []);
  if (messageIds.length === 0) return;
  await trx
    .updateTable('messages')
    .set({ delivery: 'cancelled' })
    .where('id', 'in', messageIds)
    .execute();
}

async function insertSaying(
  trx: Transaction<Schema>,
  row: ConversationRow,
  saying: Saying,
  seq: number,
  epoch: number,
): Promise<void> {
  const id = randomUUID();
  const staysAtDesk = saying.kind === 'note' || saying.kind === 'withheld';
  await trx
    .insertInto('messages')
    .values({
      id,
      conversation_id: row.id,
      seq,
      author_kind: saying.author.kind,
      author_name: saying.author.kind === 'bot' ? null : saying.author.name,
      kind: saying.kind,
      text: saying.text,
      citations: JSON.stringify(saying.citations ?? []),
      at: saying.at,
      delivery: staysAtDesk ? 'delivered' : 'pending',
      exchange_id: saying.exchangeId ?? null,
    })
    .execute();
  if (staysAtDesk) return;
  await insertOutboxEntry(trx, row, {
    kind: 'message',
    messageId: id,
    seq,
    epoch: saying.voice === 'bot' ? epoch : null,
  });
}

interface NewEntry {
  readonly kind: 'message' | 'call';
  readonly messageId: string | null;
  readonly seq: number;
  readonly epoch: number | null;
}

async function insertOutboxEntry(
  trx: Transaction<Schema>,
  row: ConversationRow,
  entry: NewEntry,
): Promise<void> {
  await trx
    .insertInto('outbox')
    .values({
      // A message's delivery bears its id, so that a platform can be asked for it.
      id: entry.messageId ?? randomUUID(),
      kind: entry.kind,
      conversation_id: row.id,
      channel: row.channel,
      message_id: entry.messageId,
      seq: entry.seq,
      epoch: entry.epoch,
      state: 'pending',
      attempt: 0,
      due_at: 0,
      lease_owner: null,
      lease_until: 0,
      receipt: null,
      error: null,
    })
    .execute();
}

async function upsertEscalation(
  trx: Transaction<Schema>,
  conversationId: string,
  escalation: Escalation,
): Promise<void> {
  const changing = {
    state: escalation.state,
    rule: escalation.rule,
    reason: escalation.reason,
    opening: escalation.opening,
    agent: escalation.agent,
    since: escalation.since,
    claimed_at: escalation.claimedAt,
    ended_at: escalation.endedAt,
    called_at: escalation.calledAt,
    reached: escalation.reached,
    apologised_at: escalation.apologisedAt,
    spent_ms: JSON.stringify(escalation.spentMs),
  };
  await trx
    .insertInto('escalations')
    .values({
      id: escalation.id,
      conversation_id: conversationId,
      opened_at: escalation.openedAt,
      ...changing,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changing))
    .execute();
}

async function insertExchange(trx: Transaction<Schema>, exchange: Exchange): Promise<void> {
  await trx
    .insertInto('exchanges')
    .values({
      id: exchange.id,
      conversation_id: exchange.conversationId,
      customer_id: exchange.customerId,
      channel: exchange.channel,
      at: exchange.at,
      question: exchange.question,
      answer: exchange.answer,
      outcome: exchange.outcome,
      rule: exchange.rule,
      reason: exchange.reason,
      feeling: JSON.stringify(exchange.feeling),
      confidence: exchange.confidence,
      citations: JSON.stringify(exchange.citations),
      passages: JSON.stringify(exchange.passages),
      latency_ms: exchange.latencyMs,
      mark: exchange.mark,
    })
    .execute();
}

export async function insertAudit(trx: Transaction<Schema>, entry: AuditEntry): Promise<void> {
  await trx
    .insertInto('audit')
    .values({ id: randomUUID(), ...entry })
    .execute();
}

async function updateConversation(
  trx: Transaction<Schema>,
  row: ConversationRow,
  change: Change<unknown>,
  next: { readonly epoch: number; readonly next_seq: number },
): Promise<void> {
  const { holder, say } = change;
  await trx
    .updateTable('conversations')
    .set({
      ...next,
      ...(holder && {
        holder_kind: holder.kind,
        holder_agent: holder.kind === 'person' ? holder.agent : null,
      }),
      updated_at: Math.max(row.updated_at, ...(say ?? []).map((saying) => saying.at)),
      changed_at: Date.now(),
    })
    .where('id', '=', row.id)
    .execute();
}
