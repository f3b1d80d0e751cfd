/** The folder of articles as it is on disk: what can be read, and what cannot and why. */
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ArticleFault } from '../desk/ports.ts';

export interface ArticleFile {
  /** Relative to the folder, with `/`. */
  readonly file: string;
  readonly hash: string;
  readonly source: string;
}

export interface FolderReading {
  readonly files: readonly ArticleFile[];
  readonly faults: readonly ArticleFault[];
  /** Files and folders (ending in `/`) that are there and cannot be read now. */
  readonly unreadable: readonly string[];
}

/** Parsing a larger one would keep customers waiting for seconds. */
export const largestArticleBytes = 256 * 1024;

/** Throws where the folder itself cannot be read. */
export async function readArticleFolder(folder: string): Promise<FolderReading> {
  const found: Finding[] = [];
  const root = await realpath(folder).catch((cause: unknown) => {
    const remedy = 'Create it, or set KNOWLEDGE_DIR to the folder of your articles';
    throw new Error(`[knowledge] cannot read the folder ${folder}. ${remedy}`, { cause });
  });
  await walk({ folder, root, prefix: '', above: [root] }, found);
  const sorted = found.sort((a, b) => (a.file < b.file ? -1 : 1));
  return {
    files: sorted.flatMap((one) => (one.kind === 'article' ? [one] : [])),
    faults: sorted.flatMap((one) => (one.kind === 'fault' ? [one.fault] : [])),
    unreadable: sorted.flatMap((one) => (one.kind === 'fault' ? [one.file] : [])),
  };
}

type Finding =
  | ({ readonly kind: 'article' } & ArticleFile)
  | { readonly kind: 'fault'; readonly file: string; readonly fault: ArticleFault };

interface Place {
  readonly folder: string;
  readonly root: string;
  readonly prefix: string;
  /** Real paths of the folders that lead here, to see a loop. */
  readonly above: readonly string[];
}

async function walk(place: Place, into: Finding[]): Promise<void> {
  const names = await readdir(join(place.folder, place.prefix)).catch(() => null);
  if (names === null) {
    into.push(fault(place.prefix, 'the folder cannot be read', 'Allow the bot to read it.'));
    return;
  }
  for (const name of names) {
    if (name.startsWith('.')) continue;
    const finding = await look(place, `${place.prefix}${name}`, into);
    if (finding !== null) into.push(finding);
  }
}

async function look(place: Place, file: string, into: Finding[]): Promise<Finding | null> {
  const isArticle = /\.md$/i.test(file);
  const whole = join(place.folder, file);
  const [real, stats] = await Promise.all([realpath(whole), stat(whole)]).catch(
    (error: NodeJS.ErrnoException) => [null, error] as const,
  );
  if (real === null) {
    const code = String(Reflect.get(stats, 'code'));
    return isArticle || code === 'ELOOP' ? deadEnd(file, code) : null;
  }
  if (!isWithin(place.root, real)) {
    const problem = 'the link leads out of the folder of articles';
    return isArticle || stats.isDirectory() ? fault(file, problem, 'Copy the file here.') : null;
  }
  if (stats.isDirectory()) {
    if (place.above.includes(real))
      return fault(`${file}/`, 'the link leads back to itself', unlink);
    await walk({ ...place, prefix: `${file}/`, above: [...place.above, real] }, into);
    return null;
  }
  return isArticle ? await readArticleFile(file, whole, stats) : null;
}

const unlink = 'Remove the link.';

function deadEnd(file: string, code: string): Finding | null {
  if (code === 'ELOOP') return fault(file, 'the link leads back to itself', unlink);
  // A file that went away while the folder was read is simply not there any more.
  return code === 'ENOENT' ? null : fault(file, `it cannot be read (${code})`, 'Allow the bot to.');
}

async function readArticleFile(file: string, whole: string, stats: Stats): Promise<Finding | null> {
  if (!stats.isFile()) return fault(file, 'it is not a regular file', 'Remove it.');
  if (stats.size > largestArticleBytes) {
    const problem = `it is too large (${Math.ceil(stats.size / 1024)} KB, at most 256 KB)`;
    return fault(file, problem, 'Split it into articles, one subject each.');
  }
  try {
    const bytes = await readFile(whole);
    const source = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const nul = source.indexOf('\0');
    if (nul < 0) {
      return {
        kind: 'article',
        file,
        source,
        hash: createHash('sha256').update(bytes).digest('hex'),
      };
    }
    const line = source.slice(0, nul).split('\n').length;
    return fault(file, 'it is not text but binary', 'Save it as UTF-8 text.', line);
  } catch (error) {
    if (error instanceof TypeError)
      return fault(file, 'it is not UTF-8 text', 'Save it as UTF-8 text.');
    return deadEnd(file, String(error instanceof Error ? Reflect.get(error, 'code') : error));
  }
}

function fault(file: string, problem: string, remedy: string, line: number | null = null): Finding {
  return { kind: 'fault', file, fault: { file, line, problem, remedy } };
}

function isWithin(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}
