/** Words on their way into Slack's message text and back out of it. */
import { printable } from '../../../desk/printable.ts';

/** For mrkdwn text objects and message text: shown as it stands, and nobody is called. */
export function escapeMrkdwn(text: string): string {
  return breakBroadcasts(cleanText(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Drawn as nothing; it parts characters that a platform would read together. */
export const gap = '\u200b';

/** Where Slack looks for names in text that is not `verbatim`, a bare `@here` calls everyone. */
export function breakBroadcasts(text: string): string {
  return text.replace(/@(?=(?:here|channel|everyone|group)(?![a-z0-9]))/gi, `@${gap}`);
}

/** No control characters, nothing that turns the direction of other people's words, no half pairs. */
export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?|[\u2028\u2029]/g, '\n');
  return printable(lines)
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]/g, '')
    .toWellFormed();
}

/**
 * Slack's message text as the words that the person typed; `nameOf` names a user. What they put
 * in angle brackets themselves arrives escaped, so it is never taken for a control.
 */
export function readSlackText(text: string, nameOf: (user: string) => string | null): string {
  let words = '';
  let end = 0;
  for (const control of text.matchAll(/<([^<>|]*)(?:\|([^<>]*))?>/g)) {
    const [whole, target = '', label = ''] = control;
    words += unescapeText(text.slice(end, control.index));
    words += readControl(unescapeText(target), unescapeText(label), nameOf);
    end = control.index + whole.length;
  }
  return words + unescapeText(text.slice(end));
}

/** The ids of the users that a text calls, in order, each once. */
export function mentions(text: string): readonly string[] {
  const found = text.matchAll(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g);
  return [...new Set([...found].map(([, user]) => user ?? ''))];
}

/** Slack's message text without its calls of one user, which is the bot, and the comma after one. */
export function withoutMention(text: string, user: string): string {
  const left = text.replace(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g, (whole, id) =>
    id === user ? gone : whole,
  );
  return left
    .replace(new RegExp(`^[ \\t]*(?:${gone}[ \\t]*)+[,:]?[ \\t]*`), '')
    .replace(new RegExp(`(?:[ \\t]*${gone})+`, 'g'), '')
    .trim();
}

/** Stands where a mention was; a character for private use. */
const gone = '\ue000';

function readControl(
  target: string,
  label: string,
  nameOf: (user: string) => string | null,
): string {
  const id = target.slice(1);
  switch (target[0]) {
    case '@':
      return `@${nameOf(id) ?? (label || id)}`;
    case '#':
      return `#${label || id}`;
    case '!':
      return /^(?:here|channel|everyone)$/.test(id)
        ? `@${id}`
        : label || `@${id.split('^').at(1) ?? id}`;
    default:
      return readLink(target, label);
  }
}

/** Slack makes a link of every address that is typed; only a label of the person's own says more. */
function readLink(target: string, label: string): string {
  const typed = target.replace(/^(?:mailto|tel):/, '');
  if (label === '') return typed;
  const sameAs = (address: string): boolean => label === address || `${label}/` === address;
  return sameAs(typed) || sameAs(typed.replace(/^https?:\/\//, ''))
    ? label
    : `${label} (${target})`;
}

function unescapeText(text: string): string {
  const characters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => characters[name] ?? '');
}
