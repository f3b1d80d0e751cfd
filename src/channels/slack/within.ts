/** Resolves to what is promised, or to `otherwise` where that takes longer; it holds no process up. */
export function within<T, E>(promised: Promise<T>, ms: number, otherwise: E): Promise<T | E> {
  return Promise.race([
    promised,
    new Promise<E>((resolve) => setTimeout(resolve, ms, otherwise).unref()),
  ]);
}
