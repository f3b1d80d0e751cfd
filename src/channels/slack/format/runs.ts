/** Runs of words: as Slack's elements, and cut in two where a reader minds least. */
import type { RichTextElement } from '../blocks.ts';
import type { Run } from './pieces.ts';

export function wordsOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('');
}

/** Neighbours that look alike become one element. */
export function elementsOf(runs: readonly Run[]): RichTextElement[] {
  const merged: Run[] = [];
  for (const run of runs) {
    const last = merged.at(-1);
    if (run.text === '') continue;
    if (last !== undefined && looksLike(last, run)) {
      merged[merged.length - 1] = { ...last, text: last.text + run.text };
    } else merged.push(run);
  }
  return merged.map(elementOf);
}

function elementOf({ text, url, style }: Run): RichTextElement {
  const styled = Object.keys(style).length === 0 ? {} : { style };
  return url === null ? { type: 'text', text, ...styled } : { type: 'link', url, text, ...styled };
}

function looksLike(a: Run, b: Run): boolean {
  return (
    a.url === b.url &&
    a.style.bold === b.style.bold &&
    a.style.italic === b.style.italic &&
    a.style.strike === b.style.strike &&
    a.style.code === b.style.code
  );
}

/** What is read as sentences may lose the space at a cut; of code only a line break is lost. */
export type CutAs = 'prose' | 'code';

export type Halves = readonly [head: readonly Run[], tail: readonly Run[]];

/**
 * Cuts off the longest head that fits, at the end of a line, a sentence or a word; only a word
 * that is longer than a post is cut itself, and a link is never. Null where no head fits.
 */
export function cutRuns(
  runs: readonly Run[],
  cutAs: CutAs,
  fits: (head: readonly Run[]) => boolean,
): Halves | null {
  const words = wordsOf(runs);
  const room = longestHead(words.length, (length) => fits(sliceRuns(runs, 0, length)));
  const at = bestCut(words, room, cutAs, linkSpans(runs));
  if (at === 0) return null;
  const [end, start] = cutAs === 'prose' ? aroundSpace(words, at) : aroundBreak(words, at);
  return end === 0 ? null : [sliceRuns(runs, 0, end), sliceRuns(runs, start, words.length)];
}

/** A head that is shorter always fits where a longer one does; 0 where none does. */
export function longestHead(length: number, fits: (length: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

type Span = readonly [start: number, end: number];

function linkSpans(runs: readonly Run[]): readonly Span[] {
  const spans: Span[] = [];
  let at = 0;
  let open: string | null = null;
  for (const { text, url } of runs) {
    const last = spans.at(-1);
    if (url !== null && url === open && last) spans[spans.length - 1] = [last[0], at + text.length];
    else if (url !== null) spans.push([at, at + text.length]);
    open = url;
    at += text.length;
  }
  return spans;
}

const borders: Readonly<Record<CutAs, readonly RegExp[]>> = {
  prose: [/\n/g, /[.!?…]["'”’)\]]*(?=\s)|[。！？]/g, /(?<=\S)(?=\s)/g],
  code: [/\n/g, /(?<=\S)(?=[ \t])/g],
};

function bestCut(words: string, room: number, cutAs: CutAs, links: readonly Span[]): number {
  const isFree = (at: number): boolean => !links.some(([start, end]) => start < at && at < end);
  // A border too near the start would leave a post nearly empty.
  const from = Math.floor(room / 3);
  for (const border of borders[cutAs]) {
    let best = 0;
    for (const match of words.slice(0, room + 1).matchAll(border)) {
      const at = border === borders[cutAs][0] ? match.index : match.index + match[0].length;
      if (at > from && at <= room && isFree(at)) best = at;
    }
    if (best > 0) return best;
  }
  const link = links.find(([start, end]) => start < room && room < end);
  return link === undefined ? graphemeBorder(words, room) : link[0];
}

/** A grapheme longer than all the room, made of marks upon marks, is cut between code points. */
function graphemeBorder(words: string, room: number): number {
  if (room >= words.length) return words.length;
  const start = new Intl.Segmenter().segment(words).containing(room)?.index ?? room;
  if (start > 0) return start;
  const isPair =
    /[\ud800-\udbff]/.test(words[room - 1] ?? '') && /[\udc00-\udfff]/.test(words[room] ?? '');
  return isPair ? room - 1 : room;
}

function aroundSpace(words: string, at: number): Span {
  const end = words.slice(0, at).trimEnd().length;
  const tail = words.slice(at);
  return [end, words.length - tail.trimStart().length];
}

function aroundBreak(words: string, at: number): Span {
  return [at, words[at] === '\n' ? at + 1 : at];
}

function sliceRuns(runs: readonly Run[], from: number, to: number): readonly Run[] {
  const slice: Run[] = [];
  let at = 0;
  for (const run of runs) {
    const text = run.text.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (text !== '') slice.push({ ...run, text });
    at += run.text.length;
  }
  return slice;
}
