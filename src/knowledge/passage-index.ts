/**
 * The index: which generation of tables is in force, and the way from one to the next. Nothing in
 * it is precious: where it cannot be read, a new generation is built beside it and swapped in.
 */
import type { Connection } from '@lancedb/lancedb';
import { type Corpus, countCorpus } from './corpus.ts';
import { type Catalog, readCatalog, writeCatalog } from './index-catalog.ts';
import {
  type ArticleEntry,
  addBatch,
  anyOf,
  type Batch,
  createTables,
  dropOtherGenerations,
  type Hits,
  type IndexTables,
  isSettled,
  openTables,
  type Probe,
  putBatch,
  readAllStored,
  readEntries,
  readStored,
  readTerms,
  readVersions,
  removeArticles,
  searchTables,
  settleTables,
} from './index-tables.ts';
import { loadLance } from './lance.ts';
import type { StoredArticle } from './passage-rows.ts';

export interface PassageIndex {
  /** Throws where the index cannot be read; empty where there is none yet. */
  search(probe: Probe): Promise<Hits>;
  /** Undefined where the article is not indexed. */
  stored(path: string): Promise<StoredArticle | undefined>;
  /** As of the last edit or reopening. */
  corpus(): Corpus;
  /** What is indexed, as of the same moment. */
  entries(): readonly ArticleEntry[];
  /** Takes up what another process wrote; resolves to whether there is an index to search. */
  reopen(): Promise<boolean>;
  /** Begins an edit of the present generation, or of a new one where that cannot be read. */
  edit(): Promise<IndexEdit>;
  close(): void;
}

export interface IndexEdit {
  /** Of the indexed articles, by path. Empty in a new generation. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Whether an earlier edit was cut off before its commit. */
  readonly interrupted: boolean;
  /** What could be read of the generation that a new one replaces. */
  readonly salvaged: readonly StoredArticle[];
  put(batch: Batch): Promise<void>;
  remove(paths: readonly string[]): Promise<void>;
  /** Puts what was written in force, once a real query has answered from it. */
  commit(): Promise<void>;
}

export interface PassageIndexOptions {
  /** A folder, or an address of object storage. */
  readonly uri: string;
  readonly embedderName: string;
}

/** Raised when the rows of the same article would come out otherwise than before. */
const format = '6';
const keepVersionsMs = 10 * 60_000;

interface Generation {
  readonly name: string;
  readonly tables: IndexTables;
  readonly corpus: Corpus;
  readonly entries: readonly ArticleEntry[];
  readonly settled: boolean;
  readonly versions: string;
}

export async function openPassageIndex(options: PassageIndexOptions): Promise<PassageIndex> {
  const { connect } = await loadLance();
  const connection = await connect(options.uri, { readConsistencyInterval: 1 });
  const made = `${format} ${options.embedderName}`;
  let current: Generation | null = null;
  const index: PassageIndex = {
    search: async (probe) =>
      current === null ? { fullText: [], vectors: [] } : await searchTables(current.tables, probe),
    stored: async (path) => (current === null ? undefined : await readStored(current.tables, path)),
    corpus: () => current?.corpus ?? countCorpus([]),
    entries: () => current?.entries ?? [],
    async reopen() {
      current = await openGeneration(connection, made, null);
      return current !== null;
    },
    async edit() {
      const before = await openGeneration(connection, made, current);
      return await beginEdit({ connection, made, before }, (generation) => {
        current = generation;
      });
    },
    close: () => connection.close(),
  };
  await index.reopen();
  return index;
}

interface EditStart {
  readonly connection: Connection;
  readonly made: string;
  readonly before: Generation | null;
}

async function beginEdit(
  start: EditStart,
  putInForce: (generation: Generation) => void,
): Promise<IndexEdit> {
  const { connection, made, before } = start;
  // Another process may have been ahead: searches go on from where the edit begins.
  if (before !== null) putInForce(before);
  const name = before?.name ?? Date.now().toString(36);
  let tables = before?.tables ?? null;
  return {
    hashes: new Map(before?.entries.map(({ path, hash }) => [path, hash])),
    interrupted: before !== null && !before.settled,
    salvaged: before === null ? await salvage(connection) : [],
    async put(batch) {
      if (tables === null) tables = await createTables(connection, name, batch);
      else if (before === null) await addBatch(tables, batch);
      else await putBatch(tables, batch);
    },
    async remove(paths) {
      if (tables !== null && paths.length > 0) await removeArticles(tables, paths);
    },
    async commit() {
      if (tables === null) return;
      await settleTables(tables, keepVersionsMs);
      const generation = await readGeneration(name, tables);
      if (before === null) {
        await writeCatalog(connection, { generation: name, made });
        await dropOtherGenerations(connection, name);
      }
      putInForce(generation);
    },
  };
}

async function salvage(connection: Connection): Promise<readonly StoredArticle[]> {
  const catalog = await readCatalog(connection);
  if (catalog === undefined) return [];
  return await readAllStored(connection, catalog.generation).catch(() => []);
}

/**
 * Null where there is none, it was made otherwise, or it cannot be read. What is `known` already is
 * not read again while nobody has written since.
 */
async function openGeneration(
  connection: Connection,
  made: string,
  known: Generation | null,
): Promise<Generation | null> {
  try {
    const catalog = await readCatalog(connection);
    if (catalog?.made !== made) return null;
    return await openAs(catalog, connection, known);
  } catch {
    return null;
  }
}

async function openAs(
  { generation }: Catalog,
  connection: Connection,
  known: Generation | null,
): Promise<Generation> {
  if (known?.name === generation && (await readVersions(known.tables)) === known.versions)
    return known;
  return await readGeneration(generation, await openTables(connection, generation));
}

/** A truncated file opens and counts as if it were whole: only reading all of it tells. */
async function readGeneration(name: string, tables: IndexTables): Promise<Generation> {
  const documents = await readTerms(tables);
  const term = documents[0]?.split(' ')[0];
  if (term !== undefined && term !== '') {
    const terms = [{ text: term, weight: 1 }];
    const probe = { terms, vector: [], where: null, limit: 1 };
    const hits = await searchTables(tables, probe);
    if (hits.fullText.length === 0)
      throw new Error('[knowledge] cannot find an indexed term. The index is made again');
  }
  return {
    name,
    tables,
    corpus: countCorpus(documents),
    entries: await readEntries(tables),
    settled: await isSettled(tables),
    versions: await readVersions(tables),
  };
}

/** The filter that keeps articles for agents, and one article left out, from the results. */
export function filterOf(audience: 'customers' | 'agents', without: string | undefined) {
  const parts = [
    ...(audience === 'customers' ? ["audience = 'customers'"] : []),
    ...(without === undefined ? [] : [`NOT (${anyOf('article', [without])})`]),
  ];
  return parts.length === 0 ? null : parts.join(' AND ');
}
