/** An article in pieces that can each be found and quoted: sections, the long ones in whole blocks. */
import type { Definition, Heading, Nodes, Root, RootContent } from 'mdast';
import { slugHeadings } from '../desk/slug.ts';
import type { Article } from './article.ts';
import { plainText } from './plain-text.ts';

export interface ArticlePassage {
  /** Headings from the article's title down to this passage's own. */
  readonly headings: readonly string[];
  readonly anchor: string;
  /** Markdown, whole blocks. */
  readonly text: string;
  /** The same without marks. */
  readonly plain: string;
}

/** Always at least one, so that every article can be found by its title. */
export function splitArticle(article: Article): readonly ArticlePassage[] {
  const definitions = definitionsOf(article.root);
  const passages = sectionsOf(article.root, article.title).flatMap((section) =>
    groupBlocks(section.blocks).map((blocks) => ({
      headings: section.headings,
      anchor: section.anchor,
      text: sourceOf([...blocks, ...definitionsUsed(blocks, definitions)], article.markdown),
      plain: blocks.map(plainText).join('\n'),
    })),
  );
  const filled = passages.filter((passage) => passage.text !== '');
  if (filled.length > 0) return filled;
  return [{ headings: [article.title], anchor: '', text: article.title, plain: article.title }];
}

/** The fragments of its headings, in order. */
export function anchorsOf(root: Root): readonly string[] {
  return slugHeadings(root.children.filter((node) => node.type === 'heading').map(plainText));
}

interface Section {
  readonly headings: readonly string[];
  readonly anchor: string;
  readonly blocks: RootContent[];
}

function sectionsOf(root: Root, title: string): readonly Section[] {
  const headings = root.children.filter((node) => node.type === 'heading');
  const anchors = anchorsOf(root);
  const titleHeading = headings.find((heading) => heading.depth === 1);
  const sections: Section[] = [{ headings: [title], anchor: '', blocks: [] }];
  const path: Heading[] = [];
  for (const node of root.children) {
    if (node.type !== 'heading') {
      if (!isNoise(node)) sections.at(-1)?.blocks.push(node);
      continue;
    }
    while ((path.at(-1)?.depth ?? 0) >= node.depth) path.pop();
    if (node !== titleHeading) path.push(node);
    sections.push({
      headings: [title, ...path.map(plainText).filter((heading) => heading !== '')],
      anchor: node === titleHeading ? '' : (anchors[headings.indexOf(node)] ?? ''),
      blocks: [],
    });
  }
  return sections;
}

/** Comments, link definitions and the labels of documentation generators say nothing to a reader. */
function isNoise(node: RootContent): boolean {
  if (node.type === 'definition' || node.type === 'thematicBreak') return true;
  if (node.type === 'html') return node.value.startsWith('<!--');
  return node.type === 'paragraph' && /^\([\w:.-]+\)=$/.test(plainText(node));
}

const wantedLength = 900;
const enoughLength = 350;

/** Grows each group to about `wantedLength`; what introduces a list or code stays with it. */
function groupBlocks(blocks: readonly RootContent[]): readonly (readonly RootContent[])[] {
  const groups: RootContent[][] = [];
  let length = 0;
  for (const block of blocks) {
    const size = lengthOf(block);
    const group = groups.at(-1);
    const fits = length + size <= wantedLength || length < enoughLength;
    if (group !== undefined && (fits || introduces(group.at(-1)))) {
      group.push(block);
      length += size;
    } else {
      groups.push([block]);
      length = size;
    }
  }
  return groups;
}

function introduces(block: RootContent | undefined): boolean {
  return block?.type === 'paragraph' && plainText(block).endsWith(':');
}

function lengthOf(block: RootContent): number {
  return (block.position?.end.offset ?? 0) - (block.position?.start.offset ?? 0);
}

function sourceOf(blocks: readonly RootContent[], markdown: string): string {
  return blocks
    .map((block) => markdown.slice(block.position?.start.offset, block.position?.end.offset))
    .join('\n\n');
}

type Definitions = ReadonlyMap<string, Definition>;

function definitionsOf(root: Root): Definitions {
  const definitions = root.children.filter((node) => node.type === 'definition');
  return new Map(definitions.map((node) => [node.identifier, node]));
}

/** A passage is read on its own: the targets of its `[links][by-reference]` must go with it. */
function definitionsUsed(blocks: readonly Nodes[], all: Definitions): readonly Definition[] {
  if (all.size === 0) return [];
  const used = new Set(blocks.flatMap(referencesIn));
  return [...used].flatMap((identifier) => all.get(identifier) ?? []);
}

function referencesIn(node: Nodes): readonly string[] {
  if (node.type === 'linkReference') return [node.identifier];
  return 'children' in node ? node.children.flatMap(referencesIn) : [];
}
