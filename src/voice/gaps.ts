/** What nobody could answer: unanswered and badly marked questions, by how often they come. */
import type { Kysely } from 'kysely';
import { contentWords } from '../desk/same-question.ts';
import type { Schema } from '../records/schema.ts';
import { readExchanges } from './exchanges.ts';
import type { Period } from './period.ts';

export interface Gap {
  /** The question in the words of the customer who asked it last. */
  readonly question: string;
  readonly count: number;
  readonly customers: number;
  /** How often no article answered, and how often an answer was marked not helpful. */
  readonly unanswered: number;
  readonly markedBad: number;
  /** The article that was cited where an answer was marked. */
  readonly article: string | null;
  readonly lastAt: number;
}

/** The most frequent first. Questions with the same content words are one gap. */
export async function findGaps(
  db: Kysely<Schema>,
  period: Period,
  limit: number,
): Promise<readonly Gap[]> {
  const gaps = new Map<string, Gap & { readonly askers: Set<string> }>();
  for await (const exchange of readExchanges(db, period)) {
    const bad = exchange.mark === 'not_helpful';
    const unanswered = exchange.outcome === 'unknown' || exchange.rule === 'no_answer_and_upset';
    if ((!bad && !unanswered) || exchange.question === '') continue;
    const key = [...contentWords(exchange.question)].sort().join(' ') || exchange.question;
    const known = gaps.get(key);
    const askers = known?.askers ?? new Set<string>();
    askers.add(exchange.customer_id ?? exchange.conversation_id);
    gaps.set(key, {
      question: exchange.question,
      count: (known?.count ?? 0) + 1,
      customers: askers.size,
      unanswered: (known?.unanswered ?? 0) + (unanswered ? 1 : 0),
      markedBad: (known?.markedBad ?? 0) + (bad ? 1 : 0),
      article: bad
        ? (JSON.parse(exchange.citations)[0]?.article ?? null)
        : (known?.article ?? null),
      lastAt: exchange.at,
      askers,
    });
  }
  return [...gaps.values()]
    .sort(
      (a, b) =>
        b.count - a.count ||
        b.customers - a.customers ||
        b.lastAt - a.lastAt ||
        a.question.localeCompare(b.question),
    )
    .slice(0, limit)
    .map(({ askers, ...gap }) => gap);
}
