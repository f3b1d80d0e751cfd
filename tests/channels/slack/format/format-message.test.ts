import { describe, expect, test } from 'vitest';
import type { Citation } from '../../../../src/desk/types.ts';
import { look, post, said, seen, wordsOf } from './shown.ts';

function cite(article: string, heading: string, url: string | null): Citation {
  return { article, heading, url, passage: `${article}#1` };
}

describe('markdown', () => {
  test.each([
    ['emphasis', '**a** _b_ ~~c~~ `d` ***e***', '*a* _b_ ~c~ `d` *_e_*'],
    [
      'a bold link with code',
      '**[see `x`](https://e.example/p)**',
      '[*see *](https://e.example/p)[*`x`*](https://e.example/p)',
    ],
    ['a heading', '## To *begin*', '*To **_begin_*'],
    ['paragraphs', 'a\n\nb', 'a\n\nb'],
    ['a line that goes on', 'a\nb', 'a b'],
    ['a line break', 'a  \nb<br>c\\\nd', 'a\nb\nc\nd'],
    ['a rule between words', 'a\n\n---\n\nb', 'a\n\n────\n\nb'],
    ['a rule that parts nothing', '---\n\na\n\n---', 'a'],
    ['a quote', '> a\n>\n> b', '▌ a\n▌ \n▌ b'],
    ['a list and code in a quote', '> - a\n>\n> ```\n> b\n> ```', '▌ • a\n▌ ```\n▌ b\n▌ ```'],
    ['code', '```ts\nif (a < b) {\n  c();\n}\n```', '```\nif (a < b) {\n  c();\n}\n```'],
    ['tasks', '- [x] a\n- [ ] b', '• ☑ a\n• ☐ b'],
    ['lists in lists', '- a\n  1. b\n     - c\n  2. d\n- e', '• a\n  1. b\n    • c\n  2. d\n• e'],
    ['a list that starts late', '7. a\n8. b', '7. a\n8. b'],
    ['a list around code', '1. a\n\n   ```\n   b\n   ```\n2. c', '1. a\n```\nb\n```\n2. c'],
    [
      'a list around a table',
      '1. a\n\n   | b |\n   |---|\n   | c |\n2. d',
      '1. a\n\n| b |\n| c |\n\n2. d',
    ],
    ['an item of two paragraphs', '- a\n\n  b\n- c', '• a\nb\n• c'],
    ['an item that is code alone', '1. ```\n   a\n   ```', '1.  \n```\na\n```'],
    ['a footnote', 'a[^n]\n\n[^n]: b', 'a[n]\n\n[n] b'],
    ['a link by reference', '[a][r]\n\n[r]: https://e.example/', '[a](https://e.example/)'],
    ['a bare address', 'at www.e.example now', 'at [www.e.example](http://www.e.example/) now'],
    ['a mailbox', '<help@e.example>', '[help@e.example](mailto:help@e.example)'],
    ['an emoji code', ':wave: hi', ':wave: hi'],
    ['entities', 'a &lt; b &amp; c', 'a < b & c'],
    ['HTML for looks', 'a <b>b</b> <!-- c --> <kbd>d</kbd>', 'a b  d'],
    ['a placeholder', 'run git clone <address>', 'run git clone <address>'],
    ['a block of HTML', '<div>\na<br/>b\n</div>', 'a\nb'],
  ])('draws %s', (_, markdown, drawn) => {
    expect(look(markdown)).toBe(drawn);
  });

  test('draws a table with aligned, styled and empty cells', () => {
    const table = '| a | b |\n|:-:|--:|\n| **c** | [d](https://e.example/) |\n| | `e` |';
    expect(look(table)).toBe('| a | b |\n| *c* | [d](https://e.example/) |\n|   | `e` |');
    const [block] = post(said(table))[0]?.blocks ?? [];
    expect(block).toMatchObject({ column_settings: [{ align: 'center' }, { align: 'right' }] });
  });

  test('sets a second table, which Slack refuses, in monospace', () => {
    const table = '| name | n |\n|---|--:|\n| 猫 | 10 |\n| [docs](https://e.example/) | 2 |';
    expect(look(`${table}\n\nthen\n\n${table}`)).toBe(
      [
        '| name | n |\n| 猫 | 10 |\n| [docs](https://e.example/) | 2 |',
        'then',
        '```\nname |   n\n-----|----\n猫   |  10\n[docs](https://e.example/) |   2\n```',
      ].join('\n\n'),
    );
  });

  test('sets a table that is too wide for Slack in monospace', () => {
    const row = `|${Array.from({ length: 21 }, (_, at) => ` c${at} `).join('|')}|`;
    const rule = `|${'---|'.repeat(21)}`;
    expect(look(`${row}\n${rule}\n${row}`)).toMatch(
      /^```\nc0 {2}\| c1 {2}\| .*c20\n-{4}\|-.*\nc0 /,
    );
  });

  test('shows text that cannot be taken apart as it was written', () => {
    const deep = `${'> '.repeat(150)}**x**`;
    expect(look(deep)).toBe(deep);
    const long = `**${'word '.repeat(3_000)}**`;
    expect(
      wordsOf(post(said(long)))
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe(long.trim());
    const marked = '*a* '.repeat(1_600).trim();
    expect(
      wordsOf(post(said(marked)))
        .replace(/\s+/g, ' ')
        .trim(),
    ).toBe(marked);
  });

  test('an answer without a word says so', () => {
    expect(look('<!-- nothing -->\n\n---')).toBe('Earshot has sent a message without words.');
  });
});

describe('sources', () => {
  test('stand last, small, once for each heading, with a link where there is one', () => {
    const citations = [
      cite('a', 'Set & up', 'https://e.example/a?b=1&c=2'),
      cite('a', 'Set & up', 'https://e.example/a?b=1&c=2'),
      cite('a-copy', 'Set & up', 'https://e.example/a?b=1&c=2'),
      cite('b', 'No address', null),
      cite('folder/c', '', 'https://e.example/c'),
      cite('d', 'Bad', 'javascript:alert(1)'),
      cite('e', 'bank.com', 'https://evil.example/|x'),
    ];
    expect(seen(said('Words.', { citations }))).toEqual([
      [
        'Words.\n',
        '(small) Sources:',
        '• <https://e.example/a?b=1&amp;c=2|Set &amp; up>',
        '• No address',
        '• <https://e.example/c|folder/c>',
        '• Bad',
        '• <https://evil.example/%7Cx|bank.com (evil.example)>',
      ].join('\n'),
    ]);
  });

  test('one is named as one', () => {
    const citations = [cite('a', 'Set up', 'https://e.example/')];
    expect(seen(said('Words.', { citations }))).toEqual([
      'Words.\n\n(small) Source: <https://e.example/|Set up>',
    ]);
  });

  test('many and long ones are still taken', () => {
    const citations = Array.from({ length: 60 }, (_, at) =>
      cite(`a${at}`, `${at} ${'&'.repeat(400)}`, `https://e.example/${'a'.repeat(1_500)}${at}`),
    );
    const drawn = seen(said('Words.', { citations })).join('\n');
    for (let at = 0; at < 60; at += 1) expect(drawn).toContain(`${at}|${at} &amp;`);
  });
});

