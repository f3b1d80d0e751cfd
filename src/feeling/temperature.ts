/** A conversation's feeling over its turns: what to call it, what carries over, where it goes. */
import type { Feeling, FeelingLabel, UpsetLabel } from '../desk/types.ts';

type Scores = Feeling['scores'];
type Named = Pick<Feeling, 'label' | 'intensity'>;

/** The strongest feeling gives its name; praise only where nothing weighs against it. */
export function nameFeeling(scores: Scores, upset: number, praise: number): Named {
  const strongest = inOrder.reduce((best, label) => (scores[label] > scores[best] ? label : best));
  const isPraise = praise >= pleasing && upset < praise * 0.5;
  if (isPraise) return { label: 'pleased', intensity: praise };
  if (scores[strongest] < nameable) return { label: 'calm', intensity: 0 };
  return { label: strongest, intensity: scores[strongest] };
}

/** Upset dies down over turns instead of at once; a pleased customer is upset no longer. */
export function temper(
  own: number,
  label: FeelingLabel,
  earlier: readonly Pick<Feeling, 'upset'>[],
): number {
  const before = earlier.at(-1)?.upset ?? 0;
  const carried = label === 'pleased' ? 0 : carriedShare * before;
  return 1 - (1 - own) * (1 - carried);
}

export function trendOf(
  upset: number,
  earlier: readonly Pick<Feeling, 'upset'>[],
): Feeling['trend'] {
  const before = earlier.at(-1)?.upset ?? upset;
  if (upset - before > noticeable) return 'rising';
  return before - upset > noticeable ? 'falling' : 'steady';
}

const inOrder: readonly UpsetLabel[] = ['anger', 'frustration', 'disappointment', 'confusion'];
const nameable = 0.35;
const pleasing = 0.5;
const carriedShare = 0.3;
const noticeable = 0.1;
