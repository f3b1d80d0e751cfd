/** The two tables of one generation of the index, and everything that is asked of them. */
import type { Connection, Table } from '@lancedb/lancedb';
import { z } from 'zod';
import { loadLance } from './lance.ts';
import {
  articleTable,
  type FoundRow,
  type PassageRow,
  passageColumns,
  passageTable,
  readFoundRow,
  type StoredArticle,
} from './passage-rows.ts';

export interface IndexTables {
  readonly passages: Table;
  readonly articles: Table;
}

export interface Batch {
  readonly articles: readonly StoredArticle[];
  readonly rows: readonly PassageRow[];
  readonly vectors: readonly ArrayLike<number>[];
}

export interface Probe {
  readonly terms: readonly { readonly text: string; readonly weight: number }[];
  readonly vector: readonly number[];
  readonly where: string | null;
  readonly limit: number;
}

export interface Hit {
  readonly row: FoundRow;
  /** BM25 for full text, the cosine for vectors. */
  readonly score: number;
}

export interface Hits {
  readonly fullText: readonly Hit[];
  readonly vectors: readonly Hit[];
}

export async function createTables(
  connection: Connection,
  generation: string,
  batch: Batch,
): Promise<IndexTables> {
  const options = { mode: 'overwrite' } as const;
  const rows = passageTable(batch.rows, batch.vectors);
  const passages = await connection.createTable(passagesOf(generation), rows, options);
  const stored = articleTable(batch.articles);
  const articles = await connection.createTable(articlesOf(generation), stored, options);
  return { passages, articles };
}

/** Throws where a table of the generation is missing. */
export async function openTables(connection: Connection, generation: string): Promise<IndexTables> {
  const [passages, articles] = await Promise.all([
    connection.openTable(passagesOf(generation)),
    connection.openTable(articlesOf(generation)),
  ]);
  return { passages, articles };
}

export async function dropOtherGenerations(connection: Connection, keep: string): Promise<void> {
  for (const name of await connection.tableNames()) {
    if (!/^(passages|articles)_/.test(name)) continue;
    if (name === passagesOf(keep) || name === articlesOf(keep)) continue;
    // One that cannot be dropped now is in nobody's way.
    await connection.dropTable(name).catch(() => {});
  }
}

/** Adds articles that the tables have nothing of. */
export async function addBatch(tables: IndexTables, batch: Batch): Promise<void> {
  await tables.passages.add(passageTable(batch.rows, batch.vectors));
  await tables.articles.add(articleTable(batch.articles));
}

/** The passages go first: the article's row, with its hash, says that they are all there. */
export async function putBatch(tables: IndexTables, batch: Batch): Promise<void> {
  const paths = batch.articles.map((article) => article.path);
  await tables.passages
    .mergeInsert('id')
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .whenNotMatchedBySourceDelete({ where: anyOf('article', paths) })
    .execute(passageTable(batch.rows, batch.vectors));
  await tables.articles
    .mergeInsert('path')
    .whenMatchedUpdateAll()
    .whenNotMatchedInsertAll()
    .execute(articleTable(batch.articles));
}

export async function removeArticles(tables: IndexTables, paths: readonly string[]): Promise<void> {
  await tables.passages.delete(anyOf('article', paths));
  await tables.articles.delete(anyOf('path', paths));
}

/** Brings the full-text index up to date, which new rows are not in before, and drops old versions. */
export async function settleTables(tables: IndexTables, keepVersionsMs: number): Promise<void> {
  const indexed = await tables.passages.listIndices();
  const cleanupOlderThan = new Date(Date.now() - keepVersionsMs);
  if (indexed.length === 0) {
    const { Index } = await loadLance();
    await tables.passages.createIndex('terms', { config: Index.fts(exactTerms) });
    // Without it, filtering by audience reads the whole column and triples a search's time.
    await tables.passages.createIndex('audience', { config: Index.bitmap() });
  } else {
    await tables.passages.optimize({ cleanupOlderThan });
  }
  await tables.articles.optimize({ cleanupOlderThan });
}

/** The terms are made by models/terms.ts, for the index and the question alike. */
const exactTerms = {
  baseTokenizer: 'whitespace',
  withPosition: false,
  lowercase: false,
  stem: false,
  removeStopWords: false,
  asciiFolding: false,
  maxTokenLength: 64,
} as const;

export async function searchTables(tables: IndexTables, probe: Probe): Promise<Hits> {
  const [fullText, vectors] = await Promise.all([
    searchFullText(tables.passages, probe),
    searchVectors(tables.passages, probe),
  ]);
  return { fullText, vectors };
}

