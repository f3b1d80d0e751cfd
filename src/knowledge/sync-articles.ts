/** Brings the index to what the folder holds; only what changed is parsed and embedded. */
import type { EmbeddingsInterface } from '@langchain/core/embeddings';
import type { ArticleFault } from '../desk/ports.ts';
import { parseArticle } from './article.ts';
import { type ArticleFile, readArticleFolder } from './article-folder.ts';
import type { IndexEdit, PassageIndex } from './passage-index.ts';
import { type PassageRow, passageRowsOf, type StoredArticle } from './passage-rows.ts';

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
  readonly embedder: EmbeddingsInterface;
}

export async function syncArticles(options: SyncOptions): Promise<SyncReport> {
  const startedAt = performance.now();
  const reading = await readArticleFolder(options.folder);
  const edit = await options.index.edit();
  const fresh = reading.files.filter((file) => edit.hashes.get(pathOf(file.file)) !== file.hash);
  const { written, faults } = await putArticles(fresh, edit, options.embedder);
  const present = new Set(reading.files.map((file) => pathOf(file.file)));
  const removed = [...edit.hashes.keys()].filter(
    (path) => !present.has(path) && !isUnreadable(path, reading.unreadable),
  );
  await edit.remove(removed);
  if (written.length > 0 || removed.length > 0) await edit.commit();
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

const batchRows = 2_000;

async function putArticles(
  files: readonly ArticleFile[],
  edit: IndexEdit,
  embedder: EmbeddingsInterface,
): Promise<Put> {
  const written: string[] = [];
  const faults: ArticleFault[] = [];
  const words = new Map<string, readonly string[]>();
  let articles: StoredArticle[] = [];
  let rows: PassageRow[] = [];
  const flush = async () => {
    if (articles.length === 0) return;
    const vectors = await embedder.embedDocuments(rows.map((row) => row.embedded));
    await edit.put({ articles, rows, vectors });
    written.push(...articles.map((article) => article.path));
    articles = [];
    rows = [];
  };
  for (const file of files) {
    const { article, fault } = parseArticle(file.file, file.source);
    if (article === null) {
      faults.push(fault);
      continue;
    }
    const { path, audience } = article;
    articles.push({ path, audience, hash: file.hash, source: file.source });
    rows.push(...passageRowsOf(article, words));
    if (rows.length >= batchRows) await flush();
    await giveWay();
  }
  await flush();
  return { written, faults };
}

/** Customers are answered while a large folder is being read. */
function giveWay(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pathOf(file: string): string {
  return file.replace(/\.md$/i, '');
}

function isUnreadable(path: string, unreadable: readonly string[]): boolean {
  return unreadable.some((file) =>
    file.endsWith('/') || file === '' ? path.startsWith(file) : pathOf(file) === path,
  );
}
