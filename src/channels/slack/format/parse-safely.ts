/** Markdown as a tree of which every part may be shown: no images, no HTML, no link that misleads. */
import type {
  BlockContent,
  Link,
  Nodes,
  PhrasingContent,
  Root,
  RootContent,
  TableCell,
} from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { wordsOfHtml } from './html-words.ts';
import { hrefOf, misleads, placeOf, safeAddress } from './safe-links.ts';
import { cleanText } from './slack-text.ts';

/** In UTF-16 units; parsing takes time by the square of what is nested. */
const longestMarkdown = 12_000;

/** Pairing the marks of emphasis takes time by the square of their number. */
const mostMarks = 3_000;

/** Of nodes within nodes; no reader follows deeper, and neither does a stack forever. */
const deepest = 100;

/** A longer label is shown as words, with a short link after them. */
const longestLabel = 500;

export interface SafeTree {
  readonly children: readonly BlockContent[];
}

/** Null where the text is too long, or nested too deep, to be taken apart. */
export function parseSafely(markdown: string): SafeTree | null {
  if (markdown.length > longestMarkdown) return null;
  if ((markdown.match(/[*_~]/g)?.length ?? 0) > mostMarks) return null;
  try {
    const root = fromMarkdown(markdown, {
      extensions: [gfm({ singleTilde: false })],
      mdastExtensions: [gfmFromMarkdown()],
    });
    if (isDeeper(root, deepest)) return null;
    return { children: cleanRoot(root) };
  } catch {
    // Too deep for the stack.
    return null;
  }
}

function isDeeper(node: Nodes, left: number): boolean {
  if (!('children' in node)) return false;
  return left === 0 || node.children.some((child) => isDeeper(child, left - 1));
}

function cleanRoot(root: Root): readonly BlockContent[] {
  const targets = new Map<string, string>();
  const notes: BlockContent[] = [];
  const readInline = (nodes: readonly PhrasingContent[]) => cleanInline(nodes, targets);

  const block = (node: RootContent): readonly BlockContent[] => {
    switch (node.type) {
      case 'paragraph':
      case 'heading':
        return withWords([{ ...node, children: readInline(node.children) }]);
      case 'blockquote':
        return [{ ...node, children: blocks(node.children) }];
      case 'list': {
        const items = node.children.map((item) => ({ ...item, children: blocks(item.children) }));
        return [{ ...node, children: items }];
      }
      case 'table': {
        const cell = (from: TableCell) => ({ ...from, children: readInline(from.children) });
        const rows = node.children.map((row) => ({ ...row, children: row.children.map(cell) }));
        return [{ ...node, children: rows }];
      }
      case 'code':
        return [{ ...node, value: cleanText(node.value) }];
      case 'html':
        return withWords([
          paragraph([{ type: 'text', value: cleanText(wordsOfHtml(node.value)).trim() }]),
        ]);
      case 'thematicBreak':
        return [node];
      case 'footnoteDefinition': {
        const [first, ...rest] = blocks(node.children);
        const name = cleanText(node.label ?? node.identifier);
        const mark: PhrasingContent = { type: 'text', value: `[${name}] ` };
        const isText = first?.type === 'paragraph';
        notes.push(paragraph(isText ? [mark, ...first.children] : [mark]));
        notes.push(...(isText || first === undefined ? rest : [first, ...rest]));
        return [];
      }
      default:
        return [];
    }
  };
  const blocks = (nodes: readonly RootContent[]): BlockContent[] => nodes.flatMap(block);

  collectTargets(root.children, targets);
  return [...blocks(root.children), ...notes];
}

function paragraph(children: PhrasingContent[]): BlockContent {
  return { type: 'paragraph', children };
}

function withWords(nodes: readonly BlockContent[]): readonly BlockContent[] {
  return nodes.filter((node) => textOf(node).trim() !== '');
}

/** The first definition of a name counts. */
function collectTargets(nodes: readonly RootContent[], targets: Map<string, string>): void {
  for (const node of nodes) {
    if (node.type === 'definition' && !targets.has(node.identifier)) {
      targets.set(node.identifier, node.url);
    } else if ('children' in node) collectTargets(node.children, targets);
  }
}

interface FoundLink {
  readonly node: Link;
  readonly address: URL;
  readonly start: number;
  readonly end: number;
}

/** Links are judged last, when it is known which words stand against them. */
function cleanInline(
  nodes: readonly PhrasingContent[],
  targets: ReadonlyMap<string, string>,
): PhrasingContent[] {
  const links: FoundLink[] = [];
  let words = '';

  const say = (value: string): PhrasingContent[] => {
    const text = cleanText(value);
    words += text;
    return text === '' ? [] : [{ type: 'text', value: text }];
  };
  const link = (url: string, children: readonly PhrasingContent[]): PhrasingContent[] => {
    const address = safeAddress(url);
    const start = words.length;
    const label = inline(children);
    if (address === null) return label;
    const node: Link = { type: 'link', url: hrefOf(address), children: label };
    const place = placeOf(address);
    if (words.length - start > longestLabel) {
      const after: Link = { ...node, children: [{ type: 'text', value: place }] };
      return [...label, ...say(' ('), after, ...say(')')];
    }
    if (words.slice(start).trim() === '') node.children = say(place);
    links.push({ node, address, start, end: words.length });
    return [node];
  };
  const inline = (from: readonly PhrasingContent[]): PhrasingContent[] =>
    joinTexts(from.flatMap(one));
  const one = (node: PhrasingContent): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        // A line that goes on; a break is a node of its own.
        return say(node.value.replace(/[ \t]*\r?\n[ \t]*/g, ' '));
      case 'inlineCode': {
        const value = cleanText(node.value);
        words += value;
        return value === '' ? [] : [{ type: 'inlineCode', value }];
      }
      case 'strong':
      case 'emphasis':
      case 'delete': {
        const children = inline(node.children);
        return children.length === 0 ? [] : [{ ...node, children }];
      }
      case 'link':
        return link(node.url, node.children);
      case 'linkReference':
        return link(targets.get(node.identifier) ?? '', node.children);
      case 'image':
      case 'imageReference':
        return say(node.alt ?? '');
      case 'footnoteReference':
        return say(`[${node.label ?? node.identifier}]`);
      case 'html':
        return wordsOfHtml(node.value) === '\n' ? lineBreak() : say(wordsOfHtml(node.value));
      case 'break':
        return lineBreak();
      default:
        return [];
    }
  };
  const lineBreak = (): PhrasingContent[] => {
    words += '\n';
    return [{ type: 'break' }];
  };

  const clean = inline(nodes);
  for (const found of links) tellPlace(found, words);
  return clean;
}

/** What stood between two texts may be gone. */
function joinTexts(nodes: readonly PhrasingContent[]): PhrasingContent[] {
  const joined: PhrasingContent[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', value: last.value + node.value };
    } else joined.push(node);
  }
  return joined;
}

/** Says where a link leads that its words, or the words that touch it, would hide. */
function tellPlace({ node, address, start, end }: FoundLink, words: string): void {
  const before = /\S{0,100}$/.exec(words.slice(Math.max(0, start - 100), start))?.[0] ?? '';
  const after = /^\S{0,100}/.exec(words.slice(end))?.[0] ?? '';
  const label = words.slice(start, end);
  if (!misleads(address, label.trim(), before + label + after)) return;
  node.children.push({ type: 'text', value: ` (${placeOf(address)})` });
}
