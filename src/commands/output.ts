/** What a command prints: one JSON document, or lines for a person. */
import { printable } from '../desk/printable.ts';

/** A call whose words make no sense; the message says what to write instead. */
export class WrongCall extends Error {}

export interface Format {
  readonly json?: boolean;
}

export function print(format: Format, document: unknown, lines: () => readonly string[]): void {
  process.stdout.write(
    format.json ? `${toJson(document)}\n` : `${printable(lines().join('\n'))}\n`,
  );
}

/** JSON leaves the upper control characters as they are, which some terminals obey. */
function toJson(document: unknown): string {
  return JSON.stringify(document, null, 2).replace(
    /[\u007f-\u009f]/g,
    (control) => `\\u00${control.charCodeAt(0).toString(16)}`,
  );
}

/** Rows under headings, columns as wide as their widest cell. */
export function table(
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string[] {
  const cells = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
