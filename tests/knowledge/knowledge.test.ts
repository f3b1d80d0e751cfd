import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { LexicalEmbedder, type Rarity } from '../../src/models/lexical-embedder.ts';
import { tempFolder } from '../temp-folder.ts';
import {
  articleFolder,
  articlesFor,
  helpCentre,
  openKnowledge,
  slackArticle,
  writeArticles,
} from './article-folder-fixture.ts';

test('finds the article that answers, and the section in it', async () => {
  const knowledge = await openKnowledge(articleFolder(helpCentre));
  const found = await knowledge.search({
    text: 'which token do I copy for slack?',
    audience: 'customers',
    limit: 5,
  });
  expect(found.passages[0]).toMatchObject({
    article: 'slack',
    title: 'Connecting Slack',
    headings: ['Connecting Slack', 'Create the app'],
    anchor: 'create-the-app',
    url: null,
  });
  expect(knowledge.status()).toMatchObject({ articles: 4, faults: [] });
});

test('a follow-up takes its verb from the question before, and its subject from its own words', async () => {
  const knowledge = await openKnowledge(articleFolder(helpCentre));
  const [first] = await articlesFor(knowledge, 'and on Discord?', 'How do I connect Slack?');
  expect(first).toBe('discord');
});

test('only re-embeds what changed', async () => {
  const folder = articleFolder(helpCentre);
  const embedded: string[] = [];
  const knowledge = await openKnowledge(folder, { embedder: recordingEmbedder(embedded) });
  await knowledge.ready;
  expect(embedded.length).toBeGreaterThan(4);
  embedded.length = 0;
  writeArticles(folder, { 'hours.md': '# Opening hours\n\nPeople answer day and night.\n' });
  const report = await knowledge.sync();
  expect(report).toMatchObject({ added: [], changed: ['hours'], removed: [], unchanged: 3 });
  expect(embedded).toEqual([expect.stringContaining('day and night')]);
});

test('a removed article is gone from answers at once', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  expect(await articlesFor(knowledge, 'connect discord')).toContain('discord');
  rmSync(join(folder, 'discord.md'));
  expect(await knowledge.sync()).toMatchObject({ removed: ['discord'], unchanged: 3 });
  expect(await articlesFor(knowledge, 'connect discord')).not.toContain('discord');
  expect(await knowledge.article('discord', 'customers')).toBeUndefined();
});

test('an emptied folder empties the answers, and a refilled one fills them', async () => {
  const folder = articleFolder({ 'hours.md': '# Opening hours\n\nNine to five.\n' });
  const knowledge = await openKnowledge(folder);
  expect(await articlesFor(knowledge, 'opening hours')).toEqual(['hours']);
  rmSync(join(folder, 'hours.md'));
  await knowledge.sync();
  expect(await articlesFor(knowledge, 'opening hours')).toEqual([]);
  writeArticles(folder, { 'hours.md': '# Opening hours\n\nTen to six.\n' });
  await knowledge.sync();
  expect(await articlesFor(knowledge, 'opening hours')).toEqual(['hours']);
});

test('keeps answering from the last good version of a broken article until it is mended', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  writeArticles(folder, { 'slack.md': '---\ntitle: [Connecting\n---\n\nNew text.\n' });
  const report = await knowledge.sync();
  expect(report.faults).toMatchObject([{ file: 'slack.md', line: expect.any(Number) }]);
  expect(report.removed).toEqual([]);
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
  expect((await knowledge.article('slack', 'customers'))?.markdown).toContain('SLACK_BOT_TOKEN');
  writeArticles(folder, { 'slack.md': '# Connecting Slack\n\nPress the button.\n' });
  expect(await knowledge.sync()).toMatchObject({ changed: ['slack'], faults: [] });
  expect((await knowledge.article('slack', 'customers'))?.markdown).toContain('Press the button');
});

test.each<[string, string | Uint8Array]>([
  ['binary', new Uint8Array([0, 1, 2, 255])],
  ['empty', ''],
  ['far too large', 'word '.repeat(600_000)],
])('keeps answering from an article that was overwritten with something %s', async (_, content) => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  writeArticles(folder, { 'slack.md': content });
  expect(await knowledge.sync()).toMatchObject({ removed: [], faults: [{ file: 'slack.md' }] });
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
});

test('a section cut from an article is gone from answers', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  writeArticles(folder, { 'slack.md': '# Connecting Slack\n\nIt is not possible any more.\n' });
  await knowledge.sync();
  const found = await knowledge.search({
    text: 'invite the bot to Slack',
    audience: 'customers',
    limit: 20,
  });
  const texts = found.passages.filter(({ article }) => article === 'slack').map(({ text }) => text);
  expect(texts).toEqual(['It is not possible any more.']);
});

test('a folder that cannot be read leaves the answers as they were', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  rmSync(folder, { recursive: true });
  await expect(knowledge.sync()).rejects.toThrow(/cannot read the folder.*KNOWLEDGE_DIR/);
  expect(await articlesFor(knowledge, 'How do I connect Slack?')).toContain('slack');
});

test('proposes what owners feature first, in the words of their first question', async () => {
  const knowledge = await openKnowledge(
    articleFolder({
      'a.md': '# Alpha\n\nThe first letter.\n',
      'b.md':
        '---\ntags: [featured]\nquestions: [What is beta?, And what else?]\n---\n# Beta\n\nThe second letter.\n',
    }),
  );
  await knowledge.ready;
  expect(knowledge.suggestions('customers')).toEqual(['What is beta?', 'Alpha']);
});

