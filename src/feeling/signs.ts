/** What a message shows apart from its words: capitals, repeated marks, stretched letters. */

export interface Signs {
  /** How loud, in [0, 1]. It strengthens what the words say and says little alone. */
  readonly arousal: number;
  /** How puzzled by its marks, in [0, 1]. */
  readonly puzzlement: number;
}

export function readSigns(prose: string): Signs {
  const arousal = Math.max(shouting(prose), stressed.test(prose) ? 0.4 : 0, exclaiming(prose));
  const puzzlement = questioning(prose);
  return { arousal, puzzlement };
}

/** Mostly capitals over more than a word or two; a few acronyms are not shouting. */
function shouting(prose: string): number {
  const upper = prose.match(/\p{Lu}/gu)?.length ?? 0;
  if (upper < 6) return 0;
  const lower = prose.match(/\p{Ll}/gu)?.length ?? 0;
  return upper > 0.6 * (upper + lower) ? 1 : 0;
}

function exclaiming(prose: string): number {
  if (/!{3}/.test(prose)) return 0.8;
  if (/!!|\?!|!\?/.test(prose)) return 0.5;
  return prose.includes('!') ? 0.12 : 0;
}

function questioning(prose: string): number {
  if (prose.includes('???')) return 0.45;
  if (prose.includes('??')) return 0.3;
  return prose.includes('?') ? 0.15 : 0;
}

const stressed =
  /\b(?:NOW|NOT|STILL|NEVER|AGAIN|WHY|NOTHING|STOP|NO|FIX|HELP|ANSWER|WRONG|DOES|EVERY|SO|VERY|THIS IS|WHAT)\b/;
