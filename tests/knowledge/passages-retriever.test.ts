import { expect, test } from 'vitest';
import { PassagesRetriever } from '../../src/knowledge/passages-retriever.ts';
import { articleFolder, helpCentre, openKnowledge } from './article-folder-fixture.ts';

test('serves a chain of LangChain the passages that the bot would answer from', async () => {
  const knowledge = await openKnowledge(articleFolder(helpCentre));
  const retriever = new PassagesRetriever({ knowledge, audience: 'customers', limit: 3 });
  const [first] = await retriever.invoke('which token do I copy for slack?');
  expect(first?.pageContent).toContain('SLACK_BOT_TOKEN');
  expect(first?.metadata).toMatchObject({ article: 'slack', anchor: 'create-the-app' });
});
