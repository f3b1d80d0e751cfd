/** Words by which a customer turns to the bot itself. */

const address = /^\s*(?:hey |hi |ok |please )?@?(?:earshot|bot)\b[\s,:]+(?=\S)/i;

/** The text without its address, where it begins with one and asks something; else null. */
export function questionToBot(text: string): string | null {
  const rest = text.replace(address, '');
  return rest !== text && /\S\s+\S/.test(rest) ? rest : null;
}
