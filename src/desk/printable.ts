/** Text as a terminal may print it: whoever wrote it cannot move the cursor, ring, or name the window. */
import { stripVTControlCharacters } from 'node:util';

/** Keeps line breaks and tabs. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return stripVTControlCharacters(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}
