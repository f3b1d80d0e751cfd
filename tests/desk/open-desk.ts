/** A desk on real records in a temporary folder, with a held clock and scripted articles. */
import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { callAgents } from '../../src/desk/call-agents.ts';
import { createDesk } from '../../src/desk/desk.ts';
import { handleTurn, type TurnPorts } from '../../src/desk/handle-turn.ts';
import type { IncomingMessage } from '../../src/desk/incoming.ts';
import { createIntake } from '../../src/desk/intake.ts';
import { callOverdue } from '../../src/desk/overdue.ts';
import type { Acceptance, Channel } from '../../src/desk/ports.ts';
import type { Conversation, Draft, Feeling } from '../../src/desk/types.ts';
import { openRecords } from '../../src/records/open.ts';
import { heldClock, noon } from '../held-clock.ts';
import { tempFolder } from '../temp-folder.ts';
import { citation, draft, feeling, incoming, policy, sender } from './build.ts';

export type OpenDesk = Awaited<ReturnType<typeof openDesk>>;

export interface Script {
  readonly policy?: Record<string, unknown>;
  readonly startsAt?: number;
  /** By the customer's words; an Error is thrown. What is missing is answered well. */
  readonly drafts?: Readonly<Record<string, Draft | Error>>;
  readonly feelings?: Readonly<Record<string, Feeling>>;
}

export const noAnswer: Draft = draft({ text: '', citations: [], confidence: 0.1 });

export async function openDesk(script: Script = {}) {
  const clock = heldClock(script.startsAt ?? noon);
  const records = await openRecords({ dataDir: tempFolder(), now: clock.now });
  onTestFinished(() => records.close());
  const { conversations, people } = records;
  const rules = policy(script.policy);
  const channel = recordingChannel();
  const channels = [channel];
  const desk = createDesk({ conversations, people, clock, policy: rules });
  const failures: unknown[] = [];
  const reportFailure = (_: unknown, error: unknown) => failures.push(error);
  const ports: TurnPorts = {
    conversations,
    clock,
    policy: rules,
    knowledge: { search: async () => ({ passages: [], confidence: 1 }) },
    answerer: {
      async draft({ text }) {
        const written = script.drafts?.[text] ?? answerTo(text);
        if (written instanceof Error) throw written;
        return written;
      },
    },
    feeling: { read: async (text) => script.feelings?.[text] ?? feeling() },
    topics: () => ['Invoices'],
    showWorking: channel.showWorking,
    reportFailure,
  };
  const claim = () => ({
    owner: 'test',
    channels: ['web'] as const,
    now: clock.now(),
    leaseMs: 1_000,
  });
  const intake = createIntake({ inbox: records.inbox, conversations, clock, policy: rules });
  let told = 0;

  return {
    clock,
    records,
    desk,
    channel,
    ports,
    failures,
    claim,
    intake,
    /** Somebody writes; nothing is answered yet. */
    async writes(text: string, parts: Partial<IncomingMessage> = {}): Promise<Acceptance> {
      told += 1;
      const { address = 'thread-1' } = parts;
      const author = sender(`customer of ${address}`, 'Ada');
      const externalId = `message-${told}`;
      return intake.accept(incoming({ text, externalId, author, at: clock.now(), ...parts }));
    },
    /** Takes a customer's message in, without answering it. */
    async accepts(text: string, address = 'thread-1'): Promise<string> {
      const acceptance = await this.writes(text, { address });
      if (acceptance.kind !== 'accepted') throw new Error(`the message was ${acceptance.kind}`);
      return acceptance.conversationId;
    },
    /** Answers what waits in the inbox. */
    async answers(changed: Partial<TurnPorts> = {}): Promise<void> {
      if (!(await this.answersOne(changed))) throw new Error('nothing waits in the inbox');
    },
    /** Resolves to false where nothing waits. */
    async answersOne(changed: Partial<TurnPorts> = {}): Promise<boolean> {
      clock.pass(1_000);
      const turn = await records.inbox.claim(claim());
      if (!turn) return false;
      const outcome = await handleTurn(turn, { ...ports, ...changed });
      if (outcome === 'again') await records.inbox.release(turn, clock.now());
      return true;
    },
    /** Sends what waits in the outbox. */
    async sends(): Promise<void> {
      for (;;) {
        const due = await records.outbox.claim({ ...claim(), limit: 10 });
        if (due.length === 0) return;
        for (const delivery of due) {
          if (delivery.kind === 'call') {
            const calling = { conversations, channels, clock, policy: rules, reportFailure };
            await callAgents(delivery.conversationId, delivery.attempt, calling);
            await records.outbox.sent(delivery.id, 'called');
          } else if (delivery.kind === 'withdrawal') {
            await channel.withdraw(delivery);
            await records.outbox.sent(delivery.id, delivery.receipt ?? '');
          } else if (await records.outbox.isCurrent(delivery.id)) {
            const isCurrent = () => records.outbox.isCurrent(delivery.id);
            await records.outbox.sent(delivery.id, await channel.deliver(delivery, isCurrent));
          } else await records.outbox.cancel(delivery.id);
        }
      }
    },
    /** From a customer's words to all that they read in return. */
    async hears(text: string, address = 'thread-1'): Promise<readonly string[]> {
      const before = channel.screen(address).length;
      await this.accepts(text, address);
      await this.answers();
      await this.sends();
      return channel.screen(address).slice(before);
    },
    /** From somebody's words, whoever that is, to all that is said in return. */
    async reads(text: string, parts: Partial<IncomingMessage> = {}): Promise<readonly string[]> {
      const before = channel.screen(parts.address).length;
      await this.writes(text, parts);
      while (await this.answersOne());
      await this.sends();
      return channel.screen(parts.address).slice(before);
    },
    /** Looks for cases that nobody took, as a timer does; what comes of it waits in the outbox. */
    finds: () => callOverdue({ conversations, clock, policy: rules }),
    async looksForOverdue(): Promise<number> {
      const called = await this.finds();
      await this.sends();
      return called;
    },
    async conversation(address = 'thread-1'): Promise<Conversation> {
      const found = await conversations.find('web', address);
      if (!found) throw new Error(`there is no conversation at ${address}`);
      return found;
    },
  };
}

