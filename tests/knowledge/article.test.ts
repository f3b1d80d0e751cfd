import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseArticle } from '../../src/knowledge/article.ts';
import { readArticleFolder } from '../../src/knowledge/article-folder.ts';
import { splitArticle } from '../../src/knowledge/passages.ts';
import { tempFolder } from '../temp-folder.ts';
import { articleFolder } from './article-folder-fixture.ts';

test('reads every field of the front matter', () => {
  const { article } = parseArticle(
    'guides/slack.md',
    `---
title: Slack
url: https://example.com/slack
tags: [setup, chat]
owner: ada
audience: agents
reviewed: 2026-01-31
questions:
  - How do I connect Slack?
---
Text.
`,
  );
  expect(article).toMatchObject({
    path: 'guides/slack',
    title: 'Slack',
    url: 'https://example.com/slack',
    tags: ['setup', 'chat'],
    owner: 'ada',
    audience: 'agents',
    reviewed: '2026-01-31',
    questions: ['How do I connect Slack?'],
    markdown: 'Text.\n',
    unknownKeys: [],
  });
});

test.each([
  ['no front matter', '# Plain\n\nText.', 'Plain'],
  ['a thematic break at the top', '---\n\nText.\n\n---\n\nMore.', 'File name'],
  ['a thematic break after the title', '# Title\n\n---\n\nText.', 'Title'],
  ['a break around a colon in prose', '---\nNote this: it is prose\n\nMore prose.\n', 'File name'],
  ['MyST directives', '(label)=\n# MyST\n\n```{note}\nText.\n```\n:::{tip}\nText.\n:::', 'MyST'],
  ['a byte order mark and Windows lines', '\uFEFF---\r\ntitle: Bom\r\n---\r\nText.\r\n', 'Bom'],
  ['keys it does not know', '---\ntitle: Known\nauthor: x\n---\nText.', 'Known'],
  ['an empty front matter', '---\n---\n# Title\n\nText.', 'Title'],
  ['a number for a title', '---\ntitle: 404\n---\nText.', '404'],
])('takes real-world markdown as it is: %s', (_, source, title) => {
  const { article, fault } = parseArticle('file-name.md', source);
  expect(fault).toBeNull();
  expect(article?.title).toBe(title);
});

test.each([
  ['broken YAML', '---\ntitle: ok\ntags: [a, b\n---\nText.', 4],
  ['a wrong type', '---\ntitle: ok\ntags: {a: 1}\n---\nText.', 3],
  ['an unknown audience', '---\naudience: everyone\n---\nText.', 2],
  ['a day that is none', '---\ntitle: ok\nreviewed: last week\n---\nText.', 3],
  ['an address that would run', '---\nurl: javascript:alert(1)\n---\nText.', 2],
  ['an address of a file', '---\nurl: file:///etc/passwd\n---\nText.', 2],
  ['nothing in it', '---\ntitle: Empty\n---\n \n', null],
  ['lists in lists without end', `Text.\n\n${'- '.repeat(5_000)}x`, 3],
  ['quotes in quotes without end', `---\ntitle: T\n---\n${'>'.repeat(5_000)} x`, 4],
  ['brackets that nothing closes', `Text.\n\n${'['.repeat(20_000)}`, 3],
  ['more list items than a parser takes', '- x\n'.repeat(20_000), 10_001],
  ['aliases that explode', `---\n${aliasBomb()}\n---\nText.`, expect.any(Number)],
])('reports by line what keeps an article from being read: %s', (_, source, line) => {
  const { article, fault } = parseArticle('a.md', source);
  expect(article).toBeNull();
  expect(fault).toEqual({
    file: 'a.md',
    line,
    problem: expect.stringMatching(/\w/),
    remedy: expect.stringMatching(/\.$/),
  });
});

