import { expect, test } from 'vitest';
import { LexicalEmbedder } from '../../src/models/lexical-embedder.ts';
import { termsOf } from '../../src/models/terms.ts';

const embedder = new LexicalEmbedder({ rarityOf: () => 1 });

test('the same text has the same vector, of length one', async () => {
  const [first, second] = await embedder.embedDocuments(['Connect Slack', 'Connect Slack']);
  expect(first).toEqual(second);
  expect(dot(first, first)).toBeCloseTo(1);
});

test('a misspelt word is nearer to the right one than to another', async () => {
  const [right, other] = await embedder.embedDocuments([
    'connecting Slack',
    'privacy of customers',
  ]);
  const asked = await embedder.embedQuery('conecting slakc');
  expect(dot(asked, right)).toBeGreaterThan(dot(asked, other) + 0.2);
});

test('what is rare in the corpus weighs more in a question', async () => {
  const rarityOf = (term: string) => (term === 'slack' ? 5 : 0.1);
  const weighing = new LexicalEmbedder({ rarityOf });
  const [slack, connect] = await weighing.embedDocuments(['slack', 'connect']);
  const asked = await weighing.embedQuery('connect slack');
  expect(dot(asked, slack)).toBeGreaterThan(dot(asked, connect) + 0.5);
});

test('known terms have the vector of their text', async () => {
  const text = 'Connecting RayServe to Slack, and Slack to you';
  const [vector] = embedder.embedTerms([termsOf(text)]);
  expect([[...(vector ?? [])]]).toEqual(await embedder.embedDocuments([text]));
});

test('a text without words has an empty vector, not a broken one', async () => {
  expect((await embedder.embedQuery('🙂 …')).every((value) => value === 0)).toBe(true);
});

test.each([
  ['How do I connect it?', ['connect']],
  ['max_concurrent_queries', ['max', 'concurr', 'queri']],
  ['RayServe', ['rayserv', 'ray', 'serv']],
  ['don’t CAFÉS', ['cafe']],
  ["Why doesn't it? They aren’t, I shouldn't, we'll", []],
  ['why doesnt it? theyre not, i shouldnt, whats, im, cant', []],
  ["I'd find my id", ['find', 'id']],
  ['installing installed installs', ['instal', 'instal', 'instal']],
  ['接続方法', ['接続', '続方', '方法']],
  ['', []],
])('reads the terms of %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms);
});

function dot(a: readonly number[] = [], b: readonly number[] = []): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}
