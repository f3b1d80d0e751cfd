/**
 * A text as the terms it is searched by. The index, the embedder and the confidence all read the
 * same terms, so that what one finds the others can explain.
 */
import { stem } from './stem.ts';

/**
 * Lower-case, unaccented and stemmed; compound identifiers whole and in parts; no stop words.
 * `known` remembers words between calls, where many texts are read in a row.
 */
export function termsOf(
  text: string,
  known: Map<string, readonly string[]> = new Map(),
): readonly string[] {
  const terms: string[] = [];
  for (const word of text.match(wordPattern) ?? []) {
    let wordTerms = known.get(word);
    if (wordTerms === undefined) {
      wordTerms = partsOf(word).flatMap(termsOfWord);
      known.set(word, wordTerms);
    }
    for (const term of wordTerms) terms.push(term);
  }
  return terms;
}

const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’]\p{L}+)?/gu;
const longestWord = 60;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}]/u;

/** `RayServe` is asked for as "ray serve" and as "rayserve": both are kept. */
function partsOf(word: string): readonly string[] {
  const parts = /\p{Ll}\p{Lu}/u.test(word) ? word.split(/(?<=\p{Ll})(?=\p{Lu})/u) : [];
  return parts.length > 1 ? [word, ...parts] : [word];
}

function termsOfWord(word: string): readonly string[] {
  const folded = fold(word);
  if (unspaced.test(folded)) return bigramsOf(folded);
  // A hash or a key: nobody asks by it, and it would bloat the index.
  if (folded.length > longestWord) return [];
  const bare = folded.replace(/'\p{L}+$/u, '');
  return bare === '' || stopWords.has(folded) || stopWords.has(bare) ? [] : [stem(bare)];
}

function fold(word: string): string {
  const lower = word.toLowerCase().replaceAll('’', "'");
  // Only what is not plain ASCII needs the costly normalisation.
  if (/^[a-z0-9']*$/.test(lower)) return lower;
  return lower.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');
}

function bigramsOf(word: string): readonly string[] {
  const letters = [...word];
  if (letters.length < 2) return letters;
  return letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
}

const stopWords = new Set(
  `a about after again all also am an and any are as at be because been before being but by can
  can't cannot could couldn't did didn't do does doesn't doing don't done down for from had has
  hasn't have haven't having he her here hers him his how i i'd i'll i'm i've if in into is isn't it
  it's its itself just let let's me mine more most my myself no nor not of off on once only or other
  our ours out over own per please same she should so some such than that that's the their them then
  there there's these they this those through to too under until up us very was wasn't we were what
  what's when where which while who whom why will with won't would wouldn't you you're your yours
  yourself hi hello hey thanks thank dear whats hows wheres whos thats dont doesnt didnt cant couldnt
  isnt im ive u ur pls plz`.split(/\s+/),
);
