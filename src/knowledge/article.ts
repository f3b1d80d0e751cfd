/** One markdown file, read into an article or into the fault that says how to mend it. */
import type { Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { ArticleFault } from '../desk/ports.ts';
import type { Audience } from '../desk/types.ts';
import { plainText } from './plain-text.ts';
import { findTangle } from './tangle.ts';

export interface Article {
  /** Relative to the folder, with `/`, without `.md`. */
  readonly path: string;
  readonly title: string;
  /** Whether the article says its title itself, or the file's name must do. */
  readonly hasTitle: boolean;
  readonly url: string | null;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly audience: Audience;
  /** The day somebody last vouched for it, as YYYY-MM-DD. */
  readonly reviewed: string | null;
  /** Questions that it answers, in customers' words. */
  readonly questions: readonly string[];
  /** The file without its front matter. */
  readonly markdown: string;
  readonly root: Root;
  /** How many lines of the file come before `markdown`. */
  readonly lineOffset: number;
  /** Front matter keys that mean nothing here. */
  readonly unknownKeys: readonly string[];
}

export type ParsedArticle =
  | { readonly article: Article; readonly fault: null }
  | { readonly article: null; readonly fault: ArticleFault };

/** `file` is relative to the folder, with its `.md`. */
export function parseArticle(file: string, source: string): ParsedArticle {
  const { yaml, markdown, lineOffset } = splitFrontMatter(source);
  const read = readFrontMatter(yaml);
  if (read.kind === 'fault') return broken(file, read.line, read.problem, read.remedy);
  if (markdown.trim() === '')
    return broken(file, null, 'the article is empty', 'Write it, or delete the file.');
  const tangle = findTangle(markdown);
  if (tangle !== null)
    return broken(file, tangle.line + lineOffset, tangle.problem, 'Write it plainly, or split it.');
  const { matter } = read;
  const root = fromMarkdown(markdown);
  const path = file.replace(/\.md$/i, '');
  const title = matter.title ?? titleOf(root);
  const article: Article = {
    path,
    title: title ?? titleFromPath(path),
    hasTitle: title !== null,
    url: matter.url ?? null,
    tags: matter.tags,
    owner: matter.owner ?? null,
    audience: matter.audience,
    reviewed: matter.reviewed ?? null,
    questions: matter.questions,
    markdown,
    root,
    lineOffset,
    unknownKeys: read.unknownKeys,
  };
  return { article, fault: null };
}

function broken(file: string, line: number | null, problem: string, remedy: string): ParsedArticle {
  return { article: null, fault: { file, line, problem, remedy } };
}

const list = z
  .union([z.string(), z.array(z.coerce.string())])
  .nullish()
  .transform((value) => (typeof value === 'string' ? [value] : (value ?? [])))
  .transform((values) => values.map((value) => value.trim()).filter((value) => value !== ''));

const text = z
  .union([z.string(), z.number()], 'write a text')
  .transform((value) => String(value).trim())
  .transform((value) => (value === '' ? null : value))
  .nullish();

const frontMatterSchema = z.object({
  title: text,
  url: z.url({ protocol: /^https?$/, error: 'write an address as https://…' }).nullish(),
  tags: list,
  owner: text,
  audience: z
    .enum(['customers', 'agents'], 'write customers or agents')
    .nullish()
    .transform((value) => value ?? 'customers'),
  reviewed: z
    .union([z.string(), z.date()], 'write a day as 2026-01-31')
    .transform((value) => (typeof value === 'string' ? value : value.toISOString().slice(0, 10)))
    .refine(isDay, 'write a day as 2026-01-31')
    .nullish(),
  questions: list,
});

type FrontMatter = z.infer<typeof frontMatterSchema>;

type FrontMatterReading =
  | { readonly kind: 'read'; readonly matter: FrontMatter; readonly unknownKeys: readonly string[] }
  | {
      readonly kind: 'fault';
      readonly line: number;
      readonly problem: string;
      readonly remedy: string;
    };

/** A fence split of our own: libraries for this run code, or forget an error the second time. */
function splitFrontMatter(source: string) {
  const text = source.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const match = /^---[ \t]*\n([\s\S]*?)(?:^---[ \t]*$\n?)/m.exec(text);
  const inside = match?.[1];
  // A document may also open with a thematic break, which is followed by prose, not by `key:`.
  if (match?.index !== 0 || inside === undefined || !/^\s*(#.*\n\s*)*[\w"'-]+\s*:/.test(inside))
    return { yaml: '', markdown: text, lineOffset: 0 };
  return {
    yaml: inside,
    markdown: text.slice(match[0].length),
    lineOffset: match[0].split('\n').length - 1,
  };
}

function readFrontMatter(yaml: string): FrontMatterReading {
  const document = parseDocument(yaml, { prettyErrors: true });
  const error = document.errors[0];
  if (error !== undefined) {
    const problem = `the front matter is not YAML: ${error.message.split('\n')[0]}`;
    const line = (error.linePos?.[0].line ?? 1) + 1;
    return { kind: 'fault', line, problem, remedy: 'Mend the lines between the two ---.' };
  }
  const raw = toPlain(() => document.toJS({ maxAliasCount: 20 }));
  const parsed = frontMatterSchema.safeParse(raw ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const key = String(issue?.path[0] ?? '');
    const problem = `the front matter's ${key || 'content'} is not right: ${issue?.message}`;
    return { kind: 'fault', line: lineOfKey(yaml, key), problem, remedy: remedyFor(key) };
  }
  const known = new Set(Object.keys(frontMatterSchema.shape));
  const unknownKeys = Object.keys(raw ?? {}).filter((key) => !known.has(key));
  return { kind: 'read', matter: parsed.data, unknownKeys };
}

function toPlain(read: () => unknown): object | null {
  try {
    const value = read();
    return typeof value === 'object' ? value : {};
  } catch {
    // An alias bomb: the document is well-formed and still cannot be had.
    return { title: [] };
  }
}

function lineOfKey(yaml: string, key: string): number {
  const at = yaml.split('\n').findIndex((line) => line.startsWith(`${key}:`));
  return at < 0 ? 1 : at + 2;
}

function remedyFor(key: string): string {
  return key === '' ? 'Write one `key: value` a line.' : `Mend or remove \`${key}\`.`;
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(`${value}T00:00:00Z`));
}

function titleOf(root: Root): string | null {
  const headings = root.children.filter((node) => node.type === 'heading');
  const first = headings.find((heading) => heading.depth === 1) ?? headings[0];
  const title = first === undefined ? '' : plainText(first);
  return title === '' ? null : title;
}

function titleFromPath(path: string): string {
  const name = (path.split('/').at(-1) ?? path).replace(/[-_]+/g, ' ').trim();
  return name === '' ? path : name.charAt(0).toUpperCase() + name.slice(1);
}
