/** `ask`: one answer, as a customer would get it; nothing is recorded. */
import { randomUUID } from 'node:crypto';
import { Command } from 'commander';
import { createExtractiveAnswerer } from '../answering/extractive.ts';
import { loadConfig } from '../config.ts';
import { think } from '../desk/handle-turn.ts';
import { systemClock } from '../desk/system-clock.ts';
import type { Conversation, Turn } from '../desk/types.ts';
import { createLexicalSensor } from '../feeling/lexical-sensor.ts';
import { createKnowledge } from '../knowledge/knowledge.ts';
import { type Format, percent, print, WrongCall } from './output.ts';

export function askCommand(): Command {
  return new Command('ask')
    .description('answer one question and record nothing')
    .argument('<question>', 'in the words of a customer')
    .option('--json', 'print one JSON document')
    .action(ask);
}

async function ask(question: string, format: Format): Promise<void> {
  if (question.trim() === '')
    throw new WrongCall('Write a question: npm run -s earshot -- ask "How do I …?"');
  const config = loadConfig();
  const startedAt = performance.now();
  const knowledge = await createKnowledge({
    folder: config.knowledgeDir,
    indexUri: config.indexUri,
  });
  await knowledge.ready;
  const openedAt = performance.now();
  const failures: unknown[] = [];
  const { feeling, found, settlement } = await think(newTurn(question), emptyConversation(), {
    knowledge,
    feeling: createLexicalSensor(),
    answerer: createExtractiveAnswerer({ publicUrl: config.publicUrl }),
    clock: systemClock,
    policy: config.policy,
    topics: () => knowledge.suggestions('customers').slice(0, 4),
    showWorking: async () => async () => undefined,
    reportFailure: (_, error) => failures.push(error),
  });
  const timings = {
    openMs: Math.round(openedAt - startedAt),
    answerMs: Math.round(performance.now() - openedAt),
  };
  await knowledge.close();
  if (failures.length > 0) throw failures[0];
  const { outcome, text, citations, confidence, reason } = settlement;
  const passages = found.passages.map(({ id, article, headings, score }) => ({
    id,
    article,
    heading: headings.at(-1) ?? '',
    score,
  }));
  const document = { outcome, text, citations, confidence, feeling, passages, reason, timings };
  print(format, document, () => [
    text,
    '',
    ...citations.map(
      ({ article, heading, url }) => `  ↳ ${article} › ${heading}${url ? `  ${url}` : ''}`,
    ),
    `  ${outcome}, confidence ${percent(confidence)}, ${feeling.label}: ${reason}`,
  ]);
}

function newTurn(text: string): Turn {
  const now = Date.now();
  return {
    id: randomUUID(),
    conversationId: '',
    messageIds: [],
    customerId: '',
    text,
    attachments: [],
    hearing: 'direct',
    receivedAt: now,
    attempt: 0,
    revised: false,
    version: 0,
  };
}

function emptyConversation(): Conversation {
  const now = Date.now();
  return {
    id: '',
    channel: 'terminal',
    address: '',
    customer: { id: '', name: null },
    holder: { kind: 'bot' },
    epoch: 0,
    messages: [],
    exchanges: [],
    escalation: null,
    openedAt: now,
    updatedAt: now,
  };
}
