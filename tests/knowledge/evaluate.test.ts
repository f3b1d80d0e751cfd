import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluateKnowledge } from '../../src/knowledge/evaluate.ts';
import { evalPath, whyNoEvalData } from '../eval-data.ts';
import { tempFolder } from '../temp-folder.ts';
import { articleFolder, helpCentre } from './article-folder-fixture.ts';

test('measures ranking, abstention and time, and writes a row for each question', async () => {
  const folder = tempFolder();
  const [known, unknown] = [join(folder, 'known.jsonl'), join(folder, 'unknown.jsonl')];
  const predictions = join(folder, 'predictions.jsonl');
  writeFileSync(
    known,
    `${row('How do I connect Slack?', 'slack')}\n${row('opening hours', 'hours')}\n`,
  );
  writeFileSync(unknown, `${row('the best time to visit Japan', null)}\n\n`);
  const options = { articles: articleFolder(helpCentre), questions: [known, unknown], predictions };
  expect(await evaluateKnowledge(options)).toMatchObject({
    articles: 4,
    questions: 3,
    answerable: 2,
    'recall@1': 1,
    'recall@5': 1,
    'mrr@10': 1,
    near: { auroc: 1, coverage: 1 },
    far: { auroc: 1, coverage: 1 },
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
  });
  const rows = readFileSync(predictions, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows[0]).toEqual({
    question: 'How do I connect Slack?',
    article: 'slack',
    ranked: expect.arrayContaining([{ article: 'slack', score: expect.any(Number) }]),
    confidence: expect.any(Number),
    confidenceWithout: expect.any(Number),
  });
  expect(rows[2]).toMatchObject({ article: null, confidenceWithout: null });
});

test('reports no far abstention where every question has an article, and leaves no index behind', async () => {
  const questions = join(tempFolder(), 'questions.jsonl');
  writeFileSync(questions, row('opening hours', 'hours'));
  const before = indexesLeft();
  const options = { articles: articleFolder(helpCentre), questions: [questions] };
  expect((await evaluateKnowledge(options)).far).toBeNull();
  expect(indexesLeft()).toEqual(before);
});

test('names the line of a question that cannot be read', async () => {
  const questions = join(tempFolder(), 'questions.jsonl');
  writeFileSync(questions, `${row('opening hours', 'hours')}\n{"question": 1}\n`);
  const options = { articles: articleFolder(helpCentre), questions: [questions] };
  await expect(evaluateKnowledge(options)).rejects.toThrow(/questions\.jsonl: line 2/);
});

const ray = { articles: evalPath('ray/articles'), questions: [evalPath('ray/questions.jsonl')] };

test.skipIf(!existsSync(ray.articles))(
  `finds the right page for most questions of real users (${whyNoEvalData})`,
  async () => {
    const { 'mrr@10': mrr, 'recall@5': recall } = await evaluateKnowledge(ray);
    expect(mrr).toBeGreaterThanOrEqual(0.47);
    expect(recall).toBeGreaterThanOrEqual(0.63);
  },
  60_000,
);

function row(question: string, article: string | null): string {
  return JSON.stringify({ question, article });
}

function indexesLeft(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('earshot-eval-'));
}
