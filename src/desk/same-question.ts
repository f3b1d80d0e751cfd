/** Tells whether a question was asked before in nearly the same words. */
import { readWords, withoutCode } from './clauses.ts';

export function isAskedAgain(text: string, earlierQuestions: readonly string[]): boolean {
  const now = contentWords(text);
  if (now.size === 0) return false;
  return earlierQuestions.some((earlier) => meansTheSame(now, contentWords(earlier)));
}

/** The words of a question that carry its subject, lightly stemmed. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = readWords(withoutCode(text).slice(0, longestQuestion).replace(complaints, ' '));
  return new Set(words.filter((word) => !stopWords.has(word)).map(stem));
}

/**
 * Two words in common are the least for a question that was reworded; a single one counts only
 * where it is all that both questions hold.
 */
function meansTheSame(now: ReadonlySet<string>, before: ReadonlySet<string>): boolean {
  const shared = [...now].filter((word) => before.has(word)).length;
  const changed = [...now, ...before].filter((word) => !(now.has(word) && before.has(word)));
  if (changed.length === 0) return true;
  if (shared < 2 || changed.some((word) => turnsAround.has(word))) return false;
  const likeness = shared / (shared + changed.length);
  const oneHoldsTheOther = shared === Math.min(now.size, before.size);
  return likeness >= (oneHoldsTheOther ? 0.6 : 0.75);
}

function stem(word: string): string {
  const base = word.replace(/'s?$/, '');
  if (base.length < 5) return base.replace(/(?<=[a-z]{2}[^s])s$/, '');
  return base
    .replace(/(?:ations?|ing|edly|ed|ies|ions?|es|s|ly)$/, '')
    .replace(/([^aeiouls])\1$/, '$1')
    .replace(/[ey]$/, '');
}

const longestQuestion = 2_000;

/** What people put around a question when they ask it again. */
const complaints =
  /\b(?:still|it|this|that|does(?:n't| not)|do(?:n't| not)|did(?:n't| not)|is(?:n't| not)|not) (?:not )?(?:work(?:s|ed|ing)?|help(?:s|ed|ing)?|answer(?:ed)?)\b|\b(?:third|second|fourth|last|first) time\b|\bmy (?:question|point)\b/gi;

const turnsAround = new Set(
  'off not without never stop no cannot before after enable disable add remove old new import export'.split(
    ' ',
  ),
);

const stopWords = new Set(
  "a about actually again ago already also am an and any anyone are aren't as ask asked asking at be because been being but by can can't could couldn't did didn't do does doesn't doing don't dont earlier else exactly for from get getting give go going got had has have haven't having hello help hey hi how i i'd i'll i'm i've if in into is isn't it it's its just know let like look me mean meant mine more my need no now of on once one or our out over please pls possible question really repeat said same say shall should show so some someone still tell than thank thanks that that's the their them then there these they thing this those time times to told too try trying twice understand up us use using very want was wasn't way we well were what what's when where which while who why will with won't work working would yes yet you your you're".split(
    ' ',
  ),
);
