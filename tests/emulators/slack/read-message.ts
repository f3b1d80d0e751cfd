/** The words of a message as a person reads them, blocks and buttons included. */
import { unescaped } from './tokens.ts';
import type { Block, Json, SlackMessage } from './types.ts';

type Readable = Pick<SlackMessage, 'text' | 'blocks' | 'files' | 'attachments'>;

/** Where there are blocks, Slack shows those and keeps `text` for notifications. */
export function readMessage(message: Readable): string {
  const body = message.blocks.length > 0 ? readBlocks(message.blocks) : readMrkdwn(message.text);
  const files = message.files.map(({ name }) => `[file: ${name}]`);
  const attached = message.attachments.flatMap((each) => [
    string(each.title),
    readMrkdwn(string(each.text)),
  ]);
  return lines([body, ...attached, ...files]);
}

export const readBlocks = (blocks: readonly Block[]): string => lines(blocks.map(readBlock));

export const readMrkdwn = (text: string): string =>
  unescaped(
    text.replace(/<([^<>\n]+)>/g, (_, inner: string) => {
      const [address = '', label] = inner.split('|');
      if (/^[@#]/.test(address)) return label ?? address;
      if (address.startsWith('!subteam^')) return label ?? `@${address.slice('!subteam^'.length)}`;
      if (address.startsWith('!')) return label ?? `@${address.slice(1)}`;
      return label ?? address.replace(/^mailto:/, '');
    }),
  );

const lines = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n');
const string = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);

function readText(value: unknown): string {
  const part = (value ?? {}) as Json;
  return part.type === 'mrkdwn' ? readMrkdwn(string(part.text)) : string(part.text);
}

function readBlock(block: Block): string {
  switch (block.type) {
    case 'markdown':
      return string(block.text);
    case 'rich_text':
      return readRichText(block);
    case 'table':
    case 'data_table':
      return lines([string(block.caption), ...rows(block).map((row) => row.join(' | '))]);
    case 'section':
      return lines([
        readText(block.text),
        ...list(block.fields).map(readText),
        readElement(block.accessory),
      ]);
    case 'context':
      return list(block.elements).map(readElement).filter(Boolean).join(' ');
    case 'actions':
    case 'context_actions':
      return list(block.elements).map(readElement).join(' ');
    case 'input':
      return lines([readText(block.label), readElement(block.element), readText(block.hint)]);
    case 'image':
      return lines([readText(block.title), `[image: ${string(block.alt_text)}]`]);
    case 'divider':
      return '';
    case 'task_card':
      return string(block.title);
    case 'plan':
      return lines([string(block.title), ...list(block.tasks).map((task) => string(task.title))]);
    default:
      return readText(block.text ?? block.title);
  }
}

const rows = (block: Block): readonly (readonly string[])[] =>
  (Array.isArray(block.rows) ? (block.rows as Json[][]) : []).map((row) =>
    row.map((cell) => (cell.type === 'rich_text' ? readRichText(cell) : String(cell.text ?? ''))),
  );

/** Controls are shown in brackets, so that a label cannot be taken for prose. */
function readElement(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  const element = value as Json;
  switch (element.type) {
    case 'mrkdwn':
    case 'plain_text':
      return readText(element);
    case 'image':
      return `[image: ${string(element.alt_text)}]`;
    case 'feedback_buttons':
      return [element.positive_button, element.negative_button]
        .map((button) => `[${readText((button as Json | undefined)?.text)}]`)
        .join(' ');
    case 'overflow':
      return list(element.options)
        .map((option) => `[${readText(option.text)}]`)
        .join(' ');
    default:
      return `[${readText(element.text ?? element.placeholder)}]`;
  }
}

function readRichText(block: Json): string {
  return lines(list(block.elements).map(readRichPart));
}

function readRichPart(part: Json, index = 0): string {
  if (part.type !== 'rich_text_list') return readInline(part);
  const indent = '  '.repeat(Number(part.indent ?? 0));
  const first = Number(part.offset ?? 0) + 1;
  return list(part.elements)
    .map((item, at) => {
      const bullet = part.style === 'ordered' ? `${first + at}.` : '•';
      return `${indent}${bullet} ${readRichPart(item, index)}`;
    })
    .join('\n');
}

const readInline = (part: Json): string =>
  list(part.elements)
    .map((element) => {
      switch (element.type) {
        case 'user':
          return `@${string(element.user_id)}`;
        case 'usergroup':
          return `@${string(element.usergroup_id)}`;
        case 'broadcast':
          return `@${string(element.range)}`;
        case 'channel':
          return `#${string(element.channel_id)}`;
        case 'emoji':
          return `:${string(element.name)}:`;
        case 'link':
          return string(element.text) || string(element.url);
        default:
          return string(element.text) || string(element.fallback);
      }
    })
    .join('');
