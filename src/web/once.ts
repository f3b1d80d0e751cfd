/** Runs an action once for each key: a request that is sent again gets the first one's result. */
import type { DeskResult } from '../desk/desk.ts';

export interface Once {
  /** A refused action may be tried again under its key. */
  run(key: string, action: () => Promise<DeskResult>): Promise<DeskResult>;
}

export function createOnce(remembered = 1_000): Once {
  const results = new Map<string, Promise<DeskResult>>();
  return {
    run(key, action) {
      const known = results.get(key);
      if (known) return known;
      const result = action();
      results.set(key, result);
      const forget = () => results.delete(key);
      result.then(({ ok }) => ok || forget(), forget);
      const oldest = results.keys().next();
      if (results.size > remembered && !oldest.done) results.delete(oldest.value);
      return result;
    },
  };
}
