/** Looks for words in files as they lie on disk. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Files under this folder in which these words stand, whatever their encoding. */
export function grep(folder: string, words: string): readonly string[] {
  const needles = [Buffer.from(words), Buffer.from(words, 'utf16le')];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name);
    if (!statSync(path).isFile()) return false;
    const bytes = readFileSync(path);
    return needles.some((needle) => bytes.includes(needle));
  });
}
