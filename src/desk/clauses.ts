/** A message as the words of a person: lower case, one kind of apostrophe, without code and links. */

/** The sentences of a message, ready to be matched. */
export function readClauses(text: string): readonly string[] {
  return plainWords(text)
    .split(/[.!?;\n]+/)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

export function plainWords(text: string): string {
  return withoutCode(text)
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .replace(/[^\S\n]+/g, ' ');
}

/** Words and emoji in order; stretched words are shortened ("heyyy"). */
export function readWords(text: string): readonly string[] {
  const shortened = plainWords(text).replace(/(\p{L})\1{2,}/gu, '$1');
  return shortened.match(/[\p{L}\p{N}][\p{L}\p{N}']*|\p{Extended_Pictographic}/gu) ?? [];
}

/** Pasted code, logs in fences and links say nothing about what a person wants or feels. */
export function withoutCode(text: string): string {
  const prose = text.split('```').filter((_, index) => index % 2 === 0);
  return prose
    .join(' ')
    .replace(/`[^`\n]{1,200}`/g, ' ')
    .replace(/\bhttps?:\/\/\S+/gi, ' ');
}
