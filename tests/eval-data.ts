/** Public data beside the checkout; `EVAL_DIR` names another place. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.EVAL_DIR ?? join(import.meta.dirname, '..', '..', 'shared', 'eval');

export function evalPath(...parts: readonly string[]): string {
  return join(folder, ...parts);
}

const naughtyFile = evalPath('hostile', 'naughty-strings.json');

export const hasNaughtyStrings = existsSync(naughtyFile);

/** What a skipped test says. */
export const whyNoEvalData = 'needs the evaluation data (EVAL_DIR)';

export function readNaughtyStrings(): readonly string[] {
  return JSON.parse(readFileSync(naughtyFile, 'utf8'));
}
