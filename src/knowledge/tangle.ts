/** Markdown that would hold a parser up for minutes, or overflow its stack; found by counting alone. */
export interface Tangle {
  /** Of the markdown, counted from 1. */
  readonly line: number;
  readonly problem: string;
}

const deepest = 50;
const mostContainers = 10_000;
const mostMarks = 10_000;

/**
 * Parsing takes time by the square of what is nested, of the items, and of the marks in one block.
 * Code is counted too: where it begins and ends only the parser knows for certain.
 */
export function findTangle(markdown: string): Tangle | null {
  let containers = 0;
  let marks = 0;
  for (const [at, text] of markdown.split('\n').entries()) {
    const line = at + 1;
    const opened = countContainers(text);
    containers += opened;
    marks = text.trim() === '' ? 0 : marks + (text.match(/[[\]*_~]/g)?.length ?? 0);
    if (opened > deepest) return { line, problem: `it is nested over ${deepest} deep` };
    if (containers > mostContainers)
      return { line, problem: `it has over ${mostContainers} list items and quotes` };
    if (marks > mostMarks) return { line, problem: `one block has over ${mostMarks} marks` };
  }
  return null;
}

/** The quotes and list items that a line opens. "- - - -" across the page is a rule and no list. */
function countContainers(text: string): number {
  const [opening = ''] = /^(?:[ \t]|>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t]))*/.exec(text) ?? [];
  return isRule.test(text) ? 0 : (opening.match(/[>*+.)-]/g)?.length ?? 0);
}

const isRule = /^[ \t]*([-*])(?:[ \t]*\1)*[ \t]*$/;
