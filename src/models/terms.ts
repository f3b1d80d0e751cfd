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
  const isStopWord = stopWords.has(bare) || stopWords.has(folded.replace("'", ''));
  return bare === '' || isStopWord ? [] : [stem(bare)];
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

/** Contractions as people type them, without the apostrophe; those that are words too, as "id", not. */
const stopWords = new Set(
  `a about after again aint all also am an and any are arent as at be because been before being but
  by can cannot cant could couldnt dear did didnt do does doesnt doing done dont down for from had
  hadnt has hasnt have havent having he hello her here heres hers hey hi him his how hows i if im in
  into is isnt it itll its itself ive just let lets me mightnt mine more most mustnt my myself neednt
  no nor not of off on once only or other our ours out over own per please pls plz same she should
  shouldnt so some such than thank thanks that thatll thats the their them then there theres these
  they theyll theyre theyve this those through to too u under until up ur us very was wasnt we were
  werent weve what whats when whens where wheres which while who whom whos why whys will with wont
  would wouldnt you youd youll your youre yours yourself youve`.split(/\s+/),
);
