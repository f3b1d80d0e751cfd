/** Slack's own markup: what `<…>` and markdown call, link and name. */
import type { Block, Json } from './types.ts';

export interface Called {
  readonly pings: readonly string[];
  readonly links: readonly { readonly url: string; readonly label: string | undefined }[];
}

const token = /<([@#!]|https?:|mailto:|tel:)([^<>\n]*)>/g;

/** As the composer does: what a person typed, with all but Slack's own tokens escaped. */
export function escapeTyped(text: string): string {
  let done = 0;
  let escaped = '';
  for (const found of text.matchAll(token)) {
    escaped += escapeWords(text.slice(done, found.index)) + found[0];
    done = found.index + found[0].length;
  }
  return escaped + escapeWords(text.slice(done));
}

function escapeWords(words: string): string {
  return words
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/https?:\/\/[^\s<>]+[^\s<>.,;:!?)'"]/g, '<$&>');
}

export const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The block that Slack makes of what a person typed. */
export function typedBlock(text: string, blockId: string): Block {
  const elements: Json[] = [];
  let done = 0;
  const words = (end: number) => {
    if (end > done) elements.push({ type: 'text', text: unescaped(text.slice(done, end)) });
  };
  for (const found of text.matchAll(token)) {
    words(found.index);
    elements.push(elementOf(found[1] ?? '', found[2] ?? ''));
    done = found.index + found[0].length;
  }
  words(text.length);
  return {
    type: 'rich_text',
    block_id: blockId,
    elements: [{ type: 'rich_text_section', elements }],
  };
}

function elementOf(kind: string, rest: string): Json {
  const [name = '', label] = rest.split('|');
  if (kind === '@') return { type: 'user', user_id: name };
  if (kind === '#') return { type: 'channel', channel_id: name };
  if (kind === '!' && name.startsWith('subteam^'))
    return { type: 'usergroup', usergroup_id: name.slice('subteam^'.length) };
  if (kind === '!' && /^(?:here|channel|everyone)$/.test(name))
    return { type: 'broadcast', range: name };
  if (kind === '!') return { type: 'text', text: label ?? name };
  return { type: 'link', url: kind + name, ...(label === undefined ? {} : { text: label }) };
}

export function calledInMrkdwn(text: string): Called {
  const found = [...text.matchAll(token)];
  return {
    pings: found.flatMap(([, kind = '', rest = '']) => pingOf(kind, rest)),
    links: found.flatMap(([, kind = '', rest = '']) => {
      const [address = '', label] = rest.split('|');
      return /^(?:https?|mailto|tel):$/.test(kind) ? [{ url: kind + address, label }] : [];
    }),
  };
}

function pingOf(kind: string, rest: string): readonly string[] {
  const [name = ''] = rest.split('|');
  if (kind === '@') return [name];
  if (kind !== '!') return [];
  if (name.startsWith('subteam^')) return [name.slice('subteam^'.length)];
  const range = name.replace('group', 'channel');
  return /^(?:here|channel|everyone)$/.test(range) ? [range] : [];
}

/** Slack reads its tokens in markdown too, save in code. */
export function calledInMarkdown(markdown: string): Called {
  const plain = markdown
    .replace(/(`{3,}|~{3,})[\s\S]*?(?:\1|$)/g, ' ')
    .replace(/(`+)[^`]*?\1/g, ' ');
  const inTokens = calledInMrkdwn(plain);
  const named = [...plain.matchAll(/!?\[([^\]]*)\]\(\s*<?([^)\s>]+)>?[^)]*\)/g)].map(
    ([, label, url = '']) => ({ url, label }),
  );
  const bare = [...plain.matchAll(/(?<![(<\w/])https?:\/\/[^\s<>)\]]+/g)].map(([url]) => ({
    url,
    label: undefined,
  }));
  return { pings: inTokens.pings, links: [...inTokens.links, ...named, ...bare] };
}

export function calledInBlocks(blocks: readonly Block[]): Called {
  const pings: string[] = [];
  const links: { url: string; label: string | undefined }[] = [];
  const add = (called: Called) => {
    pings.push(...called.pings);
    links.push(...called.links);
  };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const each of node) visit(each);
      return;
    }
    const part = node as Json;
    const text = typeof part.text === 'string' ? part.text : '';
    if (part.type === 'mrkdwn') add(calledInMrkdwn(text));
    else if (part.type === 'markdown') add(calledInMarkdown(text));
    else if (part.type === 'user') pings.push(String(part.user_id));
    else if (part.type === 'usergroup') pings.push(String(part.usergroup_id));
    else if (part.type === 'broadcast') pings.push(String(part.range));
    else if (part.type === 'link') links.push({ url: String(part.url), label: text || undefined });
    else if (typeof part.image_url === 'string')
      links.push({ url: part.image_url, label: String(part.alt_text ?? '') });
    for (const [name, value] of Object.entries(part)) if (name !== 'type') visit(value);
  };
  visit(blocks);
  return { pings, links };
}
