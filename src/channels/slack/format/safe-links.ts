/** Which addresses a reader may be led to, and when the words of a link are not to be believed. */
import { gap } from './slack-text.ts';

/** In UTF-16 units, of the address itself. */
const longestAddress = 2_000;

/** The address as browsers read it; null where it does not lead to the web or to a mailbox. */
export function safeAddress(written: string): URL | null {
  if (!URL.canParse(written)) return null;
  const address = new URL(written);
  if (!['http:', 'https:', 'mailto:'].includes(address.protocol)) return null;
  if (address.protocol === 'mailto:' && !address.pathname.includes('@')) return null;
  return hrefOf(address).length <= longestAddress ? address : null;
}

/** Without the characters that Slack's own links are made of. */
export function hrefOf(address: URL): string {
  return address.href.replace(/[<>|]/g, encodeURIComponent);
}

/** Where a link truly leads, in as few characters as tell it. */
export function placeOf(address: URL): string {
  return address.protocol === 'mailto:' ? address.pathname : address.host;
}

/**
 * Whether a reader must be told where a link leads, because its words name another place or its
 * address is made to look like one. `around` is the label with whatever touches it.
 */
export function misleads(address: URL, label: string, around: string): boolean {
  const isItself = isSameAddress(address, label);
  if (address.username !== '' || address.password !== '') return true;
  if (address.hostname.split('.').some((part) => part.startsWith('xn--'))) return !isItself;
  const named = isItself ? [] : claims(label);
  return ![...named, ...claims(around)].every((claim) => leadsTo(address, claim));
}

function isSameAddress(address: URL, label: string): boolean {
  const plain = (text: string): string =>
    text.replace(/^(?:https?:\/\/|mailto:)/, '').replace(/\/$/, '');
  return plain(label) === plain(address.href);
}

function leadsTo(address: URL, claim: string): boolean {
  const bare = (host: string): string => host.replace(/^www\./, '');
  if (address.protocol === 'mailto:') {
    return address.pathname.toLowerCase().split('@').at(-1) === claim;
  }
  return bare(address.hostname) === bare(claim);
}

/** Last parts of file names that are nobody's domain. */
const fileEndings =
  /\.(?:ya?ml|json|jsx?|tsx?|html?|css|txt|csv|pdf|png|jpe?g|gif|svg|xml|toml|ini|cfg|conf|env|log|exe|dll|lock|docx?|xlsx?)$/;

/** The hosts that words name, as a reader would take them: in any script, width or disguise. */
function claims(words: string): readonly string[] {
  const seen = words
    .replaceAll(gap, '')
    .normalize('NFKC')
    .replace(/[。．｡]/g, '.')
    .replace(/\p{Cf}/gu, '')
    .toLowerCase();
  return seen.split(/[\s()<>[\]{}"'`,;|·•“”‘’«»]+/).flatMap(claimsOfWord);
}

function claimsOfWord(word: string): readonly string[] {
  const authority = /[a-z][a-z0-9+.-]*:[/\\]{2}([^/\\?#]+)/.exec(word)?.[1];
  if (authority !== undefined) {
    const host = authority.replace(/[.:!?…]+$/, '').replace(/:\d*$/, '');
    return host.split('@');
  }
  const start = word.replace(/^[^\p{L}\p{N}]+/u, '').split(/[/\\?#]/, 1)[0] ?? '';
  const hosts = start.match(/(?:[\p{L}\p{N}\p{M}_-]+\.)+(?:[\p{L}\p{M}][\p{L}\p{M}\p{N}-]+|\d+)/gu);
  return (hosts ?? []).filter(
    (host) => !fileEndings.test(host) && !/^\d+(?:\.\d+){0,2}$/.test(host),
  );
}
