import type { Corpus } from './corpus.ts';
import type { Hits } from './index-tables.ts';
import type { Candidate } from './search-passages.ts';

export interface Evidence {
  readonly terms: readonly string[];
  readonly context: readonly string[];
  readonly ranked: readonly Candidate[];
  readonly hits: Hits;
  readonly corpus: Corpus;
}

export function confidenceOf(evidence: Evidence): number {
  const best = evidence.ranked[0];
  if (best === undefined) return 0;
  const have = new Set(best.row.terms);
  let total = 0;
  let covered = 0;
  for (const term of evidence.terms) {
    const rarity = evidence.corpus.rarityOf(term);
    total += rarity;
    if (have.has(term)) covered += rarity;
  }
  return total === 0 ? 0 : covered / total;
}
