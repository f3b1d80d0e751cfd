/** Markdown prose in whole sentences; a link, code or emphasis is never cut in two. */

export function splitSentences(markdown: string): readonly string[] {
  const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });
  const sentences: string[] = [];
  let open = '';
  for (const { segment } of segmenter.segment(markdown)) {
    open += segment;
    if (isWhole(open)) {
      sentences.push(open.trim());
      open = '';
    }
  }
  if (open.trim() !== '') sentences.push(open.trim());
  return sentences.filter((sentence) => sentence !== '');
}

const abbreviation = /\b(e\.g|i\.e|etc|vs|cf|approx|no|fig|mr|mrs|ms|dr|st)\.\s*$/i;

function isWhole(text: string): boolean {
  if (abbreviation.test(text)) return false;
  // A single letter or number before the dot is a list's or a version's, not an end.
  if (/(^|\s)\w\.\s*$/.test(text)) return false;
  const bare = text.replace(/\\./g, '').replace(/(`+)[^`]+\1/g, '');
  return (
    !bare.includes('`') &&
    count(bare, '[') === count(bare, ']') &&
    count(bare, '(') <= count(bare, ')') &&
    count(bare, '**') % 2 === 0 &&
    count(bare.replaceAll('**', ''), '_') % 2 === 0
  );
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}

/** Whether it leans on the sentence before it: "It also…", "Then…". */
export function leansBack(sentence: string): boolean {
  return /^[\W_]*(it|its|this|that|these|those|they|he|she|such|both|also|then|however|therefore|thus|otherwise|instead|moreover|furthermore|additionally|but|and|or|so|in this case|for example|for instance|similarly|likewise|afterwards)\b/i.test(
    sentence,
  );
}
