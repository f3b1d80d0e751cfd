/** How likely it is that the best passages answer, judged by what the search saw. */
import { confidenceModel } from './confidence-model.ts';
import type { Corpus } from './corpus.ts';
import type { Candidate, Findings } from './search-passages.ts';

/** In [0, 1]; 0 where nothing was found or nothing was asked. */
export function confidenceOf(findings: Findings): number {
  const features = featuresOf(findings);
  if (features === null) return 0;
  const { intercept, weights } = confidenceModel;
  const sum = features.reduce((total, value, at) => total + value * (weights[at] ?? 0), intercept);
  return 1 / (1 + Math.exp(-sum));
}

export const featureNames = [
  'covered by the passage',
  'covered by the article',
  'adjacent pairs',
  'cosine',
  'likeness to a cue',
  'both searches agree',
  'margin',
  'words asked',
] as const;

/** Each in [0, 1], larger where more speaks for the passage. Null where there is nothing to judge. */
export function featuresOf(findings: Findings): readonly number[] | null {
  const { candidates, corpus } = findings;
  const best = candidates[0];
  const terms = findings.terms.length > 0 ? findings.terms : findings.context;
  if (best === undefined || terms.length === 0) return null;
  const siblings = candidates.filter(({ row }) => row.article === best.row.article);
  const rest = candidates.find(({ row }) => row.article !== best.row.article);
  const own = new Set(best.row.terms);
  const whole = new Set(siblings.flatMap(({ row }) => row.terms));
  return [
    coverage(terms, corpus, (term) => own.has(term)),
    coverage(terms, corpus, (term) => whole.has(term)),
    adjacentPairs(terms, best.row.terms),
    Math.max(0, best.similarity),
    best.cue,
    agreement(findings, best),
    rest === undefined || best.score === 0 ? 1 : 1 - rest.score / best.score,
    Math.min(1, terms.length / 8),
  ];
}

/** The share of what was asked, by rarity, that `has` it. */
function coverage(
  terms: readonly string[],
  corpus: Corpus,
  has: (term: string) => boolean,
): number {
  let all = 0;
  let covered = 0;
  for (const term of terms) {
    const rarity = corpus.rarityOf(term);
    all += rarity;
    if (has(term)) covered += rarity;
  }
  return all === 0 ? 0 : covered / all;
}

/** The share of the question's neighbouring words that are neighbours in the passage too. */
function adjacentPairs(asked: readonly string[], passage: readonly string[]): number {
  if (asked.length < 2) return 0;
  const pairs = new Set(passage.slice(1).map((term, at) => `${passage[at]} ${term}`));
  const found = asked.slice(1).filter((term, at) => pairs.has(`${asked[at]} ${term}`));
  return found.length / (asked.length - 1);
}

function agreement({ hits }: Findings, best: Candidate): number {
  const leads = [hits.fullText[0], hits.vectors[0]];
  return leads.filter((lead) => lead?.row.article === best.row.article).length / leads.length;
}
