/** Reads many articles: a few right here, a whole help centre with the other cores' help. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { ArticleFile } from './article-folder.ts';
import { type ArticleReading, readArticle } from './read-article.ts';

/** In the order of `files`. A worker that fails costs time, never an article. */
export async function* readArticles(
  files: readonly ArticleFile[],
  workerUrl: URL = new URL('./article-worker.ts', import.meta.url),
): AsyncGenerator<ArticleReading> {
  const parcels = parcelsOf(files).map(toParcel);
  const waiting = [...parcels];
  const workers = Array.from({ length: helpersFor(files) }, () => startWorker(workerUrl));
  const words = new Map<string, readonly string[]>();
  const here: Reader = (some) => readHere(some, words);
  const readers = workers.map(
    ({ read }): Reader =>
      async (some) => {
        return (await read(some)) ?? (await here(some));
      },
  );
  // A worker has its next parcel at hand when it is done with one.
  for (const read of [here, ...readers, ...readers]) void readAll(waiting, read);
  try {
    for (const { readings } of parcels) yield* await readings.promise;
  } finally {
    waiting.length = 0;
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

type Readings = readonly ArticleReading[];
type Reader = (files: readonly ArticleFile[]) => Promise<Readings>;

interface Parcel {
  readonly files: readonly ArticleFile[];
  readonly readings: PromiseWithResolvers<Readings>;
}

const mostWorkers = 3;
/** Characters of markdown that take longer to read here than a worker takes to start. */
const worthWorkers = 500_000;
const parcelLength = 32_000;

function helpersFor(files: readonly ArticleFile[]): number {
  const length = files.reduce((sum, { source }) => sum + source.length, 0);
  return length < worthWorkers ? 0 : Math.min(availableParallelism() - 1, mostWorkers);
}

/** Small enough that none waits long for another, large enough to be worth the post. */
function parcelsOf(files: readonly ArticleFile[]): readonly (readonly ArticleFile[])[] {
  const parcels: ArticleFile[][] = [];
  let length = parcelLength;
  for (const file of files) {
    if (length >= parcelLength) {
      parcels.push([]);
      length = 0;
    }
    parcels.at(-1)?.push(file);
    length += file.source.length;
  }
  return parcels;
}

function toParcel(files: readonly ArticleFile[]): Parcel {
  const readings = Promise.withResolvers<Readings>();
  // It is awaited in its turn; until then nobody else would hear of its failure.
  readings.promise.catch(() => {});
  return { files, readings };
}

async function readAll(waiting: Parcel[], read: Reader): Promise<void> {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { files, readings } = next;
    await read(files).then(readings.resolve, readings.reject);
  }
}

async function readHere(
  files: readonly ArticleFile[],
  words: Map<string, readonly string[]>,
): Promise<Readings> {
  const readings: ArticleReading[] = [];
  for (const file of files) {
    readings.push(readArticle(file, words));
    // Customers are answered while a large folder is being read.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return readings;
}

interface ArticleWorker {
  /** Resolves to null where the worker failed. */
  readonly read: (files: readonly ArticleFile[]) => Promise<Readings | null>;
  readonly stop: () => Promise<unknown>;
}

function startWorker(url: URL): ArticleWorker {
  const worker = new Worker(url);
  const asked: ((readings: Readings | null) => void)[] = [];
  let failed = false;
  const fail = () => {
    failed = true;
    for (const answer of asked.splice(0)) answer(null);
  };
  worker.on('message', (readings: Readings) => asked.shift()?.(readings));
  for (const event of ['error', 'messageerror', 'exit']) worker.on(event, fail);
  return {
    read: (files) =>
      new Promise((resolve) => {
        if (failed) return resolve(null);
        asked.push(resolve);
        worker.postMessage(files);
      }),
    stop: () => worker.terminate(),
  };
}