describe('people', () => {
  const ann = { author: { kind: 'agent', name: 'Ann\n<!here>' }, citations: [] } as const;

  test('their words stand as written under their name, and only addresses are links', () => {
    const text = '**no** <!channel> `x`\n  - [a](b)\nsee https://e.example/a_b_c.';
    expect(seen({ ...said(text), ...ann })).toEqual([
      '*Ann <!here>*\n**no** <!channel> `x`\n  - [a](b)\nsee [https://e.example/a_b_c](https://e.example/a_b_c).',
    ]);
  });

  test('a long message has the name once, and all of its words', () => {
    const text = Array.from({ length: 1_500 }, (_, at) => `word${at}`).join(' ');
    const posts = post({ ...said(text), ...ann, author: { kind: 'agent', name: 'Ann' } });
    expect(posts.length).toBeGreaterThan(3);
    expect(posts[0]?.text).toMatch(/^Ann\nword0 /);
    expect(wordsOf(posts).split(/\s+/).filter(Boolean)).toEqual(['Ann', ...text.split(' ')]);
  });

  test('what only agents may read is never posted', () => {
    for (const kind of ['note', 'withheld'] as const) {
      expect(post(said('secret', { kind }))).toEqual([]);
      expect(post({ ...said('secret', { kind }), ...ann })).toEqual([]);
    }
  });

  test('a notice is short markdown', () => {
    expect(seen(said('**Ann** is here now.', { kind: 'notice' }))).toEqual(['*Ann* is here now.']);
  });
});

describe('the text for notifications', () => {
  test('is the plain words, escaped, with the marks of lists', () => {
    const [only] = post(said('# A & **b**\n\n3. c <d>\n   - e\n\n| f | g |\n|---|---|\n| h | i |'));
    expect(only?.text).toBe('A &amp; b\n3. c &lt;d&gt;\n  • e\nf | g\nh | i');
  });
});
