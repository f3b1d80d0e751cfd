/**
 * Vectors without a model: words and their character n-grams, hashed into a fixed width.
 *
 * Rarity is applied to the question alone. Baked into the stored vectors it would go stale with
 * each edit, and on the public sets it measured no better (MRR@10 of vectors alone, question
 * side / both sides: ray .428/.387, stackfaq .877/.859, sofmattress .815/.811).
 */
import { Embeddings } from '@langchain/core/embeddings';
import { termsOf } from './terms.ts';

/** How much a term tells in the present corpus; larger for rarer. */
export type Rarity = (term: string) => number;

export interface LexicalEmbedderOptions {
  readonly rarityOf: Rarity;
  readonly dimensions?: number;
}

export class LexicalEmbedder extends Embeddings {
  /** Changes with anything that makes old vectors incomparable with new ones. */
  readonly name: string;
  readonly #dimensions: number;
  readonly #rarityOf: Rarity;
  /** Of the terms met lately. */
  readonly #features = new Map<string, Features>();

  constructor(options: LexicalEmbedderOptions) {
    super({ maxRetries: 0 });
    this.#dimensions = options.dimensions ?? 512;
    this.#rarityOf = options.rarityOf;
    this.name = `lexical-1-${this.#dimensions}`;
  }

  override async embedDocuments(documents: string[]): Promise<number[][]> {
    const vectors = this.embedTerms(documents.map((document) => termsOf(document)));
    return vectors.map((vector) => Array.from(vector));
  }

  /** The same, of documents whose terms are known. */
  embedTerms(documents: readonly (readonly string[])[]): readonly Float32Array[] {
    return documents.map((terms) => this.#embed(terms, everyTerm));
  }

  override async embedQuery(text: string): Promise<number[]> {
    return Array.from(this.#embed(termsOf(text), this.#rarityOf));
  }

  #embed(terms: readonly string[], rarityOf: Rarity): Float32Array {
    if (this.#features.size > mostFeatures) this.#features.clear();
    return embed(terms, rarityOf, this.#dimensions, this.#features);
  }
}

/** Where a term's word and n-grams fall: positions, and their signed weights. */
interface Features {
  readonly positions: readonly number[];
  readonly weights: readonly number[];
}

const mostFeatures = 20_000;
const everyTerm: Rarity = () => 1;
const shortestGram = 3;
const longestGram = 4;

function embed(
  terms: readonly string[],
  rarityOf: Rarity,
  dimensions: number,
  known: Map<string, Features>,
): Float32Array {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const vector = new Float32Array(dimensions);
  for (const [term, count] of counts) {
    const weight = (1 + Math.log(count)) * rarityOf(term);
    const { positions, weights } = featuresOf(term, dimensions, known);
    for (let at = 0; at < positions.length; at += 1) {
      const position = positions[at] ?? 0;
      vector[position] = (vector[position] ?? 0) + weight * (weights[at] ?? 0);
    }
  }
  return normalise(vector);
}

function featuresOf(term: string, dimensions: number, known: Map<string, Features>): Features {
  const found = known.get(term);
  if (found !== undefined) return found;
  const grams = gramsOf(term);
  // The grams together weigh as much as the word itself.
  const gramWeight = 1 / Math.sqrt(grams.length || 1);
  const hashes = [`w:${term}`, ...grams].map(hash);
  const features = {
    positions: hashes.map((value) => value % dimensions),
    weights: hashes.map((value, at) => (value >>> 31 ? -1 : 1) * (at === 0 ? 1 : gramWeight)),
  };
  known.set(term, features);
  return features;
}

function gramsOf(term: string): readonly string[] {
  const padded = `<${term}>`;
  const grams: string[] = [];
  for (let length = shortestGram; length <= longestGram; length += 1) {
    for (let at = 0; at + length <= padded.length; at += 1) {
      grams.push(padded.slice(at, at + length));
    }
  }
  return grams;
}

/** FNV-1a with a final mix, so that the lowest bits are as good as the highest. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  return (value ^ (value >>> 12)) >>> 0;
}

function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (length === 0) return vector;
  for (let at = 0; at < vector.length; at += 1) vector[at] = (vector[at] ?? 0) / length;
  return vector;
}
