import { describe, expect, test } from 'vitest';
import { formatStream } from '../../../../src/channels/slack/format/format-stream.ts';
import { said } from './shown.ts';

const gap = '\u200b';

function stream(markdown: string): string {
  const chunks = formatStream(said(markdown));
  if (chunks === null) throw new Error('it does not suit a stream');
  return chunks.join('');
}

describe('a streamed answer', () => {
  test.each([
    ['# A **b**\n\nc _d_ ~~e~~ `f`  \ng'],
    ['3. a\n   - b\n4. c\n\n- [x] d'],
    ['> a\n>\n> b'],
    ['```ts\na < b;\n```'],
    ['[a](https://e.example/p?b=1&c=2_3*4)'],
  ])('is the same markdown: %s', (markdown) => {
    expect(stream(markdown).replaceAll('\\\n', '  \n')).toBe(markdown);
  });

  test('has its sources last', () => {
    const citations = [
      { article: 'a', heading: 'Set up', url: 'https://e.example/(a)', passage: 'a#1' },
      { article: 'b', heading: 'bank.com', url: 'https://evil.example/', passage: 'b#1' },
      { article: 'c', heading: 'None', url: 'javascript:x', passage: 'c#1' },
    ];
    expect(formatStream(said('Words.', { citations }))?.join('')).toBe(
      'Words.\n\nSources:\n\n- [Set up](https://e.example/%28a%29)\n- [bank.com (evil.example)](https://evil.example/)\n- None',
    );
  });

  test.each([
    ['<!channel> <@U1> <#C1> <name>', `<${gap}!channel> <${gap}@U1> <${gap}#C1> <${gap}name>`],
    ['\\<!channel> &lt;@U1> &#60;#C1>', `<${gap}!channel> <${gap}@U1> <${gap}#C1>`],
    ['<<b></b>!channel>', `<${gap}!channel>`],
    ['[<@U1>](https://e.example/)', `[<${gap}@U1>](https://e.example/)`],
    ['@here and @<b></b>channel', `@${gap}here and @${gap}channel`],
    ['\\<ftp://e.example|bank.com>', `<${gap}ftp:${gap}//e.example|bank.com>`],
    [
      '<https://e.example/|bank.com>',
      `[https:${gap}//e.example/|bank.com (e.example)](https://e.example/%7Cbank.com)`,
    ],
    ['[bank.com](https://evil.example/)', '[bank.com (evil.example)](https://evil.example/)'],
    ['[a](javascript:b) ![c](https://e.example/p.png) <b>d</b>', 'a c d'],
  ])('holds nothing that Slack acts on: %s', (markdown, shown) => {
    expect(stream(markdown)).toBe(shown);
  });

  test.each([
    ['a table', '| a |\n|---|\n| b |'],
    ['code with a call', '```\n<!channel>\n```'],
    ['a word of code with a call', 'a `<@U1>`'],
    ['code with a link of Slack’s', '- `<https://evil.example|bank.com>`'],
    ['code with a bare call', '`@here`'],
    ['nothing', '<!-- a -->'],
    ['more than a stream holds', 'word '.repeat(2_300)],
    ['what cannot be taken apart', `${'> '.repeat(150)}a`],
  ])('is not streamed but posted where it is %s', (_, markdown) => {
    expect(formatStream(said(markdown))).toBeNull();
  });

  test('is the bot’s own answer and nothing else', () => {
    expect(formatStream(said('a', { kind: 'notice' }))).toBeNull();
    expect(formatStream(said('a', { author: { kind: 'agent', name: 'Ann' } }))).toBeNull();
  });

  test('comes in chunks that end with a block, or within a long block with a line or word', () => {
    const paragraph = `${'word '.repeat(60)}end`;
    const blocks = [paragraph, paragraph, paragraph, 'long '.repeat(400).trim(), paragraph];
    const chunks = formatStream(said(blocks.join('\n\n'))) ?? [];
    expect(chunks.length).toBeGreaterThan(4);
    for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(800);
    expect(chunks[0]).toBe(`${paragraph}\n\n${paragraph}\n\n`);
    for (const chunk of chunks.slice(0, -1)) expect(chunk).toMatch(/\n\n$| $/);
    expect(chunks.join('')).toBe(blocks.join('\n\n'));
  });
});
