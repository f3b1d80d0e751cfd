/** An answer as chunks of standard markdown, for Slack's streams. */
import type { Link, PhrasingContent, Root, RootContent } from 'mdast';
import { gfmToMarkdown } from 'mdast-util-gfm';
import { type Handle, toMarkdown } from 'mdast-util-to-markdown';
import type { Shown } from './format-message.ts';
import { parseSafely } from './parse-safely.ts';
import { breakBroadcasts, gap } from './slack-text.ts';
import { readSources, type SourceLink, sourcesTitle } from './sources.ts';

/** In UTF-16 units; a stream takes 12,000. */
const most = { chunk: 800, stream: 11_000 };

/**
 * The same answer, its sources last, as markdown that is the whole when joined. Null where it does
 * not suit a stream: what is no answer, is too long or too deep, holds a table (streams draw none),
 * or holds code that Slack would read a control in.
 */
export function formatStream(message: Shown): readonly string[] | null {
  if (message.author.kind !== 'bot' || message.kind !== 'said') return null;
  const tree = parseSafely(message.text);
  if (tree === null || tree.children.length === 0) return null;
  const nodes: RootContent[] = [...tree.children, ...writeSources(readSources(message.citations))];
  if (nodes.some(holdsTable)) return null;
  const blocks = nodes.map((node) => writeBlock(breakControls(node)));
  const isTooLong = blocks.join('\n\n').length > most.stream;
  // What is left of controls stands in code or addresses, which people copy as they are.
  return isTooLong || blocks.some((block) => control.test(block)) ? null : chunk(blocks);
}

/** Calls, channels, groups and links as Slack writes them, `<!…>` or `<https:…|…>`, and `@here`. */
const control = /<(?:[!@#]|https?:|mailto:)|@(?:here|channel|everyone|group)(?![a-z0-9])/i;

function holdsTable(node: RootContent): boolean {
  return node.type === 'table' || ('children' in node && node.children.some(holdsTable));
}

/**
 * In text and in labels a character that is drawn as nothing follows every `<` that has something
 * behind it, in the same node or in the next; the `@` of `@here` and its kin; and the colon of an
 * address, which is a link by itself or, being refused, none.
 */
function breakControls<Node extends RootContent>(node: Node): Node {
  if (node.type === 'text') {
    const value = node.value.replace(/<(?!\s)/g, `<${gap}`).replaceAll('://', `:${gap}//`);
    return { ...node, value: breakBroadcasts(value) };
  }
  if (node.type === 'code') return { ...node, lang: languageOf(node.lang), meta: null };
  if (!('children' in node)) return node;
  return { ...node, children: node.children.map((child) => breakControls(child)) };
}

function languageOf(lang: string | null | undefined): string | null {
  return /^[\w+#.-]{1,20}$/.test(lang ?? '') ? (lang ?? null) : null;
}

function writeBlock(node: RootContent): string {
  const root: Root = { type: 'root', children: [node] };
  return toMarkdown(root, {
    bullet: '-',
    emphasis: '_',
    rule: '-',
    handlers: { link: writeLink },
    extensions: [...constructs],
  }).trim();
}

/** What only keeps addresses from becoming links would put backslashes into them. */
const constructs = (gfmToMarkdown().extensions ?? []).filter(({ handlers }) => handlers);

/** Never as `<address>`, the form of Slack's own links, and without backslashes in the address. */
const writeLink: Handle = (node: Link, _parent, state, info) => {
  const exits = [state.enter('link'), state.enter('label')];
  const current = state.createTracker(info).current();
  const label = state.containerPhrasing(node, { ...current, before: '[', after: '](' });
  for (const exit of exits.reverse()) exit();
  const url = node.url
    .replace(/[()\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replace(/&(?=[#\w]+;)/g, '&amp;');
  return `[${label}](${url})`;
};

function writeSources(links: readonly SourceLink[]): readonly RootContent[] {
  if (links.length === 0) return [];
  const items = links.map(({ label, url }): PhrasingContent => {
    const text: PhrasingContent = { type: 'text', value: label };
    return url === null ? text : { type: 'link', url, children: [text] };
  });
  return [
    { type: 'paragraph', children: [{ type: 'text', value: `${sourcesTitle(links)}:` }] },
    {
      type: 'list',
      spread: false,
      children: items.map((item) => ({
        type: 'listItem',
        spread: false,
        children: [{ type: 'paragraph', children: [item] }],
      })),
    },
  ];
}

/** At the borders of blocks; a block that is longer than a chunk, at its lines or words. */
function chunk(blocks: readonly string[]): readonly string[] {
  const chunks: string[] = [];
  let open = '';
  for (const [at, block] of blocks.entries()) {
    const whole = at < blocks.length - 1 ? `${block}\n\n` : block;
    if (open !== '' && open.length + whole.length > most.chunk) {
      chunks.push(open);
      open = '';
    }
    const parts = cutBlock(open + whole);
    chunks.push(...parts.slice(0, -1));
    open = parts.at(-1) ?? '';
  }
  return open === '' ? chunks : [...chunks, open];
}

function cutBlock(block: string): readonly string[] {
  const parts: string[] = [];
  let rest = block;
  while (rest.length > most.chunk) {
    const head = rest.slice(0, most.chunk);
    const line = head.lastIndexOf('\n') + 1;
    const word = head.lastIndexOf(' ') + 1;
    const at =
      line > most.chunk / 3 ? line : word > 0 ? word : [...head].slice(0, -1).join('').length;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...parts, rest];
}
