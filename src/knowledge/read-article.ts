/** A file as what the index holds of it, or the fault that says how to mend it. */
import type { ArticleFault } from '../desk/ports.ts';
import { parseArticle } from './article.ts';
import type { ArticleFile } from './article-folder.ts';
import { type PassageRow, passageRowsOf, type StoredArticle } from './passage-rows.ts';

export type ArticleReading =
  | { readonly stored: StoredArticle; readonly rows: readonly PassageRow[]; readonly fault: null }
  | { readonly stored: null; readonly fault: ArticleFault };

/** `words` remembers the terms of words over many articles. */
export function readArticle(
  { file, hash, source }: ArticleFile,
  words: Map<string, readonly string[]>,
): ArticleReading {
  const { article, fault } = parseArticle(file, source);
  if (fault !== null) return { stored: null, fault };
  const { path, title, questions, tags, audience } = article;
  const featured = tags.includes('featured') ? 'yes' : 'no';
  const stored = { path, opener: questions[0] ?? title, featured, audience, hash, source } as const;
  return { stored, rows: passageRowsOf(article, words), fault: null };
}
