/** An article as HTML: headings can be linked to, and links between articles lead to their pages. */
import { posix } from 'node:path';
import type { Schema } from 'hast-util-sanitize';
import type { Heading, Link, Nodes, Root } from 'mdast';
import { toHast } from 'mdast-util-to-hast';
import { toString as toText } from 'mdast-util-to-string';
import { z } from 'zod';
import type { ServedArticle } from '../desk/ports.ts';
import { rememberNewest } from '../desk/remember.ts';
import { slugHeadings } from '../desk/slug.ts';
import { messageSchema, parseMarkdown, sanitizedHtml } from './markdown.ts';

export type RenderArticle = (article: ServedArticle) => string;

/** Renders each version of an article once: anybody may ask for a long one again and again. */
export function createArticlePages(remembered = 50): RenderArticle {
  const render = rememberNewest(remembered, (key) => {
    const [path = '', title = '', markdown = ''] = z.array(z.string()).parse(JSON.parse(key));
    return renderArticle({ path, title, markdown });
  });
  return ({ path, title, markdown }) => render(JSON.stringify([path, title, markdown]));
}

export function renderArticle(article: ServedArticle): string {
  const tree = parseMarkdown(article.markdown);
  identifyHeadings(tree);
  dropTitle(tree, article.title);
  visit(tree, (node) => {
    if (node.type === 'link') node.url = articleLink(node, article.path);
  });
  const html = toHast(tree);
  return html.type === 'root' ? sanitizedHtml(html, articleSchema, 'other_sites') : '';
}

const articleSchema: Schema = {
  ...messageSchema,
  // Headings keep their names: a page without scripts of its own has nothing they could shadow.
  clobberPrefix: '',
  attributes: {
    ...messageSchema.attributes,
    ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, ['id']])),
  },
};

function identifyHeadings(tree: Root): void {
  const headings = tree.children.filter((node) => node.type === 'heading');
  const ids = slugHeadings(headings.map(wordsOf));
  for (const [index, heading] of headings.entries()) {
    heading.data = { ...heading.data, hProperties: { id: ids[index] } };
  }
}

/** The page shows the title above the article; one that begins with it would say it twice. */
function dropTitle(tree: Root, title: string): void {
  const index = tree.children.findIndex((node) => node.type === 'heading' && node.depth === 1);
  const heading = tree.children[index];
  if (heading?.type === 'heading' && wordsOf(heading) === title.trim()) {
    tree.children.splice(index, 1);
  }
}

function wordsOf(heading: Heading): string {
  return toText(heading, { includeHtml: false }).replace(/\s+/g, ' ').trim();
}

/** `../setup.md#keys` in this article is `/articles/setup#keys` here. */
function articleLink(link: Link, from: string): string {
  if (/^([a-z][a-z\d+.-]*:|\/|#)/i.test(link.url)) return link.url;
  const [file = '', fragment] = link.url.split('#');
  const path = posix.join(posix.dirname(from), file.replace(/\.md$/i, ''));
  return `/articles/${path}${fragment === undefined ? '' : `#${fragment}`}`;
}

function visit(node: Nodes, see: (node: Nodes) => void): void {
  see(node);
  if ('children' in node) for (const child of node.children) visit(child, see);
}
