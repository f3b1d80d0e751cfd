/** A message as lines of a terminal. */
import { printable } from '../../desk/printable.ts';
import type { Citation, Message } from '../../desk/types.ts';

export function formatMessage(message: Message, botName: string): string {
  const { author, citations } = message;
  const name = author.kind === 'agent' ? author.name : botName;
  const text = author.kind === 'bot' ? readable(message.text) : message.text;
  return printable([`${name}: ${text}`, ...citations.map(formatSource)].join('\n'));
}

function formatSource({ article, heading, url }: Citation): string {
  return `  ↳ ${heading || article}${url ? ` (${url})` : ` (${article})`}`;
}

/** Markdown is made to be read as it is; only its links and emphasis are in a reader's way. */
function readable(markdown: string): string {
  return markdown
    .replace(/\[([^\]\n]{1,300})\]\(([^)\s]{1,2000})\)/g, '$1 ($2)')
    .replace(/<((?:https?:|mailto:)[^<>\s]{1,2000})>/g, '$1')
    .replace(/\*\*([^*\n]{1,300})\*\*/g, '$1')
    .replace(/\\([\\`*_{}[\]()#+\-.!<>|])/g, '$1');
}
