/** Whatever the markdown: Slack takes the posts, nothing in them acts, and no word is missing. */
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { formatMessage } from '../../../../src/channels/slack/format/format-message.ts';
import { formatStream } from '../../../../src/channels/slack/format/format-stream.ts';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../../../eval-data.ts';
import { expectSlackTakes, post, said, wordsOf } from './shown.ts';

vi.setConfig({ testTimeout: 60_000 });

/** What markdown, Slack and browsers read something in. */
const pieces = [
  ...'*_~`[]()<>!|#-+.\\&;:@/ \n\t>=1a',
  '\n\n',
  '\n- ',
  '\n1. ',
  '\n> ',
  '\n    ',
  '```\n',
  '\n| a | b |\n|---|---|\n| c | d |\n',
  '<!channel>',
  '<!here|x>',
  '<@U1>',
  '<#C1|c>',
  '<https://evil.example|bank.com>',
  '[bank.com](https://evil.example)',
  '[a](javascript:b)',
  '![c](https://evil.example/p.png)',
  'https://bank.com@evil.example/',
  '<b>',
  '</b>',
  '<br>',
  '<!--',
  '-->',
  '&lt;',
  '&#60;',
  '@here',
  '\u202e',
  '\u0000',
  '\ud800',
  '👩‍👩‍👧',
  'é',
  'long'.repeat(300),
  '[^1]',
  '\n\n[^1]: note\n\n',
  '\n\n[r]: https://evil.example\n\n',
  '[r]',
];
const anyMarkdown = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 80 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const citations = fc.array(
  fc.record({
    article: anyMarkdown.map((text) => `a${text}`),
    heading: anyMarkdown,
    url: fc.oneof(fc.constant(null), fc.webUrl(), anyMarkdown),
    passage: fc.constant('a#1'),
  }),
  { maxLength: 4 },
);

/** Calls, channels and groups, and links, each right behind the bracket; and the bare calls. */
const control = /<(?:[!@#]|https?:|mailto:)|@(?:here|channel|everyone)(?![a-z0-9])/i;

describe('any markdown', () => {
  test('is posted within Slack’s limits and acts on nobody', () => {
    fc.assert(
      fc.property(anyMarkdown, citations, (text, cited) => {
        const posts = post(said(text, { citations: cited }));
        expect(posts.length).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is streamed without anything that Slack reads as a control', () => {
    fc.assert(
      fc.property(anyMarkdown, citations, (text, cited) => {
        const streamed = formatStream(said(text, { citations: cited }))?.join('') ?? '';
        expect(streamed).not.toMatch(control);
        expect(streamed.length).toBeLessThanOrEqual(11_000);
      }),
      { numRuns: 1_000 },
    );
  });

  test('of people is shown to the letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const author = { kind: 'agent', name: 'Ann' } as const;
        const words = wordsOf(post({ ...said(text), author }));
        // Every sign that ends a line ends it in Slack's way.
        const lines = text.replace(/\r\n?|[\u2028\u2029]/g, '\n');
        expect(words.trim()).toBe(`Ann\n${lines.trim()}`.trim());
      }),
    );
  });
});

/** Markdown whose every word is told from every other, so that none can go missing unseen. */
const words = fc
  .array(fc.constant('w'), { minLength: 1, maxLength: 40 })
  .map((some) => some.join(' '));
const styled = fc
  .tuple(words, fc.constantFrom('', '**', '_', '~~', '`'))
  .map(([text, mark]) => `${mark}${text}${mark}`);
const linked = words.map((text) => `[${text}](https://e.example/)`);
const line = fc
  .array(fc.oneof(styled, linked), { minLength: 1, maxLength: 4 })
  .map((all) => all.join(' '));
const indent = (text: string): string => text.replace(/\n(?=[^\n])/g, '\n   ');
const { block } = fc.letrec<{ block: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    line,
    line.map((text) => `## ${text}`),
    fc
      .array(words, { minLength: 1, maxLength: 40 })
      .map((all) => `\`\`\`\n${all.join('\n')}\n\`\`\``),
    fc
      .array(fc.tuple(line, line), { minLength: 1, maxLength: 40 })
      .map(
        (rows) => `| w | w |\n|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}`,
      ),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map((all) => all.join('\n\n').replace(/^/gm, '> ')),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 6 })
      .map((all) => all.map((text) => `- ${indent(text).replace(/^ {3}/gm, '  ')}`).join('\n\n')),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 6 })
      .map((all) => all.map((text) => `1. ${indent(text)}`).join('\n\n')),
  ),
}));
const counted = fc.array(block, { minLength: 1, maxLength: 8 }).map((blocks) => {
  let at = 0;
  return blocks.join('\n\n').replace(/(?<![a-z])w(?![a-z])/g, () => {
    at += 1;
    return `w${at}`;
  });
});

/** A table that goes on in the next post has its header again. */
function namedWords(text: string): readonly string[] {
  return [...new Set(text.match(/w\d+/g) ?? [])];
}

describe('no word is lost', () => {
  test('in posts, nor out of its order', () => {
    fc.assert(
      fc.property(counted, (markdown) => {
        const posts = post(said(markdown));
        expect(namedWords(wordsOf(posts))).toEqual(namedWords(markdown));
        expect(namedWords(posts.map(({ text }) => text).join('\n'))).toEqual(namedWords(markdown));
      }),
      { numRuns: 250 },
    );
  });

  test('in a stream', () => {
    fc.assert(
      fc.property(counted, (markdown) => {
        const streamed = formatStream(said(markdown));
        fc.pre(streamed !== null);
        expect(namedWords(streamed?.join('') ?? '')).toEqual(namedWords(markdown));
      }),
      { numRuns: 150 },
    );
  });
});

test.skipIf(!hasNaughtyStrings)(`the naughty strings act on nobody (${whyNoEvalData})`, () => {
  const strings = hasNaughtyStrings ? readNaughtyStrings() : [];
  for (const text of [...strings, strings.join('\n\n'), strings.join(' ')]) {
    const cited = [{ article: text, heading: text, url: text, passage: 'a#1' }];
    const message = said(text, { citations: cited });
    expectSlackTakes(formatMessage(message, { botName: text }));
    expectSlackTakes(
      formatMessage({ ...message, author: { kind: 'agent', name: text } }, { botName: 'E' }),
    );
    expect(formatStream(message)?.join('') ?? '').not.toMatch(control);
  }
});
