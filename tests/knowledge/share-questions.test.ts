import { expect, test } from 'vitest';
import { parseArticle } from '../../src/knowledge/article.ts';
import { splitArticle } from '../../src/knowledge/passages.ts';
import { shareQuestions } from '../../src/knowledge/share-questions.ts';
import { articleFolder, openKnowledge } from './article-folder-fixture.ts';

const machine = `# The coffee machine

Our machine makes coffee for the whole team, whoever asks.

## Descale

If the coffee is sour, run vinegar through the machine.

## Clean the mill

The machine wants a brush once a month. Switch the machine off before.

## Noise

A machine that hums is well; clean it all the same.
`;

test.each([
  ['The coffee tastes sour', 'Descale'],
  ['When must I clean the machine and its mill?', 'Clean the mill'],
  ['What is this hum in the flarb?', 'Noise'],
  ['Anything else?', 'The coffee machine'],
  ['', 'The coffee machine'],
])('gives "%s" to the section that answers it', (question, heading) => {
  const { article } = parseArticle('machine.md', machine);
  const passages = article === null ? [] : splitArticle(article);
  const shares = shareQuestions([question], passages, new Map());
  const having = passages.filter((_, at) => shares[at]?.includes(question));
  expect(having.map(({ headings }) => headings.at(-1))).toEqual([heading]);
});

test('what an owner says of one section does not make the others win', async () => {
  const questions = ['My espresso is like vinegar', 'The grinder needs a brush'];
  const matter = `---\nquestions:\n${questions.map((one) => `  - ${one}\n`).join('')}---\n`;
  const knowledge = await openKnowledge(articleFolder({ 'machine.md': matter + machine }));
  for (const [at, heading] of ['Descale', 'Clean the mill'].entries()) {
    const text = questions[at] ?? '';
    const { passages } = await knowledge.search({ text, audience: 'customers', limit: 5 });
    expect(passages[0]?.headings.at(-1)).toBe(heading);
    expect(passages[0]?.score).toBeGreaterThan(1.5 * (passages[1]?.score ?? 0));
  }
});
