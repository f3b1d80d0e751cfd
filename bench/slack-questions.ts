/** What people ask of Earshot's own help centre: the questions that its articles name. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArticle } from '../src/knowledge/article.ts';

/** Those that a bot hears as questions, in no order of the articles. */
export async function readQuestions(folder: string): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.md'));
  const lists = await Promise.all(
    files.map(async (name) => {
      const { article } = parseArticle(name, await readFile(join(folder, name), 'utf8'));
      return article?.audience === 'customers' ? article.questions : [];
    }),
  );
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, at) => lists.flatMap((list) => list[at] ?? []))
    .flat()
    .filter((question) => question.endsWith('?'));
}

/** Deals out so many questions a time, beginning again where they run out. */
export function dealQuestions(questions: readonly string[]): (count: number) => readonly string[] {
  let next = 0;
  return (count) => {
    const from = next;
    next += count;
    return Array.from(
      { length: count },
      (_, at) => questions[(from + at) % questions.length] ?? '',
    );
  };
}
