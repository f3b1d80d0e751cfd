import { describe, expect, test } from 'vitest';
import { post, said, seen, wordsOf } from './shown.ts';

const count = (length: number, make: (at: number) => string): readonly string[] =>
  Array.from({ length }, (_, at) => make(at));

describe('a long answer', () => {
  test('is cut between paragraphs', () => {
    const paragraphs = count(8, (at) => `p${at} ${'word '.repeat(150)}end.`);
    const posts = seen(said(paragraphs.join('\n\n')));
    expect(posts.length).toBeGreaterThan(1);
    for (const shown of posts) expect(shown).toMatch(/^p\d[\s\S]* end\.$/);
    expect(posts.join('\n\n')).toBe(paragraphs.join('\n\n'));
  });

  test('is cut between sentences where a paragraph is too long', () => {
    const sentences = count(400, (at) => `This is sentence ${at}.`);
    const posts = seen(said(sentences.join(' ')));
    for (const shown of posts) expect(shown).toMatch(/^This [\s\S]*\.$/);
    expect(posts.join(' ')).toBe(sentences.join(' '));
  });

  test('is cut between words where a sentence is too long', () => {
    const words = count(2_000, (at) => `w${at}`);
    const posts = seen(said(words.join(' ')));
    expect(posts.join(' ').split(' ')).toEqual(words);
  });

  test('is cut between graphemes where a word is too long', () => {
    const family = '👨‍👩‍👧‍👦';
    const posts = seen(said(family.repeat(700)));
    expect(posts.length).toBeGreaterThan(1);
    for (const shown of posts) expect(shown.replaceAll(family, '')).toBe('');
    expect(posts.join('')).toBe(family.repeat(700));
  });

  test('is cut in a language without spaces after a full stop', () => {
    const posts = seen(said('これは文です。'.repeat(1_000)));
    for (const shown of posts) expect(shown).toMatch(/^こ[\s\S]*。$/);
  });

  test('keeps marks on both sides of a cut', () => {
    const posts = seen(said(`**${'bold '.repeat(900)}end**`));
    expect(posts.length).toBe(2);
    for (const shown of posts) expect(shown).toMatch(/^\*[^*]+\*$/);
  });

  test.each([
    ['words', 'it is told '.repeat(35).trim()],
    ['one word', 'w'.repeat(400)],
  ])('keeps links of %s whole', (_, label) => {
    const links = count(25, () => `[${label}](https://e.example/)`);
    const posts = seen(said(links.join(' ')));
    expect(posts.length).toBeGreaterThan(2);
    expect(posts.join(' ')).toBe(links.join(' '));
  });

  test('keeps a link whole that fills most of a post', () => {
    const link = `[${'&'.repeat(490)}](https://e.example/)`;
    const posts = seen(said(`${'word '.repeat(150)}end\n\nsee ${link} ${link}`));
    expect(posts.join('\n').split(link).length).toBe(3);
  });

  test('continues code as code, at a line', () => {
    const lines = count(400, (at) => `  line ${at} { <x> }`);
    const posts = seen(said(`Before.\n\n\`\`\`js\n${lines.join('\n')}\n\`\`\`\n\nAfter.`));
    expect(posts.length).toBeGreaterThan(2);
    const inner = posts.join('\n').replace(/^Before\.\n\n|\n\nAfter\.$/g, '');
    expect(
      inner
        .replace(/^```\n|\n```$/g, '')
        .split('\n```\n```\n')
        .join('\n')
        .split('\n'),
    ).toEqual(lines);
    for (const shown of posts) expect((shown.match(/```/g) ?? []).length % 2).toBe(0);
  });

  test('goes on with the right numbers', () => {
    const items = count(120, (at) => `${at + 5}. item ${at + 5} ${'word '.repeat(15)}end`);
    const posts = seen(said(items.join('\n')));
    expect(posts.length).toBeGreaterThan(2);
    expect(posts.join('\n')).toBe(items.join('\n'));
  });

  test('an item that is too long goes on without a new number', () => {
    const posts = seen(said(`1. first ${'word '.repeat(900)}end\n2. second`));
    expect(posts.length).toBe(2);
    expect(posts.join('\n').match(/^\d+\./gm)).toEqual(['1.', '2.']);
  });

  test('repeats the header of a table', () => {
    const rows = count(200, (at) => `| row ${at} | ${'word '.repeat(5)}|`);
    const posts = seen(said(`Prices:\n\n| name | words |\n|---|---|\n${rows.join('\n')}`));
    expect(posts.length).toBeGreaterThan(2);
    expect(posts[0]).toMatch(/^Prices:\n\n\| name \| words \|\n/);
    for (const shown of posts.slice(1))
      expect(shown).toMatch(/^\| name \| words \|\n\| row \d+ \|/);
    expect(posts.join('\n').match(/row \d+/g)).toEqual(count(200, (at) => `row ${at}`));
  });

  test('cuts a second table only in a post where Slack draws it', () => {
    const long = count(200, (at) => `| row ${at} | ${'word '.repeat(5)}|`).join('\n');
    const posts = seen(said(`| a |\n|---|\n| b |\n\nthen\n\n| name | w |\n|---|---|\n${long}`));
    expect(posts.join('\n')).not.toContain('```');
    expect(posts[0]).toBe('| a |\n| b |\n\nthen');
  });

  test('a cell that would fill a post is shown whole', () => {
    const words = count(1_200, (at) => `w${at}`);
    const posts = post(said(`| a | b |\n|---|---|\n| x | ${words.join(' ')} |`));
    expect(wordsOf(posts).match(/w\d+/g)).toEqual(words);
  });

  test('a heading goes with what follows it', () => {
    const filler = `${'word '.repeat(500)}end`;
    const posts = seen(said(`${filler}\n\n# Title\n\n${filler}`));
    expect(posts.map((shown) => shown.slice(0, 7))).toEqual(['word wo', '*Title*']);
  });

  test('many blocks are dealt into several posts', () => {
    const posts = post(said(count(100, (at) => `p${at}`).join('\n\n')));
    expect(wordsOf(posts).match(/p\d+/g)?.length).toBe(100);
  });

  test('what grows by escaping still has all its words in the text', () => {
    const posts = post(said(`a ${'<&> '.repeat(1_500)}`));
    expect(
      posts
        .map(({ text }) => text)
        .join(' ')
        .match(/&lt;&amp;&gt;/g)?.length,
    ).toBe(1_500);
  });

  test('much structure with few words does not become a flood', () => {
    expect(post(said('1. a\n'.repeat(2_000))).length).toBeLessThanOrEqual(10);
  });
});
