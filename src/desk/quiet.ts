/** Whether a customer is likely to write on at once. */

/** How long a lone greeting waits for the question that mostly follows it. */
const greetingMs = 700;
const greeting =
  /^\W*(hi|hello|hey|hallo|good (morning|afternoon|evening)|dear (team|support))\b.{0,20}$/i;

/** How long after its arrival, in ms, a message waits for others of the same burst. */
export function quietMs(text: string): number {
  return text.length < 40 && greeting.test(text) ? greetingMs : 0;
}
