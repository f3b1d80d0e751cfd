import { execFile } from 'node:child_process';
import { readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { tempFolder } from '../temp-folder.ts';
import {
  articleFolder,
  articlesFor,
  helpCentre,
  openKnowledge,
  writeArticles,
} from './article-folder-fixture.ts';

test('makes the index again where its data files are cut short', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  await (await openKnowledge(folder, { indexUri })).close();
  for (const file of filesIn(indexUri, '.lance')) cutShort(file);
  const knowledge = await openKnowledge(folder, { indexUri });
  expect((await knowledge.ready).added).toHaveLength(4);
  expect((await articlesFor(knowledge, 'How do I connect Slack?'))[0]).toBe('slack');
});

test('makes the index again where its folder holds something else', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  await (await openKnowledge(folder, { indexUri })).close();
  for (const file of filesIn(indexUri, '.manifest')) writeFileSync(file, 'not a manifest');
  const knowledge = await openKnowledge(folder, { indexUri });
  expect((await articlesFor(knowledge, 'How do I connect Slack?'))[0]).toBe('slack');
});

test('mends the index under a running bot', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  const knowledge = await openKnowledge(folder, { indexUri });
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
  rmSync(indexUri, { recursive: true });
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
});

test('the last good version of a broken article outlives a rebuilt index', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  const first = await openKnowledge(folder, { indexUri });
  await first.ready;
  await first.close();
  writeArticles(folder, { 'slack.md': '---\ntitle: [Connecting\n---\n\nNew text.\n' });
  for (const file of filesIn(indexUri, '.lance')) {
    if (file.includes('passages_')) cutShort(file);
  }
  const knowledge = await openKnowledge(folder, { indexUri });
  expect((await knowledge.ready).faults).toMatchObject([{ file: 'slack.md' }]);
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
});

test('a sync by another process neither harms the index nor goes unnoticed', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  const knowledge = await openKnowledge(folder, { indexUri });
  await knowledge.ready;
  writeArticles(folder, { 'exports.md': '# Exporting\n\nExport the exchanges as CSV.\n' });
  await Promise.all([syncElsewhere(folder, indexUri), knowledge.sync(), knowledge.sync()]);
  await knowledge.sync();
  expect(knowledge.status()).toMatchObject({ articles: 5, faults: [] });
  const { passages } = await knowledge.search({
    text: 'export exchanges as CSV',
    audience: 'customers',
    limit: 50,
  });
  const ids = passages.map((passage) => passage.id);
  expect(ids[0]).toBe('exports#0');
  expect(new Set(ids).size).toBe(ids.length);
});

test('takes over from a sync whose process was killed', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  const { stdout } = await run(process.execPath, ['-p', 'process.pid + " " + os.hostname()']);
  writeFileSync(join(indexUri, 'sync.lock'), stdout.trim());
  const knowledge = await openKnowledge(folder, { indexUri });
  expect((await knowledge.ready).added).toHaveLength(4);
});

const run = promisify(execFile);

async function syncElsewhere(folder: string, indexUri: string): Promise<void> {
  const code = `
    const { createKnowledge } = await import(${JSON.stringify(knowledgeFile)});
    const knowledge = await createKnowledge(${JSON.stringify({ folder, indexUri })});
    await knowledge.ready;
    await knowledge.close();`;
  await run(process.execPath, ['--input-type=module', '-e', code]);
}

const knowledgeFile = join(import.meta.dirname, '../../src/knowledge/knowledge.ts');

function cutShort(file: string): void {
  truncateSync(file, Math.floor(statSync(file).size / 2));
}

function filesIn(folder: string, ending: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}
