/** Folders of articles for a test, and knowledge over them that is closed with it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import {
  createKnowledge,
  type KnowledgeOptions,
  type LiveKnowledge,
} from '../../src/knowledge/knowledge.ts';
import { tempFolder } from '../temp-folder.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

export function articleFolder(files: Files): string {
  const folder = tempFolder();
  writeArticles(folder, files);
  return folder;
}

export function writeArticles(folder: string, files: Files): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

export async function openKnowledge(
  folder: string,
  options: Partial<KnowledgeOptions> = {},
): Promise<LiveKnowledge> {
  const knowledge = await createKnowledge({ folder, indexUri: tempFolder(), ...options });
  onTestFinished(() => knowledge.close());
  return knowledge;
}

/** The articles that answer, best first, each once. */
export async function articlesFor(
  knowledge: LiveKnowledge,
  text: string,
  context?: string,
): Promise<readonly string[]> {
  const { passages } = await knowledge.search({
    text,
    audience: 'customers',
    limit: 20,
    ...(context === undefined ? {} : { context }),
  });
  return [...new Set(passages.map((passage) => passage.article))];
}

export const slackArticle = `---
title: Connecting Slack
questions:
  - How do I connect Slack?
---

# Connecting Slack

Earshot joins your Slack workspace as an app.

## Create the app

1. Open api.slack.com and create an app from the manifest.
2. Install it to your workspace.
3. Copy the bot token into \`SLACK_BOT_TOKEN\`.

## Invite the bot

Type \`/invite @Earshot\` in each channel where customers write.
`;

export const discordArticle = `# Connecting Discord

Earshot joins your Discord server as a bot.

## Create the bot

1. Open the developer portal and create an application.
2. Turn on the message content intent.
3. Copy the token into \`DISCORD_TOKEN\`.
`;

export const privacyArticle = `# Privacy

Conversations are kept for a year. Ask us to erase a customer and every word of theirs is deleted
from the database, the exports and the logs.
`;

export const helpCentre: Files = {
  'slack.md': slackArticle,
  'discord.md': discordArticle,
  'privacy.md': privacyArticle,
  'hours.md': '# Opening hours\n\nPeople answer from nine to five on weekdays.\n',
};
