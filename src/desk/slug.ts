/** Heading fragments as GitHub makes them, so that a link to a section works wherever it is read. */

/** The fragments of a document's headings, in order; each is unique within the document. */
export function slugHeadings(headings: readonly string[]): readonly string[] {
  const taken = new Map<string, number>();
  return headings.map((heading) => {
    const base = slug(heading);
    let candidate = base;
    let count = taken.get(base) ?? 0;
    while (taken.has(candidate)) {
      count += 1;
      candidate = `${base}-${count}`;
    }
    taken.set(base, count);
    taken.set(candidate, taken.get(candidate) ?? 0);
    return candidate;
  });
}

function slug(heading: string): string {
  const kept = heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '')
    .replaceAll(' ', '-');
  return kept === '' ? 'section' : kept;
}
