/** The words of a piece of markdown, without its marks. */
import type { Nodes } from 'mdast';

export function plainText(node: Nodes): string {
  const words: string[] = [];
  collect(node, words);
  return words
    .join('')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

function collect(node: Nodes, into: string[]): void {
  if (node.type === 'html' || node.type === 'definition') return;
  if (node.type === 'image' || node.type === 'imageReference') {
    into.push(node.alt ?? '');
  } else if ('value' in node) {
    into.push(node.value);
  } else if (node.type === 'break') {
    into.push('\n');
  }
  if ('children' in node) for (const child of node.children) collect(child, into);
  if (blockTypes.has(node.type)) into.push('\n');
}

const blockTypes = new Set(['paragraph', 'heading', 'code', 'listItem', 'tableRow', 'blockquote']);
