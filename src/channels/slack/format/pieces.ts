/** A safe tree as a flat row of pieces that can be cut and dealt into posts. */
import type { AlignType, BlockContent, List, ListItem, PhrasingContent, Table } from 'mdast';
import type { RichTextStyle } from '../blocks.ts';
import type { SafeTree } from './parse-safely.ts';
import type { SourceLink } from './sources.ts';

/** Words in one style; neighbours with the same `url` are one link. */
export interface Run {
  readonly text: string;
  readonly url: string | null;
  readonly style: RichTextStyle;
}

interface InBlock {
  /** Pieces of one block of the markdown stand closer together than others. */
  readonly block: number;
}

interface InQuote extends InBlock {
  readonly isQuoted: boolean;
}

export interface Words extends InBlock {
  readonly kind: 'words' | 'heading' | 'quote';
  readonly runs: readonly Run[];
}

export interface Code extends InQuote {
  readonly kind: 'code';
  readonly runs: readonly Run[];
}

export interface Item extends InQuote {
  readonly kind: 'item';
  readonly list: number;
  readonly style: 'bullet' | 'ordered';
  readonly number: number;
  readonly indent: number;
  readonly runs: readonly Run[];
}

export interface TablePiece extends InQuote {
  readonly kind: 'table';
  /** Slack draws one table in a message; any other is set in monospace. */
  readonly drawn: 'by_slack' | 'in_monospace';
  readonly align: readonly AlignType[];
  readonly header: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = readonly Run[];

export interface Rule extends InBlock {
  readonly kind: 'rule';
}

export interface Sources extends InBlock {
  readonly kind: 'sources';
  readonly links: readonly SourceLink[];
}

export type Piece = Words | Code | Item | TablePiece | Rule | Sources;

/** Slack draws no deeper list. */
const deepestIndent = 8;

export function readPieces(tree: SafeTree): readonly Piece[] {
  let lists = 0;

  const read = (nodes: readonly BlockContent[], place: Place): readonly Piece[] =>
    nodes.flatMap((node) => readOne(node, place));

  const readOne = (node: BlockContent, place: Place): readonly Piece[] => {
    const { block, isQuoted } = place;
    switch (node.type) {
      case 'paragraph':
        return [{ kind: isQuoted ? 'quote' : 'words', block, runs: readRuns(node.children) }];
      case 'heading':
        return [
          { kind: isQuoted ? 'quote' : 'heading', block, runs: readRuns(node.children, bold) },
        ];
      case 'blockquote':
        return joinQuotes(read(asBlocks(node.children), { ...place, isQuoted: true }));
      case 'code':
        return node.value.trim() === ''
          ? []
          : [{ kind: 'code', block, isQuoted, runs: [plainRun(node.value)] }];
      case 'table':
        return [readTable(node, place)];
      case 'thematicBreak':
        return [{ kind: 'rule', block }];
      case 'list':
        return readList(node, place);
      default:
        return [];
    }
  };

  const readList = (node: List, place: Place): readonly Piece[] => {
    lists += 1;
    const list = lists;
    return node.children.flatMap((item, at) => {
      const lead: Item = {
        kind: 'item',
        block: place.block,
        isQuoted: place.isQuoted,
        list,
        style: node.ordered ? 'ordered' : 'bullet',
        number: (node.start ?? 1) + at,
        indent: Math.min(place.depth, deepestIndent),
        runs: [...checkbox(item), ...leadRuns(item)],
      };
      const rest = asBlocks(item.children).slice(leadLength(item));
      const inner = read(rest, { ...place, depth: place.depth + 1 });
      if (lead.runs.length === 0 && inner.length === 0) return [];
      return [lead, ...inner];
    });
  };

  return tree.children.flatMap((node, block) =>
    readOne(node, { block, depth: 0, isQuoted: false }),
  );
}

interface Place {
  readonly block: number;
  readonly depth: number;
  readonly isQuoted: boolean;
}

/** The tree holds no definitions any more. */
function asBlocks(nodes: ListItem['children']): readonly BlockContent[] {
  return nodes.filter((node) => node.type !== 'definition' && node.type !== 'footnoteDefinition');
}

function leadLength({ children }: ListItem): number {
  const at = children.findIndex((node) => node.type !== 'paragraph' && node.type !== 'heading');
  return at === -1 ? children.length : at;
}

/** The paragraphs that an item begins with stand in it as lines. */
function leadRuns(item: ListItem): readonly Run[] {
  return item.children.slice(0, leadLength(item)).flatMap((node, at) => {
    if (node.type !== 'paragraph' && node.type !== 'heading') return [];
    const runs = readRuns(node.children, node.type === 'heading' ? bold : {});
    return at === 0 ? runs : [plainRun('\n'), ...runs];
  });
}

function checkbox({ checked }: ListItem): readonly Run[] {
  if (typeof checked !== 'boolean') return [];
  return [plainRun(checked ? '☑ ' : '☐ ')];
}

function readTable({ align, children }: Table, { block, isQuoted }: Place): TablePiece {
  const width = Math.max(...children.map((row) => row.children.length));
  const [header = [], ...rows] = children.map((row) =>
    Array.from({ length: width }, (_, at) => readRuns(row.children[at]?.children ?? [])),
  );
  return { kind: 'table', block, isQuoted, drawn: 'by_slack', align: align ?? [], header, rows };
}

function joinQuotes(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (piece.kind === 'quote' && last?.kind === 'quote') {
      joined[joined.length - 1] = {
        ...last,
        runs: [...last.runs, plainRun('\n\n'), ...piece.runs],
      };
    } else joined.push(piece);
  }
  return joined;
}

const bold: RichTextStyle = { bold: true };

export function plainRun(text: string): Run {
  return { text, url: null, style: {} };
}

function readRuns(
  nodes: readonly PhrasingContent[],
  style: RichTextStyle = {},
  url: string | null = null,
): readonly Run[] {
  return nodes.flatMap((node): readonly Run[] => {
    switch (node.type) {
      case 'text':
        return [{ text: node.value, url, style }];
      case 'inlineCode':
        return [{ text: node.value, url, style: { ...style, code: true } }];
      case 'break':
        return [{ text: '\n', url, style }];
      case 'strong':
        return readRuns(node.children, { ...style, bold: true }, url);
      case 'emphasis':
        return readRuns(node.children, { ...style, italic: true }, url);
      case 'delete':
        return readRuns(node.children, { ...style, strike: true }, url);
      case 'link':
        return readRuns(node.children, style, node.url);
      default:
        return [];
    }
  });
}
