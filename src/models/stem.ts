/** Porter's stemmer for English (https://tartarus.org/martin/PorterStemmer/def.txt). */

export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return word;
  let result = dropPlural(word);
  result = dropTense(result);
  result = result.replace(/^(.*[aeiouy].*)y$/, '$1i');
  result = replaceSuffix(result, doubleSuffixes, 0);
  result = replaceSuffix(result, plainSuffixes, 0);
  result = dropResidualSuffix(result);
  return tidyEnd(result);
}

const doubleSuffixes: readonly (readonly [string, string])[] = [
  ['ational', 'ate'],
  ['ization', 'ize'],
  ['fulness', 'ful'],
  ['ousness', 'ous'],
  ['iveness', 'ive'],
  ['tional', 'tion'],
  ['biliti', 'ble'],
  ['entli', 'ent'],
  ['ousli', 'ous'],
  ['ation', 'ate'],
  ['alism', 'al'],
  ['aliti', 'al'],
  ['iviti', 'ive'],
  ['enci', 'ence'],
  ['anci', 'ance'],
  ['izer', 'ize'],
  ['abli', 'able'],
  ['alli', 'al'],
  ['ator', 'ate'],
  ['eli', 'e'],
];

const plainSuffixes: readonly (readonly [string, string])[] = [
  ['icate', 'ic'],
  ['ative', ''],
  ['alize', 'al'],
  ['iciti', 'ic'],
  ['ical', 'ic'],
  ['ness', ''],
  ['ful', ''],
];

const residualSuffixes =
  /^(.+?)(ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|al|er|ic|ou|(?<=[st])ion)$/;

function dropPlural(word: string): string {
  if (word.endsWith('sses') || word.endsWith('ies')) return word.slice(0, -2);
  return word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function dropTense(word: string): string {
  if (word.endsWith('eed')) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const match = /^(.*[aeiouy].*)(ed|ing)$/.exec(word);
  const root = match?.[1];
  if (root === undefined) return word;
  if (/(at|bl|iz)$/.test(root)) return `${root}e`;
  if (/([^aeiouylsz])\1$/.test(root)) return root.slice(0, -1);
  return measure(root) === 1 && endsShort(root) ? `${root}e` : root;
}

function replaceSuffix(
  word: string,
  suffixes: readonly (readonly [string, string])[],
  above: number,
): string {
  const found = suffixes.find(([suffix]) => word.endsWith(suffix));
  if (found === undefined) return word;
  const root = word.slice(0, -found[0].length);
  return measure(root) > above ? root + found[1] : word;
}

function dropResidualSuffix(word: string): string {
  const root = residualSuffixes.exec(word)?.[1];
  return root !== undefined && measure(root) > 1 ? root : word;
}

function tidyEnd(word: string): string {
  let result = word;
  if (result.endsWith('e')) {
    const root = result.slice(0, -1);
    const size = measure(root);
    if (size > 1 || (size === 1 && !endsShort(root))) result = root;
  }
  return result.endsWith('ll') && measure(result) > 1 ? result.slice(0, -1) : result;
}

/** How many times a run of vowels is followed by a run of consonants. */
function measure(root: string): number {
  let count = 0;
  let wasVowel = false;
  for (let at = 0; at < root.length; at += 1) {
    const vowel = isVowel(root, at, wasVowel);
    if (wasVowel && !vowel) count += 1;
    wasVowel = vowel;
  }
  return count;
}

function isVowel(word: string, at: number, afterVowel: boolean): boolean {
  const letter = word[at] ?? '';
  return letter === 'y' ? at > 0 && !afterVowel : 'aeiou'.includes(letter);
}

function endsShort(root: string): boolean {
  return /[^aeiou][aeiouy][^aeiouwxy]$/.test(root);
}
