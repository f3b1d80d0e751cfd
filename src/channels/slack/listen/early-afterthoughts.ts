/**
 * Slack brings what it is not sure was heard once more, and that may be after a change or a deletion
 * of it: what is older then counts no more.
 */

export interface EarlyAfterthoughts {
  /** `text`: what a message says since `at`; null where it was deleted. */
  keep(message: Named, text: string | null, at?: number): void;
  /** What the message says as far as is known; null where it was deleted. */
  newest(message: Named & { readonly text: string }): string | null;
}

interface Named {
  readonly channel: string;
  readonly ts: string;
}

interface Kept {
  readonly text: string | null;
  readonly at: number;
}

const mostKept = 500;

export function createEarlyAfterthoughts(): EarlyAfterthoughts {
  const kept = new Map<string, Kept>();
  const nameOf = ({ channel, ts }: Named): string => `${channel}/${ts}`;
  return {
    keep(message, text, at = Number.POSITIVE_INFINITY) {
      const name = nameOf(message);
      if ((kept.get(name)?.at ?? 0) > at) return;
      kept.delete(name);
      kept.set(name, { text, at });
      const oldest = kept.keys().next();
      if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value);
    },
    newest(message) {
      const known = kept.get(nameOf(message));
      return known === undefined ? message.text : known.text;
    },
  };
}
