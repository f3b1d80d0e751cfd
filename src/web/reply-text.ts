/** Markdown as a person would type it: what an agent may take over into a reply in plain text. */
import type { List, Nodes } from 'mdast';
import { longestAnswer, parseMarkdown } from './markdown.ts';

export function toReplyText(markdown: string): string {
  try {
    if (markdown.length <= longestAnswer) return blocks(parseMarkdown(markdown).children);
  } catch {
    // Nested too deep to be taken apart.
  }
  return markdown;
}

function blocks(nodes: readonly Nodes[]): string {
  return nodes
    .map(block)
    .filter((text) => text !== '')
    .join('\n\n');
}

function block(node: Nodes): string {
  switch (node.type) {
    case 'list':
      return list(node);
    case 'code':
      return node.value;
    case 'blockquote':
      return blocks(node.children);
    case 'table':
      return node.children.map((row) => row.children.map(words).join(' | ')).join('\n');
    case 'html':
    case 'definition':
    case 'thematicBreak':
      return '';
    default:
      return words(node);
  }
}

function list({ children, ordered, start }: List): string {
  return children
    .map((item, index) => {
      const mark = ordered ? `${(start ?? 1) + index}.` : '-';
      const indent = ' '.repeat(mark.length + 1);
      return `${mark} ${item.children.map(block).join('\n').replaceAll('\n', `\n${indent}`)}`;
    })
    .join('\n');
}

function words(node: Nodes): string {
  if (node.type === 'break') return '\n';
  if (node.type === 'html') return '';
  if ('value' in node) return node.value;
  const inner = 'children' in node ? node.children.map(words).join('') : '';
  if (node.type !== 'link' || node.url === inner || node.url === `mailto:${inner}`) return inner;
  return `${inner} (${node.url})`;
}
