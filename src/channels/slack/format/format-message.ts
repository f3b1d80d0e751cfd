/** What is said to a customer, as Slack's posts. Nothing in it can call anyone, load or mislead. */
import type { Message } from '../../../desk/types.ts';
import { dealPosts, type SlackPost } from './deal-posts.ts';
import { parseSafely } from './parse-safely.ts';
import { type Piece, plainRun, type Run, readPieces } from './pieces.ts';
import { hrefOf, misleads, placeOf, safeAddress } from './safe-links.ts';
import { cleanText } from './slack-text.ts';
import { readSources } from './sources.ts';

export type { SlackPost } from './deal-posts.ts';

export type Shown = Pick<Message, 'author' | 'kind' | 'text' | 'citations'>;

/**
 * What a customer reads of one message, as one or more posts, each within Slack's limits. What
 * only agents may read is none.
 */
export function formatMessage(
  message: Shown,
  { botName }: { readonly botName: string },
): readonly SlackPost[] {
  const { author, kind, text, citations } = message;
  if (kind === 'note' || kind === 'withheld') return [];
  if (author.kind !== 'bot') return dealPosts(readPlain(text, author.name));
  const links = readSources(citations);
  const sources: readonly Piece[] =
    links.length === 0 ? [] : [{ kind: 'sources', block: Number.POSITIVE_INFINITY, links }];
  const posts = dealPosts([...readMarkdown(text), ...sources]);
  if (posts.length > mostPosts) return dealPosts([...readPlain(text, null), ...sources]);
  if (posts.length > 0) return posts;
  return dealPosts(readPlain(`${botName} has sent a message without words.`, null));
}

/** Past it, much structure holds few words: they are read better, and sooner, as written. */
const mostPosts = 10;

function readMarkdown(text: string): readonly Piece[] {
  const tree = parseSafely(text);
  return tree === null ? readPlain(text, null) : readPieces(tree);
}

/** Words exactly as written, under the name of who wrote them. */
function readPlain(text: string, name: string | null): readonly Piece[] {
  const words = cleanText(text).trim();
  const runs = words === '' ? [] : name === null ? [plainRun(words)] : linkAddresses(words);
  const title = cleanText(name ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  const named: readonly Run[] =
    title === '' ? [] : [{ text: title, url: null, style: { bold: true } }, plainRun('\n')];
  const all = [...named, ...runs];
  return all.length === 0 ? [] : [{ kind: 'words', block: 0, runs: all }];
}

const address = /(https?:\/\/[^\s<>"'`]{1,2000}[^\s<>"'`.,;:!?)\]}])/g;

/** A person of the desk is trusted with links; they are the only thing that is made of their text. */
function linkAddresses(text: string): readonly Run[] {
  return text.split(address).flatMap((part, at): readonly Run[] => {
    const target = at % 2 === 1 ? safeAddress(part) : null;
    if (target === null) return part === '' ? [] : [plainRun(part)];
    const place = misleads(target, part, part) ? [plainRun(` (${placeOf(target)})`)] : [];
    return [{ text: part, url: hrefOf(target), style: {} }, ...place];
  });
}
