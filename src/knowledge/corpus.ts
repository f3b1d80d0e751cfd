/** How rare each term is among the passages, counted from the index itself. */
export interface Corpus {
  readonly passages: number;
  /** Larger for rarer; a term that no passage has is the rarest. */
  rarityOf(term: string): number;
  /** The term itself where a passage has it, else the one it is a likely misspelling of, if any. */
  knownAs(term: string): string | null;
}

/** `documents` are passages as their terms, separated by spaces. */
export function countCorpus(documents: readonly string[]): Corpus {
  const counts = new Map<string, number>();
  for (const document of documents) {
    for (const term of new Set(document.split(' '))) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  const shelves = Map.groupBy(counts.keys(), shelfOf);
  return {
    passages: documents.length,
    rarityOf: (term) => Math.log(1 + (documents.length + 0.5) / ((counts.get(term) ?? 0) + 0.5)),
    knownAs: (term) => (counts.has(term) ? term : nearestTo(term, shelves, counts)),
  };
}

/** People seldom miss the first letter. */
function shelfOf(term: string): string {
  return `${term[0]}${term.length}`;
}

function nearestTo(
  term: string,
  shelves: ReadonlyMap<string, readonly string[]>,
  counts: ReadonlyMap<string, number>,
): string | null {
  if (!/^[a-z]{5,}$/.test(term)) return null;
  const near = [-1, 0, 1]
    .flatMap((longer) => shelves.get(`${term[0]}${term.length + longer}`) ?? [])
    .filter((other) => isOneSlipAway(term, other));
  const byCount = near.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return byCount[0] ?? null;
}

/** One letter missing, added or wrong, or two neighbours swapped. */
function isOneSlipAway(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  return (
    restA.slice(1) === restB.slice(1) ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
