/** The stretch of a passage that answers: whole sentences, lists and code, in the article's order. */
import { termsOf } from '../models/terms.ts';
import type { Block } from './readable-blocks.ts';
import { leansBack, splitSentences } from './sentences.ts';

export interface Wanted {
  /** What the question asks for, with how much each term tells. */
  readonly weights: ReadonlyMap<string, number>;
  readonly length: number;
}

/** A short passage is an answer as its author wrote it; of a long one the stretch that tells most. */
export function pickBlocks(blocks: readonly Block[], wanted: Wanted): readonly string[] {
  if (lengthOf(blocks) <= wanted.length)
    return withoutLoose(blocks).map(({ markdown }) => markdown);
  const units = blocks.flatMap(unitsOf);
  const scores = units.map((unit) => scoreOf(unit.plain, wanted.weights));
  let best = 0;
  scores.forEach((score, at) => {
    if (score > (scores[best] ?? 0)) best = at;
  });
  const from = startOf(units, best);
  let to = best + 1;
  let length = lengthOf(units.slice(from, to));
  while (to < units.length) {
    const next = units[to];
    if (next === undefined) break;
    const owed = introduces(units[to - 1]) && next.kind !== 'prose';
    if (!owed && length + next.markdown.length > wanted.length) break;
    length += next.markdown.length;
    to += 1;
  }
  return joinSentences(withoutLoose(units.slice(from, to)));
}

interface Unit extends Block {
  /** Sentences of one paragraph share it. */
  readonly paragraph: Block;
}

function unitsOf(block: Block): readonly Unit[] {
  if (block.kind !== 'prose' || block.markdown.startsWith('>'))
    return [{ ...block, paragraph: block }];
  return splitSentences(block.markdown).map((sentence) => ({
    kind: 'prose',
    markdown: sentence,
    plain: sentence,
    paragraph: block,
  }));
}

/** A list or code needs the sentence that introduces it, and "It…" the one it speaks of. */
function startOf(units: readonly Unit[], best: number): number {
  let from = best;
  while (from > 0 && best - from < 3) {
    const unit = units[from];
    const before = units[from - 1];
    if (unit === undefined || before === undefined) break;
    const needsIntroduction = unit.kind !== 'prose' && before.kind === 'prose';
    const needsReferent =
      unit.kind === 'prose' && leansBack(unit.plain) && before.paragraph === unit.paragraph;
    if (!needsIntroduction && !needsReferent) break;
    from -= 1;
  }
  return from;
}

/** Words shared with the question, by what they tell; dense units before long ones. */
function scoreOf(plain: string, weights: ReadonlyMap<string, number>): number {
  const terms = termsOf(plain);
  const shared = [...new Set(terms)].reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
  return shared / Math.log2(8 + terms.length);
}

function introduces(unit: Block | undefined): boolean {
  return unit !== undefined && unit.kind === 'prose' && /:[*_]*$/.test(unit.markdown);
}

/** A last "as follows:" with nothing after it promises what the answer does not hold. */
function withoutLoose<One extends Block>(blocks: readonly One[]): readonly One[] {
  const kept = blocks.filter(
    ({ plain }) => !/\b(see|shown|described) (below|above)\b/i.test(plain),
  );
  const held = kept.length > 0 ? kept : blocks;
  return held.length > 1 && introduces(held.at(-1)) ? held.slice(0, -1) : held;
}

function joinSentences(units: readonly Unit[]): readonly string[] {
  const paragraphs = Map.groupBy(units, (unit) => unit.paragraph);
  return [...paragraphs.values()].map((parts) => parts.map(({ markdown }) => markdown).join(' '));
}

function lengthOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + block.markdown.length, 0);
}
