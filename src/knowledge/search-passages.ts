/** Full text and vectors, fused, and gathered by article. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Passage, SearchQuery, SearchResult } from '../desk/types.ts';
import { termsOf } from '../models/terms.ts';
import { confidenceOf } from './confidence.ts';
import type { Corpus } from './corpus.ts';
import type { Hits } from './index-tables.ts';
import { filterOf, type PassageIndex } from './passage-index.ts';
import type { FoundRow } from './passage-rows.ts';

/** A passage that either search found, with what speaks for it. */
export interface Candidate {
  readonly row: FoundRow;
  /** BM25; 0 where full text did not find it. */
  readonly fullText: number;
  /** The cosine; 0 where the vectors did not find it. */
  readonly similarity: number;
  /** How near the question comes to the title, the heading or an owner's question, in [0, 1]. */
  readonly cue: number;
  readonly score: number;
}

/** Everything that a search saw. */
export interface Findings {
  readonly terms: readonly string[];
  readonly context: readonly string[];
  /** Best first, an article's best before its others. */
  readonly candidates: readonly Candidate[];
  readonly hits: Hits;
  readonly corpus: Corpus;
}

export async function searchPassages(
  index: PassageIndex,
  embedder: EmbeddingsInterface,
  query: SearchQuery,
): Promise<SearchResult> {
  const findings = await findPassages(index, embedder, query);
  return {
    passages: findings.candidates.slice(0, query.limit).map(toPassage),
    confidence: confidenceOf(findings),
  };
}

export async function findPassages(
  index: PassageIndex,
  embedder: EmbeddingsInterface,
  query: SearchQuery,
): Promise<Findings> {
  const corpus = index.corpus();
  const terms = askedTerms(query.text, corpus);
  const context = contextOf(query, terms, corpus);
  const hits = await index.search({
    terms: [
      { text: terms.join(' '), weight: 1 },
      { text: context.terms.join(' '), weight: context.weight },
    ],
    vector: await embedWithContext(embedder, query, context.weight),
    where: filterOf(query.audience, query.without),
    limit: candidateLimit,
  });
  const asked = weighTerms(terms, context, corpus);
  const candidates = rankByArticle(fuse(hits, asked, corpus));
  return { terms, context: context.terms, candidates, hits, corpus };
}

const candidateLimit = 60;

/** Each once; a misspelt one as the corpus spells it. Of a flood, the first and the last. */
function askedTerms(text: string, corpus: Corpus): readonly string[] {
  const terms = [...new Set(termsOf(text))];
  const some =
    terms.length <= mostTerms
      ? terms
      : [...terms.slice(0, mostTerms / 2), ...terms.slice(-mostTerms / 2)];
  return [...new Set(some.map((term) => corpus.knownAs(term) ?? term))];
}

/** Far more than a long letter holds; each costs time in spelling and in full text. */
const mostTerms = 400;

interface Context {
  readonly terms: readonly string[];
  readonly weight: number;
}

/** The less a question says itself, the more it leans on the one before. */
function contextOf(query: SearchQuery, terms: readonly string[], corpus: Corpus): Context {
  if (query.context === undefined) return { terms: [], weight: 0 };
  const own = new Set(terms);
  const earlier = askedTerms(query.context, corpus).filter((term) => !own.has(term));
  return { terms: earlier, weight: terms.length === 0 ? 1 : 0.6 / terms.length };
}

async function embedWithContext(
  embedder: EmbeddingsInterface,
  query: SearchQuery,
  weight: number,
): Promise<readonly number[]> {
  const own = await embedder.embedQuery(query.text);
  if (query.context === undefined || weight === 0) return own;
  const earlier = await embedder.embedQuery(query.context);
  return own.map((value, at) => value + weight * (earlier[at] ?? 0));
}

type Weights = ReadonlyMap<string, number>;

function weighTerms(terms: readonly string[], context: Context, corpus: Corpus): Weights {
  return new Map([
    ...context.terms.map((term) => [term, context.weight * corpus.rarityOf(term)] as const),
    ...terms.map((term) => [term, corpus.rarityOf(term)] as const),
  ]);
}

const similarityWeight = 0.7;
const cueWeight = 0.6;

/** Each search's scores as shares of its best: their scales say nothing to each other. */
function fuse(hits: Hits, asked: Weights, corpus: Corpus): readonly Candidate[] {
  const textWeight = share(1, hits.fullText[0]?.score ?? 0);
  const vectorWeight = share(similarityWeight, hits.vectors[0]?.score ?? 0);
  const fullText = new Map(hits.fullText.map(({ row, score }) => [row.id, score]));
  const similarity = new Map(hits.vectors.map(({ row, score }) => [row.id, score]));
  const rows = new Map([...hits.fullText, ...hits.vectors].map(({ row }) => [row.id, row]));
  const candidates = [...rows.values()].map((row) => {
    const found = { fullText: fullText.get(row.id) ?? 0, similarity: similarity.get(row.id) ?? 0 };
    const cue = Math.max(0, ...row.cues.map((terms) => likeness(terms, asked, corpus)));
    const score =
      textWeight * found.fullText + vectorWeight * Math.max(0, found.similarity) + cueWeight * cue;
    return { row, ...found, cue, score };
  });
  return candidates.sort((a, b) => b.score - a.score);
}

/** Where nothing is near, nothing is nearest: a share of a best below nought would mean nothing. */
function share(weight: number, best: number): number {
  return best > 0 ? weight / best : 0;
}

/** What the two share, of what they have (Dice), each term by its rarity. */
function likeness(cue: readonly string[], asked: Weights, corpus: Corpus): number {
  let shared = 0;
  let all = 0;
  for (const weight of asked.values()) all += weight;
  for (const term of new Set(cue)) {
    const weight = asked.get(term);
    shared += 2 * (weight ?? 0);
    all += weight ?? corpus.rarityOf(term);
  }
  return all === 0 ? 0 : shared / all;
}

/** How much an article's second and third passage say for its first. */
const siblingWeights = [1, 0.3, 0.15];

/** An article's best passage stands for the article; its others follow by their own score. */
function rankByArticle(candidates: readonly Candidate[]): readonly Candidate[] {
  const byArticle = Map.groupBy(candidates, (candidate) => candidate.row.article);
  const ranked = [...byArticle.values()].flatMap((siblings) =>
    siblings.map((candidate, at) =>
      at === 0 ? { ...candidate, score: sum(siblings) } : candidate,
    ),
  );
  return ranked.sort((a, b) => b.score - a.score);
}

function sum(siblings: readonly Candidate[]): number {
  return siblingWeights.reduce(
    (total, weight, at) => total + weight * (siblings[at]?.score ?? 0),
    0,
  );
}

function toPassage({ row, score }: Candidate): Passage {
  const { audience: _, cues: __, terms: ___, ...passage } = row;
  return { ...passage, score };
}
