/** What is wrong with a folder of articles, before a customer finds out. */
import { posix } from 'node:path';
import type { Link } from 'mdast';
import type { ArticleFault } from '../desk/ports.ts';
import { termsOf } from '../models/terms.ts';
import { type Article, parseArticle } from './article.ts';
import { readArticleFolder } from './article-folder.ts';
import { anchorsOf, splitArticle } from './passages.ts';

/** An error keeps an article from answering, or a reader from getting on; a warning can wait. */
export interface ArticleFinding extends ArticleFault {
  readonly severity: 'error' | 'warning';
}

/** Sorted by file and line. Throws where the folder cannot be read. */
export async function checkArticles(
  folder: string,
  now: number,
): Promise<readonly ArticleFinding[]> {
  const { files, faults } = await readArticleFolder(folder);
  const parsed = files.map(({ file, source }) => parseArticle(file, source));
  const broken = [...faults, ...parsed.flatMap(({ fault }) => fault ?? [])];
  const articles = parsed.flatMap(({ article }) => article ?? []);
  const anchors = new Map(
    articles.map((article) => [article.path, new Set(anchorsOf(article.root))]),
  );
  const findings = [
    ...broken.map((fault) => ({ ...fault, severity: 'error' as const })),
    ...articles.flatMap((article) => checkMatter(article, now)),
    ...articles.flatMap((article) => checkLinks(article, anchors)),
    ...articles.flatMap(checkLength),
    ...checkTitles(articles),
    ...checkLikeness(articles),
  ];
  return findings.sort((a, b) => order(a).localeCompare(order(b)));
}

function order({ file, line }: ArticleFault): string {
  return `${file} ${String(line ?? 0).padStart(8, '0')}`;
}

const staleMs = 365 * 24 * 3_600_000;

function checkMatter(article: Article, now: number): readonly ArticleFinding[] {
  const findings = article.unknownKeys.map((key) =>
    warn(article, 1, `front matter has no \`${key}\``, 'Mend its spelling, or remove it.'),
  );
  if (!article.hasTitle) {
    const remedy = 'Begin it with a line `# Title`, or give `title:` in its front matter.';
    findings.push(warn(article, null, 'the article has no title', remedy));
  }
  if (article.reviewed !== null && now - Date.parse(article.reviewed) > staleMs) {
    const remedy = 'Read it again, and set `reviewed:` to today.';
    findings.push(warn(article, 1, `it was last reviewed on ${article.reviewed}`, remedy));
  }
  return findings;
}

type Anchors = ReadonlyMap<string, ReadonlySet<string>>;

function checkLinks(article: Article, anchors: Anchors): readonly ArticleFinding[] {
  return linksIn(article.root.children).flatMap((link) => {
    const problem = problemOf(link.url, article.path, anchors);
    const line = (link.position?.start.line ?? 1) + article.lineOffset;
    return problem === null
      ? []
      : [{ ...warn(article, line, problem, 'Mend the link.'), severity: 'error' as const }];
  });
}

function linksIn(nodes: readonly unknown[]): readonly Link[] {
  return nodes.flatMap((node) => {
    if (typeof node !== 'object' || node === null) return [];
    const own = isLink(node) ? [node] : [];
    return 'children' in node && Array.isArray(node.children)
      ? [...own, ...linksIn(node.children)]
      : own;
  });
}

function isLink(node: object): node is Link {
  return 'type' in node && node.type === 'link';
}

function problemOf(url: string, path: string, anchors: Anchors): string | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(url)) return null;
  const [target = '', fragment = ''] = url.split('#').map(decode);
  // Links to other kinds of files, and to pages of a site, are not ours to judge.
  if (target !== '' && !/\.md$/i.test(target)) return null;
  const place =
    target === '' ? path : posix.join(posix.dirname(path), target).replace(/\.md$/i, '');
  const known = anchors.get(place);
  if (known === undefined) return `the link leads to ${target}, which is not there`;
  if (fragment === '' || known.has(fragment.toLowerCase())) return null;
  return `the link leads to #${fragment}, and ${place} has no such heading`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const longestPassage = 4_000;
const shortestArticle = 80;

function checkLength(article: Article): readonly ArticleFinding[] {
  const passages = splitArticle(article);
  const length = passages.reduce((sum, passage) => sum + passage.plain.length, 0);
  const short =
    length < shortestArticle
      ? [warn(article, null, 'the article says next to nothing', 'Write the answer out.')]
      : [];
  const long = passages
    .filter((passage) => passage.plain.length > longestPassage)
    .map(({ headings, plain }) => {
      const problem = `one block under “${headings.at(-1)}” has ${plain.length} characters`;
      return warn(article, null, problem, 'Split it: an answer can only hold all of it or none.');
    });
  return [...short, ...long];
}

function checkTitles(articles: readonly Article[]): readonly ArticleFinding[] {
  const byTitle = Map.groupBy(articles, ({ title }) => title.trim().toLowerCase());
  return [...byTitle.values()].flatMap(([first, ...others]) =>
    others.map((article) => {
      const remedy = 'Join the two, or say in the titles what sets them apart.';
      return warn(article, null, `it has the title of ${first?.path}.md`, remedy);
    }),
  );
}

const fewestTerms = 12;

/** Passages of the same words in two articles: one will be mended, and the other forgotten. */
function checkLikeness(articles: readonly Article[]): readonly ArticleFinding[] {
  const seen = new Map<string, string>();
  const findings: ArticleFinding[] = [];
  for (const article of articles) {
    for (const { plain, headings } of splitArticle(article)) {
      const terms = termsOf(plain);
      if (terms.length < fewestTerms) continue;
      const key = terms.toSorted().join(' ');
      const other = seen.get(key);
      if (other === undefined) {
        seen.set(key, article.path);
      } else if (other !== article.path) {
        const problem = `“${headings.at(-1)}” says the same as a passage of ${other}.md`;
        findings.push(warn(article, null, problem, 'Keep one, and link to it.'));
      }
    }
  }
  return findings;
}

function warn(
  article: Article,
  line: number | null,
  problem: string,
  remedy: string,
): ArticleFinding {
  return { file: `${article.path}.md`, line, problem, remedy, severity: 'warning' };
}
