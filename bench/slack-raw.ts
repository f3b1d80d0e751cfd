/** What the stores beneath a turn cost by themselves: a hybrid query and a commit, with no bot around. */
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTick } from 'node:timers/promises';
import { loadLance } from '../src/knowledge/lance.ts';
import { openPassageIndex } from '../src/knowledge/passage-index.ts';
import { passageColumns } from '../src/knowledge/passage-rows.ts';
import { LexicalEmbedder } from '../src/models/lexical-embedder.ts';
import { termsOf } from '../src/models/terms.ts';

export interface Raw {
  /** Of each query, in ms, of which `inFlight` are under way at a time. */
  query(questions: readonly string[], inFlight: number): Promise<readonly number[]>;
  /** Of each commit from its asking, in ms; SQLite does one after another. */
  commit(count: number, inFlight: number): Promise<readonly number[]>;
  close(): void;
}

/** As many as src/knowledge/search-passages.ts asks for. */
const limit = 60;

/** Reads the index that the bot made at `indexUri`, and writes to a new file. */
export async function openRaw(indexUri: string, file: string): Promise<Raw> {
  const { connect, MatchQuery, rerankers } = await loadLance();
  const connection = await connect(indexUri);
  const [name = ''] = (await connection.tableNames()).filter((one) => one.startsWith('passages_'));
  const table = await connection.openTable(name);
  const fused = await rerankers.RRFReranker.create();
  const embed = await openEmbedder(indexUri);
  const database = new DatabaseSync(file);
  database.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table notes (id integer primary key, text text not null);
  `);
  const insert = database.prepare('insert into notes (text) values (?)');

  const queryOnce = (terms: string, vector: readonly number[]) =>
    table
      .query()
      .nearestTo([...vector])
      .distanceType('dot')
      .fullTextSearch(new MatchQuery(terms, 'terms'))
      .rerank(fused)
      .where("audience = 'customers'")
      .select([...passageColumns])
      .limit(limit)
      .toArray();

  return {
    async query(questions, inFlight) {
      const asked = await Promise.all(
        questions.map(async (text) => ({
          terms: [...new Set(termsOf(text))].join(' '),
          vector: await embed(text),
        })),
      );
      return timeEach(asked, inFlight, ({ terms, vector }) => queryOnce(terms, vector));
    },
    commit: (count, inFlight) =>
      timeEach(Array.from({ length: count }).keys().toArray(), inFlight, async (number) => {
        await nextTick();
        insert.run(`commit ${number}`);
      }),
    close() {
      database.close();
      connection.close();
    },
  };
}

async function openEmbedder(uri: string): Promise<(text: string) => Promise<number[]>> {
  const embedder = new LexicalEmbedder({ rarityOf: (term) => corpus.rarityOf(term) });
  const index = await openPassageIndex({ uri, embedderName: embedder.name });
  const corpus = index.corpus();
  index.close();
  return (text) => embedder.embedQuery(text);
}

async function timeEach<Job>(
  jobs: readonly Job[],
  inFlight: number,
  run: (job: Job) => Promise<unknown>,
): Promise<readonly number[]> {
  const waiting = [...jobs];
  const times: number[] = [];
  const one = async (): Promise<void> => {
    for (let job = waiting.pop(); job !== undefined; job = waiting.pop()) {
      const startedAt = performance.now();
      await run(job);
      times.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, one));
  return times;
}
