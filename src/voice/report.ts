/** First figures of the Voice of the Customer. None of them ranks people. */
import type { Kysely } from 'kysely';
import { percentile } from '../desk/measures.ts';
import type { EscalationState, Feeling, Outcome, Verdict } from '../desk/types.ts';
import type { Schema } from '../records/schema.ts';
import { readExchanges } from './exchanges.ts';
import { findGaps, type Gap } from './gaps.ts';
import type { Period } from './period.ts';

export interface Report {
  readonly since: number;
  readonly until: number;
  readonly exchanges: number;
  readonly conversations: number;
  readonly customers: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly feelings: Readonly<Partial<Record<Feeling['label'], number>>>;
  readonly marks: { readonly helpful: number; readonly not_helpful: number };
  /** From acceptance to the commit of the answer, in ms; null where nothing was answered. */
  readonly answerMs: { readonly p50: number; readonly p95: number } | null;
  readonly escalations: {
    readonly opened: number;
    /** Opened and neither claimed nor ended yet. */
    readonly waiting: number;
    readonly byRule: Readonly<Record<string, number>>;
    /** What agents said of whether a person was needed, and in time. */
    readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
    /** Median ms from opening to the first claim; null where none was claimed. */
    readonly claimMs: number | null;
    /** Median ms of the cases that spent time in it. */
    readonly stateMs: Readonly<Partial<Record<EscalationState, number>>>;
  };
  readonly articles: readonly { readonly article: string; readonly cited: number }[];
  readonly gaps: readonly Gap[];
}

export async function writeReport(db: Kysely<Schema>, period: Period): Promise<Report> {
  const outcomes: Record<string, number> = {};
  const feelings: Record<string, number> = {};
  // An article may have any name, `constructor` too.
  const cited = new Map<string, number>();
  const marks = { helpful: 0, not_helpful: 0 };
  const conversations = new Set<string>();
  const customers = new Set<string>();
  const latencies: number[] = [];
  let exchanges = 0;
  for await (const exchange of readExchanges(db, period)) {
    exchanges += 1;
    count(outcomes, exchange.outcome);
    count(feelings, (JSON.parse(exchange.feeling) as Feeling).label);
    // An erased customer's exchanges belong to no conversation any more.
    if (exchange.conversation_id !== '') conversations.add(exchange.conversation_id);
    if (exchange.customer_id) customers.add(exchange.customer_id);
    if (exchange.mark) marks[exchange.mark] += 1;
    if (exchange.outcome === 'answered') latencies.push(exchange.latency_ms);
    for (const { article } of JSON.parse(exchange.citations)) {
      cited.set(article, (cited.get(article) ?? 0) + 1);
    }
  }
  return {
    ...period,
    exchanges,
    conversations: conversations.size,
    customers: customers.size,
    outcomes,
    feelings,
    marks,
    answerMs:
      latencies.length > 0
        ? { p50: percentile(latencies, 0.5), p95: percentile(latencies, 0.95) }
        : null,
    escalations: await countEscalations(db, period),
    articles: [...cited]
      .map(([article, times]) => ({ article, cited: times }))
      .sort((a, b) => b.cited - a.cited)
      .slice(0, 20),
    gaps: await findGaps(db, period, Number.POSITIVE_INFINITY),
  };
}

async function countEscalations(db: Kysely<Schema>, { since, until }: Period) {
  const rows = await db
    .selectFrom('escalations')
    .select(['rule', 'state', 'opened_at', 'claimed_at', 'verdict', 'spent_ms'])
    .where('opened_at', '>=', since)
    .where('opened_at', '<', until)
    .execute();
  const byRule: Record<string, number> = {};
  const verdicts: Record<string, number> = {};
  const spent: Partial<Record<EscalationState, number[]>> = {};
  const claims: number[] = [];
  for (const row of rows) {
    count(byRule, row.rule);
    if (row.verdict !== null) count(verdicts, row.verdict);
    if (row.claimed_at !== null) claims.push(row.claimed_at - row.opened_at);
    for (const [state, ms] of Object.entries(JSON.parse(row.spent_ms))) {
      const times = spent[state as EscalationState] ?? [];
      spent[state as EscalationState] = [...times, ms as number];
    }
  }
  return {
    opened: rows.length,
    waiting: rows.filter(({ state }) => state === 'waiting').length,
    byRule,
    verdicts,
    claimMs: claims.length > 0 ? percentile(claims, 0.5) : null,
    stateMs: Object.fromEntries(
      Object.entries(spent).map(([state, times]) => [state, percentile(times, 0.5)]),
    ),
  };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
