/** Brings the index to what the folder holds; only what changed is parsed and embedded. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { ArticleFault } from '../desk/ports.ts';
import { type ArticleFile, type FolderReading, readArticleFolder } from './article-folder.ts';
import type { IndexEdit, PassageIndex } from './passage-index.ts';
import type { PassageRow, StoredArticle } from './passage-rows.ts';
import { readArticle } from './read-article.ts';
import { readArticles } from './read-articles.ts';

export interface PassageEmbedder extends EmbeddingsInterface {
  /** Two embedders of one name make comparable vectors. */
  readonly name: string;
  /** Does what `embedDocuments` does, of documents whose terms are known. */
  embedTerms?(documents: readonly (readonly string[])[]): readonly Float32Array[];
}

export interface SyncReport {
  /** Articles by path, as everywhere below. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** What could not be read. Its last good version still answers. */
  readonly faults: readonly ArticleFault[];
  readonly tookMs: number;
}

export interface SyncOptions {
  readonly folder: string;
  readonly index: PassageIndex;
  readonly embedder: PassageEmbedder;
}

export async function syncArticles(options: SyncOptions): Promise<SyncReport> {
  const startedAt = performance.now();
  const reading = await readArticleFolder(options.folder);
  const edit = await options.index.edit();
  const fresh = reading.files.filter((file) => edit.hashes.get(pathOf(file.file)) !== file.hash);
  const { written, faults } = await putArticles(
    [...fresh, ...salvagedOf(reading, edit)],
    edit,
    options.embedder,
  );
  const present = new Set(reading.files.map((file) => pathOf(file.file)));
  const removed = [...edit.hashes.keys()].filter(
    (path) => !present.has(path) && !isUnreadable(path, reading.unreadable),
  );
  await edit.remove(removed);
  if (written.length > 0 || removed.length > 0 || edit.interrupted) await edit.commit();
  return {
    added: written.filter((path) => !edit.hashes.has(path)),
    changed: written.filter((path) => edit.hashes.has(path)),
    removed,
    unchanged: reading.files.length - fresh.length,
    faults: [...reading.faults, ...faults],
    tookMs: Math.round(performance.now() - startedAt),
  };
}

interface Put {
  readonly written: readonly string[];
  readonly faults: readonly ArticleFault[];
}

const batchRows = 1_000;

/** While one batch is written, which LanceDB does on threads of its own, the next is read. */
async function putArticles(
  files: readonly ArticleFile[],
  edit: IndexEdit,
  embedder: PassageEmbedder,
): Promise<Put> {
  const written: string[] = [];
  const faults: ArticleFault[] = [];
  let pending = emptyPending();
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const { articles, rows } = pending;
    pending = emptyPending();
    if (articles.length === 0) return;
    const vectors = await embedRows(rows, embedder);
    await writing;
    writing = edit.put({ articles, rows, vectors });
    // It is awaited with the next batch; until then nobody else would hear of its failure.
    writing.catch(() => {});
    written.push(...articles.map((article) => article.path));
  };
  for await (const reading of readArticles(files)) {
    if (reading.fault !== null) faults.push(reading.fault);
    const good = reading.fault === null ? reading : lastGoodOf(reading.fault.file, edit);
    if (good === null) continue;
    pending.articles.push(good.stored);
    pending.rows.push(...good.rows);
    if (pending.rows.length >= batchRows) await flush();
  }
  await flush();
  await writing;
  return { written, faults };
}

/** An embedder that reads terms takes those that the rows have, instead of making them again. */
async function embedRows(rows: readonly PassageRow[], embedder: PassageEmbedder) {
  if (embedder.embedTerms === undefined)
    return await embedder.embedDocuments(rows.map((row) => row.embedded));
  return embedder.embedTerms(rows.map((row) => (row.terms === '' ? [] : row.terms.split(' '))));
}

/** Where the index is made again, a broken article's last good version comes from the old one. */
function lastGoodOf(file: string, edit: IndexEdit) {
  const stored = edit.salvaged.find(({ path }) => path === pathOf(file));
  if (stored === undefined) return null;
  const { hash, source } = stored;
  const reading = readArticle({ file, hash, source }, new Map());
  return reading.fault === null ? reading : null;
}

function salvagedOf(reading: FolderReading, edit: IndexEdit): readonly ArticleFile[] {
  return edit.salvaged
    .filter(({ path }) => isUnreadable(path, reading.unreadable))
    .map(({ path, hash, source }) => ({ file: `${path}.md`, hash, source }));
}

interface Pending {
  readonly articles: StoredArticle[];
  readonly rows: PassageRow[];
}

function emptyPending(): Pending {
  return { articles: [], rows: [] };
}

function pathOf(file: string): string {
  return file.replace(/\.md$/i, '');
}

function isUnreadable(path: string, unreadable: readonly string[]): boolean {
  return unreadable.some((file) =>
    file.endsWith('/') || file === '' ? path.startsWith(file) : pathOf(file) === path,
  );
}
