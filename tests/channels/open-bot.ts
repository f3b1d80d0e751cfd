/** The bot as `npm start` wires it, on a temporary folder, with answers that a test gives. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import type { Answerer, Channel } from '../../src/desk/ports.ts';
import type { Conversation, Draft } from '../../src/desk/types.ts';
import { createLog } from '../../src/log.ts';
import { type Bot, openBot, serve } from '../../src/main.ts';
import type { AgentsSide } from '../contracts/channel-contract.ts';
import { citation } from '../desk/build.ts';
import { tempFolder } from '../temp-folder.ts';

export const fallback = 'help@example.com';

export interface OpenBot extends Bot {
  /** What the next answers say; left alone, each names its question. */
  answer: Answerer['draft'];
  /** Begins to serve this channel, until the test is over. */
  serves(channel: Channel): Promise<void>;
  /** The only conversation there is. */
  conversation(): Promise<Conversation | undefined>;
}

export function answerTo(text: string): Draft {
  return { text: `The article on “${text}”.`, citations: [citation], confidence: 0.9 };
}

/** What a test sets beside what every bot of a test needs. */
export interface TestSettings {
  readonly env?: Readonly<Record<string, string>>;
  /** Lines of desk.yaml. */
  readonly desk?: string;
}

export async function openTestBot(settings: TestSettings = {}): Promise<OpenBot> {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'articles'));
  writeFileSync(join(cwd, 'articles/invoices.md'), '# Invoices\n\nOpen Billing, press Export.\n');
  writeFileSync(join(cwd, 'desk.yaml'), `fallback: ${fallback}\n${settings.desk ?? ''}`);
  const env = { KNOWLEDGE_DIR: 'articles', PORT: '0', LOG_LEVEL: 'silent', ...settings.env };
  const bot = await openBot(loadConfig({ env, cwd }), createLog({ logLevel: 'silent' }));
  onTestFinished(() => bot.close());
  const { conversations } = bot.records;
  const opened: OpenBot = {
    ...bot,
    answer: async ({ text }) => answerTo(text),
    turnPorts: {
      ...bot.turnPorts,
      knowledge: { search: async () => ({ passages: [], confidence: 1 }) },
      answerer: { draft: (question, found) => opened.answer(question, found) },
    },
    async serves(channel) {
      const stop = await serve(opened, [channel]);
      onTestFinished(stop);
    },
    async conversation() {
      const [only] = await conversations.list({ show: 'recent', limit: 1 });
      return only;
    },
  };
  return opened;
}

/** Agents whom calls reach by their open desk. */
export function agentsAtTheDesk({ records: { people } }: OpenBot): AgentsSide {
  return {
    async arrive(name) {
      await people.invite(name, 'agent', 'the test');
      await people.touch(name, 'seen');
    },
    leave: (name) => people.touch(name, 'away'),
  };
}
