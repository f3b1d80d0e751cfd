/** A table as Slack draws it, or in monospace where it cannot. */
import type { KnownBlock, TableCell, TableColumn } from '../blocks.ts';
import { type Cell, plainRun, type Run, type TablePiece } from './pieces.ts';
import { elementsOf, wordsOf } from './runs.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
const most = { rows: 100, columns: 20 };

export function fitsSlackTable({ header, rows }: TablePiece): boolean {
  return rows.length < most.rows && header.length <= most.columns;
}

export function drawTable({ align, header, rows }: TablePiece): KnownBlock {
  const columns = header.map(
    (_, at): TableColumn => ({
      ...(align[at] ? { align: align[at] } : {}),
      is_wrapped: true,
    }),
  );
  return {
    type: 'table',
    column_settings: columns,
    rows: [header, ...rows].map((row) => row.map(drawCell)),
  };
}

/** An empty cell is refused. */
function drawCell(cell: Cell): TableCell {
  const isPlain = cell.every(({ url, style }) => url === null && Object.keys(style).length === 0);
  const text = wordsOf(cell);
  if (isPlain || text.trim() === '') return { type: 'raw_text', text: text.trim() || ' ' };
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: elementsOf(cell) }],
  };
}

/** Wider columns run over, as a reader's screen would break them anyway. */
const widestColumn = 40;

/** Lines of aligned columns; links stay links. */
export function setInMonospace({ align, header, rows }: TablePiece): readonly Run[] {
  const all = [header, ...rows].map((row) => row.map(inOneLine));
  const widths = header.map((_, at) =>
    Math.min(widestColumn, Math.max(3, ...all.map((row) => widthOf(row[at] ?? [])))),
  );
  const lines = all.map((row) =>
    joinRuns(
      row.map((cell, at) => pad(cell, widths[at] ?? 0, align[at])),
      ' | ',
    ),
  );
  const rule = plainRun(widths.map((width) => '-'.repeat(width)).join('-|-'));
  const [first = [], ...others] = lines;
  return joinRuns([trimEnd(first), [rule], ...others.map(trimEnd)], '\n');
}

function inOneLine(cell: Cell): Cell {
  return cell.map((run) => ({ ...run, text: run.text.replace(/\s+/g, ' '), style: {} }));
}

function pad(cell: Cell, width: number, align: TablePiece['align'][number] | undefined): Cell {
  const spare = Math.max(0, width - widthOf(cell));
  const before = align === 'right' ? spare : align === 'center' ? Math.floor(spare / 2) : 0;
  const spaces = (count: number): Cell => (count === 0 ? [] : [plainRun(' '.repeat(count))]);
  return [...spaces(before), ...cell, ...spaces(spare - before)];
}

function trimEnd(line: Cell): Cell {
  const last = line.at(-1);
  if (last === undefined || last.url !== null) return line;
  return [...line.slice(0, -1), { ...last, text: last.text.trimEnd() }];
}

function joinRuns(parts: readonly Cell[], between: string): Cell {
  return parts.flatMap((part, at) => (at === 0 ? part : [plainRun(between), ...part]));
}

const wide =
  /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

/** In columns of a monospace font. */
function widthOf(cell: Cell): number {
  let width = 0;
  for (const { segment } of new Intl.Segmenter().segment(wordsOf(cell))) {
    width += wide.test(segment) ? 2 : 1;
  }
  return width;
}
