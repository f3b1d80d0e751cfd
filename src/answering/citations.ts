/** Where a customer can read on: an address that opens for them, or none. */
import type { ChannelName, Citation, Passage } from '../desk/types.ts';

export interface Place {
  /** The bot's own address, where one is configured. */
  readonly publicUrl: string | null;
  readonly channel: ChannelName;
}

export function citePassage(passage: Passage, place: Place): Citation {
  const own = passage.headings.at(-1) ?? passage.title;
  return {
    article: passage.article,
    heading: own === passage.title ? own : `${passage.title} › ${own}`,
    url: ownUrl(passage, place) ?? articleUrl(passage.article, passage.anchor, place),
    passage: passage.id,
  };
}

/** The address of the article as the bot serves it. */
export function articleUrl(article: string, anchor: string, place: Place): string | null {
  const path = `/articles/${article.split('/').map(encodeURIComponent).join('/')}`;
  const address = withAnchor(path, anchor);
  if (place.publicUrl !== null && isOpenTo(place.publicUrl, place))
    return `${place.publicUrl.replace(/\/+$/, '')}${address}`;
  return place.channel === 'web' ? address : null;
}

function ownUrl(passage: Passage, place: Place): string | null {
  if (passage.url === null || !isOpenTo(passage.url, place)) return null;
  return withAnchor(passage.url, passage.anchor);
}

/** An address that brings its own fragment knows better where to land. */
function withAnchor(url: string, anchor: string): string {
  return anchor === '' || url.includes('#') ? url : `${url}#${encodeURIComponent(anchor)}`;
}

/** A loopback address opens on the bot's machine alone, which only the web page may be on. */
function isOpenTo(url: string, place: Place): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return place.channel === 'web' || !isLoopback(hostname);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname.startsWith('127.') ||
    hostname === '0.0.0.0' ||
    hostname === '[::1]' ||
    hostname === '[::]' ||
    hostname.startsWith('[::ffff:7f')
  );
}
