/** Full text and vectors, fused, and gathered by article. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { Passage, SearchQuery, SearchResult } from '../desk/types.ts';
import { termsOf } from '../models/terms.ts';
import { confidenceOf } from './confidence.ts';
import type { Hits } from './index-tables.ts';
import { filterOf, type PassageIndex } from './passage-index.ts';
import type { FoundRow } from './passage-rows.ts';

export interface Candidate {
  readonly row: FoundRow;
  readonly fullText: number;
  readonly similarity: number;
  readonly score: number;
}

export async function searchPassages(
  index: PassageIndex,
  embedder: EmbeddingsInterface,
  query: SearchQuery,
): Promise<SearchResult> {
  const terms = [...new Set(termsOf(query.text))];
  const context = contextOf(query, terms);
  const hits = await index.search({
    terms: [
      { text: terms.join(' '), weight: 1 },
      { text: context.terms.join(' '), weight: context.weight },
    ],
    vector: await embedWithContext(embedder, query, context.weight),
    where: filterOf(query.audience, query.without),
    limit: candidateLimit,
  });
  const ranked = rankByArticle(fuse(hits));
  return {
    passages: ranked.slice(0, query.limit).map(toPassage),
    confidence: confidenceOf({
      terms,
      context: context.terms,
      ranked,
      hits,
      corpus: index.corpus(),
    }),
  };
}

const candidateLimit = 60;
const similarityWeight = 0.7;

interface Context {
  readonly terms: readonly string[];
  readonly weight: number;
}

/** The less a question says itself, the more it leans on the one before. */
function contextOf(query: SearchQuery, terms: readonly string[]): Context {
  if (query.context === undefined) return { terms: [], weight: 0 };
  const own = new Set(terms);
  const earlier = [...new Set(termsOf(query.context))].filter((term) => !own.has(term));
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

/** Each search's scores as shares of its best: their scales say nothing to each other. */
function fuse(hits: Hits): readonly Candidate[] {
  const bestText = hits.fullText[0]?.score || 1;
  const bestVector = Math.max(hits.vectors[0]?.score ?? 0, Number.EPSILON);
  const byId = new Map<string, { row: FoundRow; fullText: number; similarity: number }>();
  for (const { row, score } of hits.fullText) {
    byId.set(row.id, { row, fullText: score, similarity: 0 });
  }
  for (const { row, score } of hits.vectors) {
    byId.set(row.id, { row, fullText: byId.get(row.id)?.fullText ?? 0, similarity: score });
  }
  return [...byId.values()]
    .map((one) => ({
      ...one,
      score: one.fullText / bestText + (similarityWeight * one.similarity) / bestVector,
    }))
    .sort((a, b) => b.score - a.score);
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
  const { audience: _, terms: __, ...passage } = row;
  return { ...passage, score };
}
