/** A passage as blocks that read well in a chat: nothing that loads, hides, or only a site can show. */
import type { BlockContent, DefinitionContent, Nodes, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';

export interface Block {
  readonly kind: 'prose' | 'list' | 'code' | 'table';
  readonly markdown: string;
  readonly plain: string;
}

/** Turns a link's target into an address to keep, or null to leave only its words. */
export type ResolveLink = (target: string) => string | null;

export function readableBlocks(markdown: string, resolveLink: ResolveLink): readonly Block[] {
  const root = fromMarkdown(markdown, {
    extensions: [gfm({ singleTilde: false })],
    mdastExtensions: [gfmFromMarkdown()],
  });
  const targets = new Map<string, string>();
  for (const node of root.children) {
    if (node.type === 'definition') targets.set(node.identifier, node.url);
  }
  const resolve: ResolveLink = (target) =>
    resolveLink(target.startsWith('ref:') ? (targets.get(target.slice(4)) ?? '') : target);
  return root.children.flatMap((node) => readBlock(node, resolve));
}

function readBlock(node: RootContent, resolve: ResolveLink): readonly Block[] {
  const [clean] = cleanBlocks([node], resolve);
  if (clean === undefined) return [];
  const plain = textOf(clean).trim();
  if (plain === '') return [];
  return [{ kind: kindOf(clean), markdown: writeMarkdown(clean), plain }];
}

function kindOf(node: RootContent): Block['kind'] {
  if (node.type === 'list' || node.type === 'code' || node.type === 'table') return node.type;
  return 'prose';
}

function writeMarkdown(node: Nodes): string {
  return toMarkdown(node, {
    bullet: '-',
    emphasis: '_',
    extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  }).trim();
}

type AnyBlock = RootContent | BlockContent | DefinitionContent;

function cleanBlocks<Node extends AnyBlock>(nodes: readonly Node[], resolve: ResolveLink): Node[] {
  return nodes.flatMap((node) => {
    const clean = cleanBlock(node, resolve);
    return clean === null ? [] : [clean];
  });
}

function cleanBlock<Node extends AnyBlock>(node: Node, resolve: ResolveLink): Node | null {
  switch (node.type) {
    case 'paragraph':
    case 'heading': {
      const children = cleanInline(node.children, resolve);
      return isBlank(children) ? null : { ...node, children };
    }
    case 'code':
      // A documentation generator's directive, `{literalinclude} file.py`, is not code.
      return /^\{/.test(node.lang ?? '') || node.value.trim() === '' ? null : node;
    case 'blockquote': {
      const children = cleanBlocks(node.children, resolve);
      return children.length === 0 ? null : { ...node, children };
    }
    case 'list': {
      const children = node.children
        .map((item) => ({ ...item, children: cleanBlocks(item.children, resolve) }))
        .filter((item) => item.children.length > 0);
      return children.length === 0 ? null : { ...node, spread: false, children };
    }
    case 'table': {
      const children = node.children.map((row) => ({
        ...row,
        children: row.children.map((cell) => ({
          ...cell,
          children: cleanInline(cell.children, resolve),
        })),
      }));
      return { ...node, children };
    }
    default:
      return null;
  }
}

function isBlank(nodes: readonly PhrasingContent[]): boolean {
  return nodes.every((node) => textOf(node).trim() === '');
}

function cleanInline(nodes: readonly PhrasingContent[], resolve: ResolveLink): PhrasingContent[] {
  return nodes.flatMap((node, at): PhrasingContent[] => {
    switch (node.type) {
      case 'text':
        return [
          { type: 'text', value: cleanText(node.value, nodes[at + 1]?.type === 'inlineCode') },
        ];
      case 'inlineCode':
        return [cleanRole(node.value, nodes[at - 1])];
      case 'link':
        return relink(node.children, node.url, resolve);
      case 'linkReference':
        return relink(node.children, `ref:${node.identifier}`, resolve);
      case 'strong':
      case 'emphasis':
      case 'delete': {
        const children = cleanInline(node.children, resolve);
        return isBlank(children) ? [] : [{ ...node, children }];
      }
      case 'break':
        return [node];
      default:
        return [];
    }
  });
}

function relink(
  nodes: readonly PhrasingContent[],
  target: string,
  resolve: ResolveLink,
): PhrasingContent[] {
  const children = cleanInline(nodes, resolve);
  const url = resolve(target);
  if (isBlank(children)) return [];
  return url === null ? children : [{ type: 'link', url, children }];
}

const rolePattern = /\{[\w:+-]+\}$/;

/** Unwraps hard-wrapped lines and drops the marks that only documentation generators read. */
function cleanText(value: string, beforeCode: boolean): string {
  const lines = value
    .split('\n')
    .filter((line) => !/^\s*:{3,}/.test(line) && !/^\s*:[\w-]+:(\s|$)/.test(line))
    .filter((line) => !/^\s*(\([\w:.-]+\)=|\[!\w+\])\s*$/.test(line))
    .filter((line) => !/^\s*\.\. /.test(line));
  const text = lines.join('\n').replace(/[ \t]*\n[ \t]*/g, ' ');
  return beforeCode ? text.replace(rolePattern, '') : text;
}

/** `{ref}` with `a label <its-target>` is shown by its label. */
function cleanRole(value: string, before: PhrasingContent | undefined): PhrasingContent {
  const isRole = before?.type === 'text' && rolePattern.test(before.value);
  if (!isRole) return { type: 'inlineCode', value };
  const label = /^(.+?)\s*<[^>]*>$/.exec(value)?.[1];
  return label === undefined
    ? { type: 'inlineCode', value: value.replace(/^~/, '') }
    : { type: 'text', value: label };
}
