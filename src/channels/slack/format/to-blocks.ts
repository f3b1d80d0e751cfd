/** Pieces as Slack's blocks, and as the plain words that stand for them in a notification. */
import type { KnownBlock, RichTextList, RichTextPart } from '../blocks.ts';
import type { Item, Piece, Run } from './pieces.ts';
import { elementsOf, wordsOf } from './runs.ts';
import { escapeMrkdwn } from './slack-text.ts';
import { sourcesTitle, writeSource } from './sources.ts';
import { drawTable, setInMonospace } from './table.ts';

export function toBlocks(pieces: readonly Piece[]): readonly KnownBlock[] {
  const blocks: KnownBlock[] = [];
  let open: { readonly block: number; readonly parts: RichTextPart[] } | null = null;
  let lastItem: Item | null = null;
  for (const piece of pieces) {
    const own = ownBlocks(piece);
    if (own !== null) {
      blocks.push(...own);
      open = null;
    } else {
      if (open === null || open.block !== piece.block) {
        open = { block: piece.block, parts: [] };
        lastItem = null;
        blocks.push({ type: 'rich_text', elements: open.parts });
      }
      const last = open.parts.at(-1);
      if (
        piece.kind === 'item' &&
        lastItem?.list === piece.list &&
        last?.type === 'rich_text_list'
      ) {
        last.elements.push(section(piece.runs));
      } else open.parts.push(...richParts(piece));
    }
    lastItem = piece.kind === 'item' ? piece : null;
  }
  return blocks;
}

/** The blocks of what is no rich text; null for all else. */
function ownBlocks(piece: Piece): readonly KnownBlock[] | null {
  switch (piece.kind) {
    case 'rule':
      return [{ type: 'divider' }];
    case 'table':
      return piece.drawn === 'by_slack' ? [drawTable(piece)] : null;
    case 'sources':
      return [
        {
          type: 'context',
          elements: sourceTexts(piece.links).map((text) => ({
            type: 'mrkdwn',
            text,
            verbatim: true,
          })),
        },
      ];
    default:
      return null;
  }
}

function richParts(piece: Piece): readonly RichTextPart[] {
  switch (piece.kind) {
    case 'words':
    case 'heading':
      return [section(piece.runs)];
    case 'quote':
      return [{ type: 'rich_text_quote', elements: elementsOf(piece.runs) }];
    case 'code':
      return [preformatted(piece.runs, piece.isQuoted)];
    case 'table':
      return [preformatted(setInMonospace(piece), piece.isQuoted)];
    case 'item':
      return [list(piece)];
    default:
      return [];
  }
}

/** An empty section is refused, and an item without words still has its number. */
function section(runs: readonly Run[]): {
  type: 'rich_text_section';
  elements: ReturnType<typeof elementsOf>;
} {
  const elements = elementsOf(runs);
  return {
    type: 'rich_text_section',
    elements: elements.length > 0 ? elements : [{ type: 'text', text: ' ' }],
  };
}

function preformatted(runs: readonly Run[], isQuoted: boolean): RichTextPart {
  return {
    type: 'rich_text_preformatted',
    elements: elementsOf(runs),
    ...(isQuoted ? { border: 1 as const } : {}),
  };
}

function list({ style, indent, number, isQuoted, runs }: Item): RichTextList {
  return {
    type: 'rich_text_list',
    style,
    indent,
    ...(style === 'ordered' && number > 1 ? { offset: number - 1 } : {}),
    ...(isQuoted ? { border: 1 } : {}),
    elements: [section(runs)],
  };
}

/** What a text object of a context block holds. */
const longestText = 2_900;

function sourceTexts(links: Parameters<typeof sourcesTitle>[0]): readonly string[] {
  const [only] = links;
  const title = sourcesTitle(links);
  if (links.length === 1 && only) return [`${title}: ${writeSource(only)}`];
  const texts = [`${title}:`];
  for (const link of links) {
    const line = `• ${writeSource(link)}`;
    const last = texts.at(-1) ?? '';
    if (last.length + line.length < longestText) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}

/** Escaped; a list's marks stand in it, for whoever hears it read. */
export function toText(pieces: readonly Piece[]): string {
  return escapeMrkdwn(pieces.map(plainWords).filter(Boolean).join('\n'));
}

function plainWords(piece: Piece): string {
  switch (piece.kind) {
    case 'rule':
      return '';
    case 'item': {
      const mark = piece.style === 'ordered' ? `${piece.number}.` : '•';
      return `${'  '.repeat(piece.indent)}${mark} ${wordsOf(piece.runs)}`;
    }
    case 'table':
      return [piece.header, ...piece.rows].map((row) => row.map(wordsOf).join(' | ')).join('\n');
    case 'sources': {
      const labels = piece.links.map(({ label }) => label);
      return `${sourcesTitle(piece.links)}: ${labels.join(' · ')}`;
    }
    default:
      return wordsOf(piece.runs);
  }
}
