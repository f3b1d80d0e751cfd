/** Gives each of an owner's questions to the one passage that seems to answer it. */
import { termsOf } from '../models/terms.ts';
import type { ArticlePassage } from './passages.ts';

type Words = Map<string, readonly string[]>;

/** The questions of each passage, in the passages' order. `words` is the memory of `termsOf`. */
export function shareQuestions(
  questions: readonly string[],
  passages: readonly ArticlePassage[],
  words: Words,
): readonly (readonly string[])[] {
  const shares: string[][] = passages.map(() => []);
  const read = passages.map((passage) => readPassage(passage, words));
  for (const question of questions) shares[nearest(termsOf(question, words), read)]?.push(question);
  return shares;
}

interface Read {
  readonly heading: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

function readPassage(passage: ArticlePassage, words: Words): Read {
  const heading = termsOf(passage.headings.slice(1).join('\n'), words);
  return {
    heading: new Set(heading),
    all: new Set([...heading, ...termsOf(passage.plain, words)]),
  };
}

/** A word tells more the fewer of the passages have it, and more in a heading; else the first one. */
function nearest(asked: readonly string[], passages: readonly Read[]): number {
  const scores = passages.map(() => 0);
  for (const term of new Set(asked)) {
    const having = passages.filter(({ all }) => all.has(term)).length;
    passages.forEach(({ heading, all }, at) => {
      const found = Number(all.has(term)) + 2 * Number(heading.has(term));
      if (found > 0) scores[at] = (scores[at] ?? 0) + found / having;
    });
  }
  return scores.indexOf(Math.max(...scores));
}
