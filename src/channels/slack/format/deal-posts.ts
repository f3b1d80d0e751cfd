/** Pieces dealt into posts that Slack takes and that are comfortable to read. */
import type { KnownBlock } from '../blocks.ts';
import type { Piece, TablePiece } from './pieces.ts';
import { cutRuns, longestHead } from './runs.ts';
import { fitsSlackTable, setInMonospace } from './table.ts';
import { toBlocks, toText } from './to-blocks.ts';

export interface SlackPost {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * Slack takes 50 blocks; the rest are for whoever adds buttons. Past some 13,000 characters of
 * JSON it says msg_blocks_too_long (https://github.com/slackapi/bolt-js/issues/2867), of which
 * buttons and metadata need their part too.
 */
const most = { blocks: 40, text: 3_000, json: 10_000 };

/** A post shorter than this takes the beginning of what must be cut. */
const halfFull = 1_500;

export function dealPosts(pieces: readonly Piece[]): readonly SlackPost[] {
  const posts: (readonly Piece[])[] = [];
  const waiting = [...pieces].reverse();
  let post: readonly Piece[] = [];
  const close = (next: readonly Piece[] = []): void => {
    if (post.length > 0) posts.push(post);
    post = next;
  };

  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const piece = suited(next, post);
    const [before, headings] = splitHeadings(post);
    const moved = [...headings, suited(next, [])];
    if (fits([...post, piece])) post = [...post, piece];
    else if (before.length > 0 && fits(moved)) {
      post = before;
      close(moved);
    } else {
      const halves = hasRoomFor(piece, post) ? cutPiece(piece, post) : null;
      if (halves !== null) waiting.push(halves[1]);
      if (halves !== null) post = [...post, halves[0]];
      // In an empty post every piece fits or can be cut: links and sources are bounded.
      else if (post.length > 0) waiting.push(next);
      close();
    }
  }
  close();
  return posts
    .map(withoutOuterRules)
    .filter((some) => some.length > 0)
    .map(toPost);
}

/** A table is cut where Slack can draw it. */
function hasRoomFor(piece: Piece, post: readonly Piece[]): boolean {
  if (post.length > 0 && piece.kind === 'table' && piece.drawn === 'in_monospace') return false;
  return toText(post).length < halfFull;
}

function toPost(pieces: readonly Piece[]): SlackPost {
  return { text: toText(pieces), blocks: toBlocks(pieces) };
}

function fits(pieces: readonly Piece[]): boolean {
  if (toText(pieces).length > most.text) return false;
  const isRefused = (piece: Piece): boolean =>
    piece.kind === 'table' && piece.drawn === 'by_slack' && !fitsSlackTable(piece);
  if (pieces.some(isRefused)) return false;
  const blocks = toBlocks(pieces);
  return blocks.length <= most.blocks && JSON.stringify(blocks).length <= most.json;
}

/** Slack refuses a second table in one message. */
function suited(piece: Piece, post: readonly Piece[]): Piece {
  if (piece.kind !== 'table') return piece;
  const isFirst = !post.some((other) => other.kind === 'table' && other.drawn === 'by_slack');
  const isDrawn = isFirst && fitsSlackTable({ ...piece, rows: [] });
  return { ...piece, drawn: isDrawn ? 'by_slack' : 'in_monospace' };
}

/** A heading goes with what it is the heading of. */
function splitHeadings(post: readonly Piece[]): readonly [readonly Piece[], readonly Piece[]] {
  const last = post.findLastIndex(({ kind }) => kind !== 'heading');
  return [post.slice(0, last + 1), post.slice(last + 1)];
}

function withoutOuterRules(post: readonly Piece[]): readonly Piece[] {
  const isShown = ({ kind }: Piece): boolean => kind !== 'rule';
  return post.slice(Math.max(0, post.findIndex(isShown)), post.findLastIndex(isShown) + 1);
}

type Halves = readonly [head: Piece, tail: Piece];

function cutPiece(piece: Piece, post: readonly Piece[]): Halves | null {
  switch (piece.kind) {
    case 'rule':
      return null;
    case 'sources':
      return cutList(piece.links, (links) => ({ ...piece, links }), post);
    case 'table':
      return cutTable(piece, post);
    default: {
      const cutAs = piece.kind === 'code' ? 'code' : 'prose';
      const halves = cutRuns(piece.runs, cutAs, (runs) => fits([...post, { ...piece, runs }]));
      if (halves === null) return null;
      const [head, tail] = halves.map((runs) => ({ ...piece, runs }));
      if (head === undefined || tail === undefined) return null;
      return [head, tail.kind === 'item' ? { ...tail, kind: 'words' } : tail];
    }
  }
}

/** Each part has the header; a row that fills a post by itself is set and cut as code. */
function cutTable(table: TablePiece, post: readonly Piece[]): Halves | null {
  const halves = cutList(table.rows, (rows) => ({ ...table, rows }), post);
  if (halves !== null || post.length > 0) return halves;
  const { block, isQuoted } = table;
  return cutPiece({ kind: 'code', block, isQuoted, runs: setInMonospace(table) }, post);
}

function cutList<Entry>(
  entries: readonly Entry[],
  make: (some: readonly Entry[]) => Piece,
  post: readonly Piece[],
): Halves | null {
  const count = longestHead(entries.length - 1, (length) =>
    fits([...post, make(entries.slice(0, length))]),
  );
  return count < 1 ? null : [make(entries.slice(0, count)), make(entries.slice(count))];
}
