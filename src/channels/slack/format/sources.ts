/** Where an answer comes from: its headings, small, each with a link where there is one. */
import type { Citation } from '../../../desk/types.ts';
import { hrefOf, misleads, placeOf, safeAddress } from './safe-links.ts';
import { cleanText, escapeMrkdwn } from './slack-text.ts';

export interface SourceLink {
  readonly label: string;
  readonly url: string | null;
}

/** In graphemes, and in code points where few graphemes are made of many. */
const longestLabel = { graphemes: 200, codePoints: 300 };

/** As it is sent; Slack's text objects hold 3,000 characters. */
const longestAddress = 2_000;

/** One for each heading, however many passages of it were used. */
export function readSources(citations: readonly Citation[]): readonly SourceLink[] {
  const byHeading = new Map(citations.map((from) => [`${from.article}#${from.heading}`, from]));
  const links = [...byHeading.values()].map(readSource);
  return [...new Map(links.map((link) => [`${link.url} ${link.label}`, link])).values()];
}

function readSource({ article, heading, url }: Citation): SourceLink {
  const label = clip(cleanText(heading).replace(/\s+/g, ' ').trim() || cleanText(article));
  const address = safeAddress(url ?? '');
  if (address === null || address.protocol === 'mailto:') return { label, url: null };
  const isHonest = !misleads(address, label, label);
  return {
    label: isHonest ? label : `${label} (${placeOf(address)})`,
    url: escapeAddress(hrefOf(address)).length > longestAddress ? null : hrefOf(address),
  };
}

function clip(text: string): string {
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const some = graphemes.slice(0, longestLabel.graphemes).join('');
  const shown = [...some].slice(0, longestLabel.codePoints).join('');
  return shown === text ? text : `${shown}…`;
}

export function sourcesTitle(links: readonly SourceLink[]): string {
  return links.length === 1 ? 'Source' : 'Sources';
}

/** A line of mrkdwn. */
export function writeSource({ label, url }: SourceLink): string {
  return url === null ? escapeMrkdwn(label) : `<${escapeAddress(url)}|${escapeMrkdwn(label)}>`;
}

function escapeAddress(url: string): string {
  return url.replaceAll('&', '&amp;');
}
