/** How rare each term is among the passages, counted from the index itself. */
export interface Corpus {
  readonly passages: number;
  /** Larger for rarer; a term that no passage has is the rarest. */
  rarityOf(term: string): number;
  knows(term: string): boolean;
}

/** `documents` are passages as their terms, separated by spaces. */
export function countCorpus(documents: readonly string[]): Corpus {
  const counts = new Map<string, number>();
  for (const document of documents) {
    for (const term of new Set(document.split(' '))) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return {
    passages: documents.length,
    rarityOf: (term) => Math.log(1 + (documents.length + 0.5) / ((counts.get(term) ?? 0) + 0.5)),
    knows: (term) => counts.has(term),
  };
}
