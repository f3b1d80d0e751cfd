import { availableParallelism } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import type { ArticleFile } from '../../src/knowledge/article-folder.ts';
import { openPassageIndex } from '../../src/knowledge/passage-index.ts';
import { type ArticleReading, readArticle } from '../../src/knowledge/read-article.ts';
import { readArticles } from '../../src/knowledge/read-articles.ts';
import { syncArticles } from '../../src/knowledge/sync-articles.ts';
import { LexicalEmbedder } from '../../src/models/lexical-embedder.ts';
import { tempFolder } from '../temp-folder.ts';
import { articleFolder, writeArticles } from './article-folder-fixture.ts';

const many = Array.from({ length: 130 }, (_, at) => fileOf(at));
const few = many.slice(0, 20);
const readHere = many.map((file) => readArticle(file, new Map()));
const severalCores = availableParallelism() > 1;
const why = 'needs two cores';

test.skipIf(!severalCores)(
  `a whole help centre is read with the help of workers (${why})`,
  async () => {
    const read = await collect(readArticles(many, workerThat(answersElsewhere)));
    expect(read).toHaveLength(many.length);
    expect(read.some(({ fault }) => fault?.problem === 'elsewhere')).toBe(true);
  },
);

test('a few articles are read without any worker', async () => {
  expect(await collect(readArticles(few, workerThat(answersElsewhere)))).toEqual(
    readHere.slice(0, few.length),
  );
});

test('workers read just what is read here, in the same order', async () => {
  expect(await collect(readArticles(many))).toEqual(readHere);
});

test.each([
  ['does not start', 'throw new Error("no")'],
  ['fails on every article', `parentPort.on('message', () => { throw new Error('no'); })`],
  [
    'stops after one parcel',
    `parentPort.on('message', (files) => {
    parentPort.postMessage(${answerFor('files')});
    process.exit(); })`,
  ],
])('no article is lost to a worker that %s', async (_, code) => {
  const read = await collect(readArticles(many, workerThat(code)));
  const paths = read.map(({ stored, fault }) => stored?.path ?? fault?.file.slice(0, -3));
  expect(paths).toEqual(readHere.map(({ stored }) => stored?.path));
});

test('one large sync makes the index that small ones make', async () => {
  const folder = articleFolder(filesOf(many));
  const bitByBit = articleFolder({});
  const [atOnce, grown] = [await openIndex(), await openIndex()];
  await syncArticles({ folder, ...atOnce });
  for (const part of [many.slice(0, 65), many.slice(65)]) {
    writeArticles(bitByBit, filesOf(part));
    await syncArticles({ folder: bitByBit, ...grown });
  }
  expect(await everythingIn(atOnce)).toEqual(await everythingIn(grown));
});

async function openIndex() {
  const embedder = new LexicalEmbedder({ rarityOf: () => 1 });
  const index = await openPassageIndex({ uri: tempFolder(), embedderName: embedder.name });
  onTestFinished(() => index.close());
  return { index, embedder };
}

/** Every passage with its nearness to a question, which its vector decides. */
async function everythingIn({ index, embedder }: Awaited<ReturnType<typeof openIndex>>) {
  const vector = await embedder.embedQuery('how do I mend the export of article 93?');
  const { vectors } = await index.search({ terms: [], vector, where: null, limit: 5_000 });
  expect(vectors.length).toBeGreaterThan(many.length * 5);
  return vectors.toSorted((a, b) => (a.row.id < b.row.id ? -1 : 1));
}

function filesOf(files: readonly ArticleFile[]) {
  return Object.fromEntries(files.map(({ file, source }) => [file, source]));
}

function fileOf(at: number): ArticleFile {
  const words = (part: number) =>
    Array.from({ length: 90 }, (_, word) => `word${(at * 7 + part * 31 + word * word) % 997}`);
  const parts = Array.from(
    { length: 6 },
    (_, part) =>
      `## Part ${part} of export ${at}\n\n${words(part).join(' ')}.\n\n- *one* [link](a.md)\n- \`two\`\n`,
  );
  const front = `---\ntitle: Article ${at}\nquestions: [How do I mend ${at}?]\n---\n`;
  const file = `a${String(at).padStart(3, '0')}.md`;
  return { file, hash: String(at), source: `${front}${parts.join('\n')}` };
}

async function collect(readings: AsyncIterable<ArticleReading>): Promise<ArticleReading[]> {
  const all: ArticleReading[] = [];
  for await (const reading of readings) all.push(reading);
  return all;
}

function answerFor(files: string): string {
  return `${files}.map(({ file }) => ({ stored: null, fault: { file, line: null, problem: 'elsewhere', remedy: '' } }))`;
}

const answersElsewhere = `parentPort.on('message', (files) => parentPort.postMessage(${answerFor('files')}))`;

function workerThat(code: string): URL {
  const head = `import { parentPort } from 'node:worker_threads';`;
  return new URL(`data:text/javascript,${encodeURIComponent(`${head}\n${code}`)}`);
}
