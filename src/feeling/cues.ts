/** Finds the lexicon's cues in a text and weighs each by the words around it. */
import {
  buildLexicon,
  type Cue,
  contractions,
  type Dimension,
  intensifiers,
  negators,
} from './lexicon.ts';

/** How strongly each dimension shows, in [0, 1]. */
export type Strengths = Readonly<Record<Dimension, number>>;
export type CueReader = (prose: string) => Strengths;

export function createCueReader(): CueReader {
  const lexicon = buildLexicon();
  const longest = longestByFirstWord(lexicon);
  return (prose) => {
    const words = readTokens(prose);
    const sum = createSum();
    for (let at = 0; at < words.length; ) {
      const { cue, length } = longestCue(words, at, lexicon, longest);
      if (cue) sum.add(inContext(cue, words, at, length));
      at += length;
    }
    const strengths = sum.strengths();
    return words.some((word) => objections.has(word))
      ? { ...strengths, praise: strengths.praise * 0.3 }
      : strengths;
  };
}

function readTokens(prose: string): readonly string[] {
  const plain = prose
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/f[*#@]{1,3}c?k/g, 'fuck');
  const tokens =
    plain.match(/[\p{L}\p{N}][\p{L}\p{N}']*|[.,;:!?]|\p{Extended_Pictographic}/gu) ?? [];
  return tokens.map((token) => contractions.get(token) ?? token);
}

/** The longest phrase that begins here; a cue of its own for each repetition of an emoji. */
function longestCue(
  words: readonly string[],
  at: number,
  lexicon: ReadonlyMap<string, Cue>,
  longest: ReadonlyMap<string, number>,
): { readonly cue: Cue | undefined; readonly length: number } {
  const first = words[at] ?? '';
  for (let length = longest.get(first) ?? 1; length > 0; length -= 1) {
    const phrase = length === 1 ? first : words.slice(at, at + length).join(' ');
    const cue = lexicon.get(phrase);
    if (cue) return { cue, length };
  }
  return { cue: undefined, length: 1 };
}

/** The words before a cue turn it round, change its strength, or say whose feeling it is. */
function inContext(cue: Cue, words: readonly string[], at: number, length: number): Cue {
  const after = words.slice(at + length, at + length + 3);
  let factor = after.some((word) => others.has(word)) ? othersShare : 1;
  let negated = false;
  for (let back = 1; back <= 4; back += 1) {
    const word = words[at - back];
    if (word === undefined || /^[.,;:!?]$/.test(word)) break;
    if (word === 'how' && waysToDo.has(words[at - back + 1] ?? '')) factor *= askedShare;
    if (back === 4) break;
    if (back <= 2) factor *= intensifiers.get(word) ?? 1;
    if (others.has(word)) factor *= othersShare;
    negated ||= negators.has(word);
  }
  const isWord = /^\p{L}/u.test(words[at] ?? '');
  if (!negated || !isWord || length > 2)
    return { ...cue, weight: Math.min(0.95, cue.weight * factor) };
  if (cue.dimension === 'praise') return { dimension: 'disappointment', weight: cue.weight * 0.9 };
  return { ...cue, weight: cue.weight * 0.25 };
}

/** Strong cues add up; weak ones, however many, make a message mildly upset at most. */
function createSum() {
  const strong = { anger: 1, frustration: 1, confusion: 1, disappointment: 1, praise: 1 };
  const weak = { ...strong };
  const total = (dimension: Dimension) =>
    1 - strong[dimension] * Math.max(1 - weakLimit, weak[dimension]);
  return {
    add: ({ dimension, weight }: Cue) => {
      const kind = weight < 0.3 ? weak : strong;
      kind[dimension] *= 1 - weight;
    },
    strengths: (): Strengths => ({
      anger: total('anger'),
      frustration: total('frustration'),
      confusion: total('confusion'),
      disappointment: total('disappointment'),
      praise: total('praise'),
    }),
  };
}

function longestByFirstWord(lexicon: ReadonlyMap<string, Cue>): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const phrase of lexicon.keys()) {
    const words = phrase.split(' ');
    const first = words[0] ?? '';
    longest.set(first, Math.max(longest.get(first) ?? 1, words.length));
  }
  return longest;
}

/** "Thanks, but it still fails" is no praise. */
const objections = new Set(['but', 'however', 'still', 'yet', 'unfortunately']);

const weakLimit = 0.25;

/** "When is a customer angry?" tells nothing of who asks. */
const others = new Set(
  'customer customers user users client clients visitor visitors someone somebody people'.split(
    ' ',
  ),
);
const othersShare = 0.2;

/** "How do I stop it?" wants to know; "Stop it!" does not. */
const waysToDo = new Set(['do', 'does', 'to', 'can', 'could', 'would', 'should']);
const askedShare = 0.4;
