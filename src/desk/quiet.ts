/** Whether a customer is likely to write on at once. */

/** How long a lone greeting waits for the question that mostly follows it. */
const greetingMs = 700;
const greeting =
  /^\W*(hi|hello|hey|hallo|good (morning|afternoon|evening)|dear (team|support))\b.{0,20}$/i;

/** How long words that break off wait for the rest: people press Enter in the middle of a sentence. */
const brokenOffMs = 1_500;
const brokenOff =
  /(?:[,:;–-]|\.\.\.|…|\b(?:a|an|the|my|our|your|this|to|for|with|of|from|in|on|and|or|but|because|if|when|that|so|i|we|is|are|do|does|can|could|would|how do i|how can i))$/i;

export const longestQuietMs = brokenOffMs;

/** How long after its arrival, in ms, a message waits for others of the same burst. */
export function quietMs(text: string): number {
  const words = text.trim();
  if (words.length < 40 && greeting.test(words)) return greetingMs;
  return words.length < longestBroken && brokenOff.test(words) ? brokenOffMs : 0;
}

/** In characters; who has written a whole letter has ended it. */
const longestBroken = 200;
