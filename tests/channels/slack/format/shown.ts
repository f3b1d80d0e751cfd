/** What a reader of Slack sees of a post, drawn in characters, and whether Slack would take it. */
import { expect } from 'vitest';
import type { KnownBlock } from '../../../../src/channels/slack/blocks.ts';
import {
  formatMessage,
  type Shown,
  type SlackPost,
} from '../../../../src/channels/slack/format/format-message.ts';

type Part = Readonly<Record<string, unknown>>;

export function said(text: string, rest: Partial<Shown> = {}): Shown {
  return { author: { kind: 'bot' }, kind: 'said', text, citations: [], ...rest };
}

export function post(message: Shown): readonly SlackPost[] {
  const posts = formatMessage(message, { botName: 'Earshot' });
  expectSlackTakes(posts);
  return posts;
}

/** Each post as lines; marks are `*bold* _italic_ ~strike~`, links `[words](address)`. */
export function seen(message: Shown): readonly string[] {
  return post(message).map(({ blocks }) => blocks.map(drawBlock).join('\n\n'));
}

/** Of markdown that fits one post. */
export function look(markdown: string): string {
  const posts = seen(said(markdown));
  expect(posts.length).toBe(1);
  return posts[0] ?? '';
}

function drawBlock(block: KnownBlock): string {
  switch (block.type) {
    case 'rich_text':
      return block.elements.map((part) => drawPart(part as unknown as Part)).join('\n');
    case 'divider':
      return '────';
    case 'table':
      return block.rows.map((row) => `| ${row.map(drawCell).join(' | ')} |`).join('\n');
    case 'context':
      return block.elements.map((text) => `(small) ${'text' in text ? text.text : ''}`).join('\n');
    default:
      throw new Error(`nobody expects a ${block.type}`);
  }
}

function drawCell(cell: unknown): string {
  const { type, text, elements } = cell as Part & { text: string; elements: readonly Part[] };
  return type === 'raw_text' ? text : elements.map(drawPart).join('');
}

function drawPart(part: Part): string {
  const elements = part.elements as readonly Part[];
  switch (part.type) {
    case 'rich_text_section':
      return drawElements(elements);
    case 'rich_text_quote':
      return prefixed('▌ ', drawElements(elements));
    case 'rich_text_preformatted':
      return prefixed(part.border ? '▌ ' : '', `\`\`\`\n${drawElements(elements)}\n\`\`\``);
    case 'rich_text_list': {
      const first = Number(part.offset ?? 0) + 1;
      const lines = elements.map((item, at) => {
        const mark = part.style === 'ordered' ? `${first + at}.` : '•';
        return `${'  '.repeat(Number(part.indent ?? 0))}${mark} ${drawPart(item)}`;
      });
      return prefixed(part.border ? '▌ ' : '', lines.join('\n'));
    }
    default:
      throw new Error(`nobody expects a ${part.type}`);
  }
}

function prefixed(prefix: string, text: string): string {
  return text.replace(/^/gm, prefix);
}

function drawElements(elements: readonly Part[]): string {
  return elements.map(drawElement).join('');
}

function drawElement({ type, text, url, style }: Part): string {
  const { bold, italic, strike, code } = (style ?? {}) as Record<string, boolean>;
  let drawn = String(text);
  if (code) drawn = `\`${drawn}\``;
  if (strike) drawn = `~${drawn}~`;
  if (italic) drawn = `_${drawn}_`;
  if (bold) drawn = `*${drawn}*`;
  return type === 'link' ? `[${drawn}](${url})` : drawn;
}

/** All words of all posts in the order in which they stand, without marks. */
export function wordsOf(posts: readonly SlackPost[]): string {
  const words = (value: unknown): string => {
    if (Array.isArray(value)) return value.map(words).join('');
    if (typeof value !== 'object' || value === null) return '';
    const part = value as Part;
    const after = ['text', 'link'].includes(String(part.type)) ? '' : '\n';
    if (typeof part.text === 'string') return part.text + after;
    return words(part.elements) + words(part.rows) + after;
  };
  return posts.map(({ blocks }) => words(blocks)).join('\n');
}

const limits: Readonly<Record<string, (part: Part) => boolean>> = {
  rich_text: hasOnly(
    'rich_text_section',
    'rich_text_list',
    'rich_text_quote',
    'rich_text_preformatted',
  ),
  rich_text_section: hasOnly('text', 'link'),
  rich_text_quote: hasOnly('text', 'link'),
  rich_text_preformatted: hasOnly('text', 'link'),
  rich_text_list: (part) =>
    hasOnly('rich_text_section')(part) &&
    Number(part.indent) >= 0 &&
    Number(part.indent) <= 8 &&
    Number(part.offset ?? 0) >= 0,
  text: ({ text }) => isWords(text),
  link: ({ text, url }) => isWords(text) && /^(https?|mailto):[^\s<>|]{1,2000}$/.test(String(url)),
  raw_text: ({ text }) => isWords(text),
  divider: () => true,
  context: (part) => hasOnly('mrkdwn')(part) && (part.elements as unknown[]).length <= 10,
  mrkdwn: ({ text, verbatim }) =>
    isWords(text) && String(text).length <= 3_000 && verbatim === true && !hasControl(String(text)),
  table: (part) => {
    const rows = part.rows as readonly (readonly Part[])[];
    const cells = rows.flat();
    return (
      rows.length <= 100 &&
      rows.every((row) => row.length > 0 && row.length <= 20) &&
      cells.every(({ type }) => type === 'raw_text' || type === 'rich_text') &&
      cells.map(drawCell).join('').length <= 10_000 &&
      (part.column_settings as unknown[]).length <= 20
    );
  },
};

function hasOnly(...types: readonly string[]): (part: Part) => boolean {
  return ({ elements }) =>
    Array.isArray(elements) &&
    elements.length > 0 &&
    elements.every(({ type }) => types.includes(type));
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what nobody may see
const unwanted = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

function isWords(text: unknown): boolean {
  return typeof text === 'string' && text !== '' && !unwanted.test(text) && text.isWellFormed();
}

/** Only links, and only of sources, may stand in angle brackets. */
function hasControl(mrkdwn: string): boolean {
  return /[<>]/.test(mrkdwn.replace(/<https?:[^\s<>|]+\|[^<>]+>/g, ''));
}

export function expectSlackTakes(posts: readonly SlackPost[]): void {
  for (const { text, blocks } of posts) {
    expect(text.length).toBeGreaterThan(0);
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
    expect(text).not.toMatch(/@(?:here|channel|everyone)(?![a-z0-9])/i);
    expect(isWords(text)).toBe(true);
    expect(blocks.length).toBeGreaterThan(0);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(12_000);
    expect(blocks.filter(({ type }) => type === 'table').length).toBeLessThanOrEqual(1);
    expectParts(blocks);
  }
}

function expectParts(value: unknown): void {
  if (Array.isArray(value)) value.forEach(expectParts);
  if (typeof value !== 'object' || value === null || !('type' in value)) return;
  const part = value as Part;
  const isTaken = limits[String(part.type)]?.(part) ?? false;
  expect(isTaken, `Slack refuses ${JSON.stringify(part).slice(0, 300)}`).toBe(true);
  expectParts(part.elements);
  expectParts(part.rows);
}
