/** Runs an action once for each key: a request that is sent again gets the first one's result. */
export interface Once<T> {
  run(key: string, action: () => Promise<T>): Promise<T>;
}

export function createOnce<T>(remembered = 1_000): Once<T> {
  const results = new Map<string, Promise<T>>();
  return {
    run(key, action) {
      const known = results.get(key);
      if (known) return known;
      const result = action();
      results.set(key, result);
      result.catch(() => results.delete(key));
      const oldest = results.keys().next();
      if (results.size > remembered && !oldest.done) results.delete(oldest.value);
      return result;
    },
  };
}
