/** Markdown as HTML that cannot act: no raw HTML, no images, no link but to the web, mail or an article. */
import type { Nodes, Root } from 'hast';
import { defaultSchema, type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { Nodes as MarkdownNodes, Root as MarkdownRoot } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import { rememberNewest } from '../desk/remember.ts';

/** In UTF-16 units. */
export const longestAnswer = 12_000;

export type RenderMarkdown = (markdown: string) => string;

/** Renders what the bot said; remembers the newest, since every snapshot shows them again. */
export function createMarkdown(remembered = 500): RenderMarkdown {
  return rememberNewest(remembered, renderMessage);
}

export function parseMarkdown(markdown: string): MarkdownRoot {
  const tree = fromMarkdown(markdown, {
    extensions: [gfm({ singleTilde: false })],
    mdastExtensions: [gfmFromMarkdown()],
  });
  nameImages(tree);
  return tree;
}

/** Which links leave the page open behind them. */
export type NewTabs = 'every_link' | 'other_sites';

/** What is left of a tree when everything that could act or load is gone. */
export function sanitizedHtml(tree: Root, schema: Schema, newTabs: NewTabs): string {
  const clean = sanitize(tree, schema);
  visitLinks(clean, newTabs);
  return toHtml(clean);
}

export const messageSchema: Schema = {
  ...defaultSchema,
  tagNames: (
    'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre strong table ' +
    'tbody td th thead tr ul'
  ).split(' '),
  attributes: {
    a: ['href'],
    code: [['className', /^language-[\w-]+$/]],
    input: [
      ['type', 'checkbox'],
      ['disabled', true],
      ['checked', true],
    ],
    ol: ['start'],
    td: ['align'],
    th: ['align'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  required: { input: { type: 'checkbox', disabled: true } },
};

function renderMessage(markdown: string): string {
  return readable(markdown, () => {
    const tree = toHast(parseMarkdown(markdown));
    return tree.type === 'root' ? sanitizedHtml(tree, messageSchema, 'every_link') : '';
  });
}

/**
 * Parsing takes time by the square of what is nested: beyond any answer's length, or too deep, the
 * text is still to be read, as it was written.
 */
function readable(markdown: string, render: () => string): string {
  try {
    if (markdown.length <= longestAnswer) return render();
  } catch {
    // Too deep for the stack.
  }
  return toHtml({ type: 'text', value: markdown });
}

/** An image would tell its server who reads here; its description says what it shows. */
function nameImages(node: MarkdownNodes): void {
  if (!('children' in node)) return;
  for (const [index, child] of node.children.entries()) {
    if (child.type === 'image' || child.type === 'imageReference') {
      node.children[index] = { type: 'text', value: child.alt ?? '' };
    } else nameImages(child);
  }
}

function visitLinks(node: Nodes, newTabs: NewTabs): void {
  if (node.type === 'element' && node.tagName === 'a') {
    const href = String(node.properties.href ?? '');
    const isHere = href.startsWith(newTabs === 'every_link' ? '#' : '/') || href.startsWith('#');
    if (!isAllowed(href)) delete node.properties.href;
    else if (!isHere) {
      node.properties.rel = ['noopener', 'noreferrer', 'nofollow'];
      node.properties.target = '_blank';
    }
  }
  if ('children' in node) for (const child of node.children) visitLinks(child, newTabs);
}

/** Of relative addresses only articles and headings; `//host` is another site in disguise. */
function isAllowed(href: string): boolean {
  return /^(https?:\/\/|mailto:|\/articles\/|#)/i.test(href);
}
