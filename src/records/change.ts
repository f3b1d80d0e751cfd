/** Writes what one step of a conversation decided, within the step's own transaction. */
import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { AuditEntry } from '../desk/agents.ts';
import type { Change, Saying } from '../desk/change.ts';
import type { Escalation, Exchange, Turn } from '../desk/types.ts';
import { writeAfterthoughts } from './afterthoughts.ts';
import type { ConversationRow } from './load.ts';
import { insertOutboxEntry } from './outbox-entries.ts';
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
  seq = await writeAfterthoughts(trx, row, change, { epoch, seq });
  if (change.escalation) await upsertEscalation(trx, row.id, change.escalation);
  if (change.exchange) await upsertExchange(trx, change.exchange);
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

/**
 * Fails where another worker settled one of its messages first, or its author has changed one since
 * it was thought of: nothing may be said twice, and nothing to words that no longer stand.
 */
async function settleTurn(trx: Transaction<Schema>, turn: Turn): Promise<void> {
  const messageIds = [...turn.messageIds];
  const settled = await trx
    .updateTable('inbox')
    .set({ settled_at: Date.now(), lease_owner: null, lease_until: 0 })
    .where('message_id', 'in', messageIds)
    .where('settled_at', 'is', null)
    .returning('version')
    .execute();
  const version = settled.reduce((sum, row) => sum + row.version, 0);
  if (settled.length !== messageIds.length || version !== turn.version) {
    throw new Error(`[records] turn ${turn.id} was settled or changed meanwhile`);
  }
  await trx
    .updateTable('messages')
    .set({ exchange_id: turn.id })
    .where('id', 'in', messageIds)
    .execute();
}

/** What the bot wrote before hands changed: what no worker has begun to send is given up. */
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
    // One that was tried may be on the platform all the same: a worker looks for it, at once.
    .where('attempt', '=', 0)
    .where('epoch', '<', epoch)
    .returning(['message_id', 'kind'])
    .execute();
  await trx
    .updateTable('outbox')
    .set({ due_at: 0 })
    .where('conversation_id', '=', row.id)
    .where('state', '=', 'pending')
    .where('lease_owner', 'is', null)
    .where('epoch', '<', epoch)
    .execute();
  // Where a rewriting comes to nothing, the message stands as it was.
  const messages = cancelled.filter(({ kind }) => kind === 'message');
  const messageIds = messages.flatMap((entry) => entry.message_id ?? []);
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
  const isSaid =
    saying.kind === 'note' || saying.kind === 'withheld' || saying.externalId !== undefined;
  await trx
    .insertInto('messages')
    .values({
      id,
      conversation_id: row.id,
      seq,
      author_kind: saying.author.kind,
      author_name: saying.author.kind === 'bot' ? null : saying.author.name,
      author_id: null,
      kind: saying.kind,
      text: saying.text,
      citations: JSON.stringify(saying.citations ?? []),
      at: saying.at,
      delivery: isSaid ? 'delivered' : 'pending',
      exchange_id: saying.exchangeId ?? null,
      external_id: saying.externalId ?? null,
      attachments: '[]',
      hearing: null,
      edited_at: null,
      deleted_at: null,
    })
    .execute();
  if (isSaid) return;
  await insertOutboxEntry(trx, row, {
    kind: 'message',
    messageId: id,
    seq,
    epoch: saying.voice === 'bot' ? epoch : null,
  });
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
    nudged_at: escalation.nudgedAt,
    verdict: escalation.verdict,
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

/** Of a question that was changed the last form is kept. */
async function upsertExchange(trx: Transaction<Schema>, exchange: Exchange): Promise<void> {
  const written = {
    question: exchange.question,
    answer: exchange.answer,
    outcome: exchange.outcome,
    rule: exchange.rule,
    reason: exchange.reason,
    feeling: JSON.stringify(exchange.feeling),
    confidence: exchange.confidence,
    citations: JSON.stringify(exchange.citations),
    passages: JSON.stringify(exchange.passages),
    mark: exchange.mark,
  };
  await trx
    .insertInto('exchanges')
    .values({
      id: exchange.id,
      conversation_id: exchange.conversationId,
      customer_id: exchange.customerId,
      channel: exchange.channel,
      at: exchange.at,
      latency_ms: exchange.latencyMs,
      ...written,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(written))
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