async function searchFullText(passages: Table, probe: Probe): Promise<readonly Hit[]> {
  const wanted = probe.terms.filter((term) => term.text !== '' && term.weight > 0);
  if (wanted.length === 0) return [];
  const { BooleanQuery, MatchQuery, Occur } = await loadLance();
  const queries = wanted.map(
    ({ text, weight }) => new MatchQuery(text, 'terms', { boost: weight }),
  );
  const [only] = queries;
  const query =
    queries.length === 1 && only !== undefined
      ? only
      : new BooleanQuery(queries.map((one) => [Occur.Should, one]));
  const search = passages.query().fullTextSearch(query).limit(probe.limit);
  if (probe.where !== null) search.where(probe.where);
  const rows = await search.select([...passageColumns, '_score']).toArrow();
  return readHits(rows, '_score', (score) => score);
}

async function searchVectors(passages: Table, probe: Probe): Promise<readonly Hit[]> {
  if (probe.vector.every((value) => value === 0)) return [];
  const search = passages.vectorSearch([...probe.vector]).distanceType('dot');
  if (probe.where !== null) search.where(probe.where);
  const rows = await search
    .limit(probe.limit)
    .select([...passageColumns, '_distance'])
    .toArrow();
  return readHits(rows, '_distance', (distance) => 1 - distance);
}

type Rows = Awaited<ReturnType<ReturnType<Table['query']>['toArrow']>>;

/** By column: a row of Arrow looks each of its values up by name. */
function readHits(
  rows: Rows,
  measure: '_score' | '_distance',
  scoreOf: (measured: number) => number,
): readonly Hit[] {
  // An empty answer has no columns either.
  if (rows.numRows === 0) return [];
  const columns = new Map(passageColumns.map((name) => [name, columnOf(rows, name)]));
  const measured = columnOf(rows, measure);
  return Array.from({ length: rows.numRows }, (_, at) => ({
    row: readFoundRow((column) => String(columns.get(column)?.get(at) ?? '')),
    score: scoreOf(Number(measured.get(at))),
  }));
}

function columnOf(rows: Rows, name: string) {
  const column = rows.getChild(name);
  if (column === null) throw new Error(`[knowledge] the index has no column ${name}`);
  return column;
}

const entrySchema = z.object({
  path: z.string(),
  opener: z.string(),
  featured: z.enum(['yes', 'no']),
  hash: z.string(),
  audience: z.string(),
});

/** A stored article without its text. */
export type ArticleEntry = z.infer<typeof entrySchema>;

export async function readEntries(tables: IndexTables): Promise<readonly ArticleEntry[]> {
  const columns = Object.keys(entrySchema.shape);
  const rows = await tables.articles.query().select(columns).toArray();
  return rows.map((row) => entrySchema.parse(row));
}

const storedSchema = entrySchema.extend({ source: z.string() });

export async function readStored(
  tables: IndexTables,
  path: string,
): Promise<StoredArticle | undefined> {
  const rows = await tables.articles
    .query()
    .where(anyOf('path', [path]))
    .limit(1)
    .toArray();
  return rows.map((row) => storedSchema.parse(row))[0];
}

export async function readAllStored(
  connection: Connection,
  generation: string,
): Promise<readonly StoredArticle[]> {
  const articles = await connection.openTable(articlesOf(generation));
  return (await articles.query().toArray()).map((row) => storedSchema.parse(row));
}

/** Whether every passage is in the full-text index. */
export async function isSettled(tables: IndexTables): Promise<boolean> {
  const indexed = await tables.passages.listIndices();
  return (
    indexed.length > 0 &&
    indexed.every(({ numUnindexedRows }) => Number(numUnindexedRows ?? 0) === 0)
  );
}

/** Moves with each write, whoever writes. */
export async function readVersions(tables: IndexTables): Promise<string> {
  const each = [tables.passages, tables.articles].map(async (table) => {
    await table.checkoutLatest();
    return await table.version();
  });
  return (await Promise.all(each)).join(' ');
}

/** The terms of every passage, for counting how rare each is. */
export async function readTerms(tables: IndexTables): Promise<readonly string[]> {
  const rows = await tables.passages.query().select(['terms']).toArrow();
  const column = rows.getChild('terms');
  return column === null ? [] : Array.from(column, String);
}

export function anyOf(column: string, values: readonly string[]): string {
  return `${column} IN (${values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ')})`;
}

function passagesOf(generation: string): string {
  return `passages_${generation}`;
}

function articlesOf(generation: string): string {
  return `articles_${generation}`;
}
