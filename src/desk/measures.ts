/** The arithmetic of evaluations and reports. A measure of nothing is 0, where it does not say otherwise. */

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `rank` counts from 0; below 0 is not found. */
export function reciprocalRank(rank: number): number {
  return rank < 0 || rank >= 10 ? 0 : 1 / (rank + 1);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** How often a positive scores above a negative; a tie counts half. 0.5 where one kind is missing. */
export function auroc(positives: readonly number[], negatives: readonly number[]): number {
  if (positives.length === 0 || negatives.length === 0) return 0.5;
  const sorted = negatives.toSorted((a, b) => a - b);
  const wins = positives.map(
    (score) => (countBelow(sorted, score) + countUpTo(sorted, score)) / 2 / sorted.length,
  );
  return mean(wins);
}

/** The share of positives above the score that at most `falseShare` of the negatives exceed. */
export function coverageAt(
  positives: readonly number[],
  negatives: readonly number[],
  falseShare: number,
): number {
  const sorted = negatives.toSorted((a, b) => b - a);
  const bar = sorted[Math.floor(falseShare * sorted.length)] ?? Number.NEGATIVE_INFINITY;
  return mean(positives.map((score) => Number(score > bar)));
}

function countBelow(sorted: readonly number[], score: number): number {
  return countWhile(sorted, (value) => value < score);
}

function countUpTo(sorted: readonly number[], score: number): number {
  return countWhile(sorted, (value) => value <= score);
}

function countWhile(sorted: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
