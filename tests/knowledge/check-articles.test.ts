import { expect, test } from 'vitest';
import { checkArticles } from '../../src/knowledge/check-articles.ts';
import { articleFolder } from './article-folder-fixture.ts';

const now = Date.parse('2026-11-22');
const long = 'This paragraph is long enough to say something that a customer may want to know. ';
const same = `${long}It names invoices, receipts, refunds, vouchers, gift cards, taxes, fees and tips.`;

test('finds nothing wrong with good articles', async () => {
  const folder = articleFolder({
    'a.md': `---\ntitle: A\nreviewed: 2026-06-01\n---\n${long}\n\n## Part one\n\n[B](sub/b.md#part)\n`,
    'sub/b.md': `# B\n\n${long}\n\n## Part\n\n[A](../a.md#part-one), [web](https://example.com)\n`,
  });
  expect(await checkArticles(folder, now)).toEqual([]);
});

test('names every fault with its file and line', async () => {
  const folder = articleFolder({
    'bad.md': '---\ntitle: [x\n---\nText.',
    'links.md': `# Links\n\n${long}\n\n[gone](gone.md)\n[anchor](same.md#nowhere)\n[own](#nothing)\n`,
    'matter.md': `---\ntitle: Matter\nauthor: x\nreviewed: 2025-01-01\n---\n${long}`,
    'same.md': `# Same\n\n${same}\n`,
    'same-again.md': `# same\n\n${same}\n`,
    'short.md': '# Short\n\nYes.\n',
    'table.md': `# Table\n\n\`\`\`\n${'a long line of code\n'.repeat(300)}\`\`\`\n`,
    'untitled.md': long,
  });
  const findings = await checkArticles(folder, now);
  expect(
    findings.map(({ file, line, severity, problem }) => [file, line, severity, problem]),
  ).toEqual([
    ['bad.md', expect.any(Number), 'error', expect.stringContaining('not YAML')],
    ['links.md', 5, 'error', expect.stringContaining('gone.md')],
    ['links.md', 6, 'error', expect.stringContaining('#nowhere')],
    ['links.md', 7, 'error', expect.stringContaining('#nothing')],
    ['matter.md', 1, 'warning', expect.stringContaining('`author`')],
    ['matter.md', 1, 'warning', expect.stringContaining('2025-01-01')],
    ['same.md', null, 'warning', expect.stringContaining('title of same-again.md')],
    ['same.md', null, 'warning', expect.stringContaining('says the same')],
    ['short.md', null, 'warning', expect.stringContaining('next to nothing')],
    ['table.md', null, 'warning', expect.stringContaining('characters')],
    ['untitled.md', null, 'warning', expect.stringContaining('no title')],
  ]);
});