test('customers never see what is written for agents', async () => {
  const knowledge = await openKnowledge(
    articleFolder({
      ...helpCentre,
      'playbook.md':
        '---\naudience: agents\n---\n# Refund playbook\n\nOffer a refund of ten euros.\n',
    }),
  );
  expect(await articlesFor(knowledge, 'refund playbook ten euros')).not.toContain('playbook');
  expect(await knowledge.article('playbook', 'customers')).toBeUndefined();
  expect(knowledge.suggestions('customers')).not.toContain('Refund playbook');
  const agents = await knowledge.search({ text: 'refund playbook', audience: 'agents', limit: 3 });
  expect(agents.passages[0]?.article).toBe('playbook');
  expect((await knowledge.article('playbook', 'agents'))?.title).toBe('Refund playbook');
});

test('leaves out an article on request', async () => {
  const knowledge = await openKnowledge(articleFolder(helpCentre));
  const query = { text: 'How do I connect Slack?', audience: 'customers', limit: 20 } as const;
  const { passages } = await knowledge.search({ ...query, without: 'slack' });
  expect(passages.map((passage) => passage.article)).not.toContain('slack');
});

test.each([
  ['an answered question', 'How do I connect Slack?', true],
  ['an answered question in other words', 'connecting slack to my workspace', true],
  ['an answered question about a setting', 'where does DISCORD_TOKEN come from?', true],
  ['an answered question with a typo', 'how do i conect slack', true],
  ['another subject', 'What is the best time to visit Japan?', false],
  ['nonsense', 'asdf qwerty zxcv', false],
  ['a subject that shares a word', 'How do I create a chocolate cake?', false],
  ['no words at all', '???', false],
])('is sure enough to answer only where an article does: %s', async (_, text, answers) => {
  const knowledge = await openKnowledge(articleFolder(helpCentre));
  const { confidence } = await knowledge.search({ text, audience: 'customers', limit: 8 });
  expect(confidence >= 0.5, `confidence ${confidence}`).toBe(answers);
});

test('an article saved while the bot runs answers within two seconds', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  const stop = knowledge.watch();
  // Whoever saves an article has the bot running for a while; the watcher is up by then.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const savedAt = performance.now();
  writeArticles(folder, { 'new/exports.md': '# Exporting\n\nExport the exchanges as CSV.\n' });
  await expect
    .poll(() => articlesFor(knowledge, 'export as CSV'), { timeout: 2_000, interval: 50 })
    .toContain('new/exports');
  expect(performance.now() - savedAt).toBeLessThan(2_000);
  await stop();
});

test('opens an existing index without embedding anything', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  const first = await openKnowledge(folder, { indexUri });
  await first.ready;
  const embedded: string[] = [];
  const second = await openKnowledge(folder, { indexUri, embedder: recordingEmbedder(embedded) });
  expect(await second.ready).toMatchObject({ added: [], changed: [], unchanged: 4 });
  expect(await articlesFor(second, 'How do I connect Slack?')).toContain('slack');
  expect(embedded).toEqual([]);
});

test('makes the index again where the embedder is another', async () => {
  const folder = articleFolder(helpCentre);
  const indexUri = tempFolder();
  await (await openKnowledge(folder, { indexUri })).ready;
  const embedder = (rarityOf: Rarity) => new LexicalEmbedder({ rarityOf, dimensions: 64 });
  const second = await openKnowledge(folder, { indexUri, embedder });
  expect((await second.ready).added).toHaveLength(4);
  expect((await articlesFor(second, 'How do I connect Slack?'))[0]).toBe('slack');
});

test('an article that only grew a line is changed, whatever its dates say', async () => {
  const folder = articleFolder(helpCentre);
  const knowledge = await openKnowledge(folder);
  await knowledge.ready;
  writeFileSync(join(folder, 'slack.md'), `${slackArticle}\nSlack is fun.\n`);
  expect(await knowledge.sync()).toMatchObject({ changed: ['slack'] });
});

test('a question that points away from every article leaves their scores within reason', async () => {
  const embedder = () => ({
    name: 'opposite',
    embedQuery: async () => [-1, 0],
    embedDocuments: async (texts: string[]) => texts.map(() => [1, 0]),
  });
  const knowledge = await openKnowledge(articleFolder(helpCentre), { embedder });
  for (const text of ['How do I connect Slack?', 'xylophone']) {
    const { passages } = await knowledge.search({ text, audience: 'customers', limit: 20 });
    expect(passages.length).toBeGreaterThan(0);
    for (const { score } of passages) expect(Math.abs(score)).toBeLessThan(10);
  }
  expect((await articlesFor(knowledge, 'How do I connect Slack?'))[0]).toBe('slack');
});

function recordingEmbedder(embedded: string[]) {
  return (rarityOf: Rarity) => {
    const embedder = new LexicalEmbedder({ rarityOf });
    return {
      name: embedder.name,
      embedQuery: (text: string) => embedder.embedQuery(text),
      embedDocuments: (texts: string[]) => {
        embedded.push(...texts);
        return embedder.embedDocuments(texts);
      },
    };
  };
}