/** Each question has an answer of its own. */
export function answerTo(text: string): Draft {
  return draft({
    text: `The article on “${text}”.`,
    citations: [{ ...citation, passage: createHash('sha256').update(text).digest('hex') }],
  });
}

export interface RecordingChannel extends Channel {
  /** What the customer at this address reads, oldest first. */
  screen(address?: string): readonly string[];
  /** How many agents hear a call; an Error where the platform fails. */
  reaches: number | Error;
  /** How many signs of life were given. */
  readonly signs: number;
  /** The conversations that agents were called to. */
  readonly calls: readonly string[];
}

export function recordingChannel(): RecordingChannel {
  const said = new Map<string, { address: string; words: string }>();
  const calls: string[] = [];
  let signs = 0;
  return {
    name: 'web',
    reaches: 1,
    calls,
    screen: (address = 'thread-1') =>
      [...said.values()].flatMap((each) => (each.address === address ? [each.words] : [])),
    async start() {},
    async stop() {},
    get signs() {
      return signs;
    },
    async showWorking() {
      signs += 1;
      return async () => undefined;
    },
    async deliver({ id, address, message }) {
      const { author, text } = message;
      const words = author.kind === 'agent' ? `${author.name}: ${text}` : text;
      said.set(message.id, { address, words });
      return id;
    },
    async withdraw({ message }) {
      said.delete(message.id);
    },
    async callAgents({ id }) {
      calls.push(id);
      if (this.reaches instanceof Error) throw this.reaches;
      return this.reaches;
    },
  };
}
