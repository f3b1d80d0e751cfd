/** A thread of its own that reads the parcels of articles it is sent. */
import { parentPort } from 'node:worker_threads';
import type { ArticleFile } from './article-folder.ts';
import { readArticle } from './read-article.ts';

const words = new Map<string, readonly string[]>();

parentPort?.on('message', (files: readonly ArticleFile[]) => {
  parentPort?.postMessage(files.map((file) => readArticle(file, words)));
});