test('reports by name every file that cannot be read, and reads the others', async () => {
  const folder = articleFolder({
    'good.md': '# Good\n\nText.',
    'binary.md': new Uint8Array([35, 32, 65, 10, 0, 1, 2]),
    'latin.md': new Uint8Array([0x23, 0x20, 0xe9, 0x0a]),
    'huge.md': 'x'.repeat(3 * 1024 * 1024),
    '.hidden.md': '# Hidden',
    'notes.txt': 'not an article',
    'deep/er/good.md': '# Deep',
  });
  symlinkSync('loop.md', join(folder, 'loop.md'));
  symlinkSync('..', join(folder, 'deep', 'up'));
  const outside = tempFolder();
  writeFileSync(join(outside, 'secret.md'), '# Secret');
  symlinkSync(join(outside, 'secret.md'), join(folder, 'secret.md'));
  mkdirSync(join(folder, 'folder.md'));
  const reading = await readArticleFolder(folder);
  expect(reading.files.map(({ file }) => file)).toEqual(['deep/er/good.md', 'good.md']);
  expect(reading.faults.map(({ file, line }) => [file, line])).toEqual([
    ['binary.md', 2],
    ['deep/up/', null],
    ['huge.md', null],
    ['latin.md', null],
    ['loop.md', null],
    ['secret.md', null],
  ]);
});

test('rules, code and lists of a usual depth are no tangle', () => {
  const rules = `${'- '.repeat(80).trim()}\n\n${'* '.repeat(80).trim()}`;
  const list = Array.from({ length: 12 }, (_, depth) => `${'  '.repeat(depth)}- ${depth}`).join(
    '\n',
  );
  const code = `\`\`\`json\n${'[{ "a": [1, 2] }],\n'.repeat(500)}\`\`\``;
  const { fault } = parseArticle('a.md', `# T\n\n${rules}\n\n${list}\n\n${code}\n`);
  expect(fault).toBeNull();
});

test('splits by heading, keeps the path of headings, and gives each its own anchor', () => {
  const passages = passagesOf(
    '# Title\n\nIntro.\n\n## Set up\n\nOne.\n\n### On Linux\n\nTwo.\n\n## Set up\n\nThree.\n',
  );
  expect(passages.map(({ headings, anchor, text }) => [headings, anchor, text])).toEqual([
    [['Title'], '', 'Intro.'],
    [['Title', 'Set up'], 'set-up', 'One.'],
    [['Title', 'Set up', 'On Linux'], 'on-linux', 'Two.'],
    [['Title', 'Set up'], 'set-up-1', 'Three.'],
  ]);
});

test('splits a long section between blocks, never within one', () => {
  const paragraph = 'A sentence of some length that says a thing. '.repeat(12).trim();
  const code = `\`\`\`sh\n${'npm run something\n'.repeat(60)}\`\`\``;
  const passages = passagesOf(`# T\n\n${paragraph}\n\n${paragraph}\n\nRun this:\n\n${code}\n`);
  expect(passages.length).toBeGreaterThan(1);
  expect(passages.filter(({ text }) => text.includes('```sh'))).toHaveLength(1);
  for (const { text } of passages) expect(text.split('```').length % 2).toBe(1);
  expect(passages.find(({ text }) => text.includes('```sh'))?.text).toContain('Run this:');
});

test('a heading is its words, and a passage takes its link targets along', () => {
  const passages = passagesOf(
    '# The `run` *command*\n\nSee [there][1] and [here].\n\n## [Next](x.md) & last\n\nEnd.\n\n[1]: https://example.com\n[here]: b.md\n[unused]: c.md\n',
  );
  expect(passages).toMatchObject([
    {
      headings: ['The run command'],
      text: 'See [there][1] and [here].\n\n[1]: https://example.com\n\n[here]: b.md',
    },
    { headings: ['The run command', 'Next & last'], anchor: 'next--last' },
  ]);
});

test('an article of nothing but a title is still one passage', () => {
  expect(passagesOf('# Only a title')).toMatchObject([{ text: 'Only a title', anchor: '' }]);
});

function passagesOf(source: string) {
  const { article } = parseArticle('a.md', source);
  return article === null ? [] : splitArticle(article);
}

function aliasBomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let at = 1; at < 9; at += 1) {
    const alias = `*a${at - 1}`;
    lines.push(`a${at}: &a${at} [${Array(10).fill(alias).join(', ')}]`);
  }
  return lines.join('\n');
}
