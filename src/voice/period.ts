/** A span of time that a person writes: from inclusive, until exclusive, in ms since 1970. */
export interface Period {
  readonly since: number;
  readonly until: number;
}

/** Reads "7d", "24h" or a date as 2026-01-31; null where it is neither. */
export function readMoment(text: string, now: number): number | null {
  const ago = /^(\d+)([hdw])$/.exec(text);
  if (ago?.[1] && ago[2]) {
    return nullIfNoDate(now - Number(ago[1]) * unitMs[ago[2] as keyof typeof unitMs]);
  }
  return /^\d{4}-\d{2}-\d{2}/.test(text) ? nullIfNoDate(Date.parse(text)) : null;
}

const unitMs = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

function nullIfNoDate(ms: number): number | null {
  return Number.isNaN(new Date(ms).getTime()) ? null : ms;
}
