/** The bot on a local Slack with the real Bolt, and the people who write to it there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { serve } from '@hono/node-server';
import { onTestFinished, vi } from 'vitest';
import { writeAddress } from '../../../src/channels/slack/address.ts';
import {
  createSlackChannel,
  type SlackChannel,
} from '../../../src/channels/slack/slack-channel.ts';
import type { SlackOptions } from '../../../src/channels/slack/slack-options.ts';
import type { Conversation } from '../../../src/desk/types.ts';
import {
  type NewPost,
  readMessage,
  type SlackEmulator,
  type SlackMessage,
  startSlackEmulator,
} from '../../emulators/slack/slack-emulator.ts';
import { answerTo, type OpenBot, openTestBot } from '../open-bot.ts';

export const places = {
  help: 'C0HELP',
  sure: 'C0SURE',
  general: 'C0GENERAL',
  triage: 'C0TRIAGE',
  group: 'S0AGENTS',
} as const;

export type Mode = 'socket' | 'http';

export interface OpenSlack {
  readonly slack: SlackEmulator;
  readonly bot: OpenBot;
  readonly channel: SlackChannel;
  /** What the channel was given. */
  readonly options: SlackOptions;
  /** A customer in all support channels. */
  readonly ada: string;
  /** Begins to serve, and resolves when Slack can reach the bot. */
  begin(changed?: Partial<SlackChannel>): Promise<void>;
  /** Resolves when Slack can reach the bot that serves already. */
  connected(): Promise<void>;
  /** Where Slack sends its requests; empty where events come over sockets. */
  eventsUrl(): string;
  /** Somebody of this name in the agents' group and the triage channel. */
  addAgent(name: string): string;
  addPerson(name: string): string;
  /** Somebody writes, where nothing else is said Ada in the help channel; resolves to its ts. */
  writes(text: string, where?: Partial<NewPost>): Promise<string>;
  /** What can be read in a thread, the first message left out. */
  reads(channel: string, ts: string): readonly string[];
  /** What the bot has said in a place and can be read there now, threads included. */
  says(channel: string): readonly string[];
  /** What this person alone was told there. */
  whispers(user: string, channel: string): readonly string[];
  /** What is on record of a thread, or of a direct message outside of threads. */
  recorded(channel: string, threadTs?: string): Promise<Conversation | undefined>;
  /** How many conversations are on record. */
  countRecorded(): Promise<number>;
  /** Waits until a thread reads like this. */
  sees(channel: string, ts: string, pattern: RegExp | string): Promise<string>;
  /** Waits until nothing is under way on either side. */
  settles(): Promise<void>;
}

export interface SlackScript {
  readonly mode?: Mode;
  /** More lines of desk.yaml. */
  readonly desk?: string;
  readonly options?: Partial<SlackOptions>;
  /** Whether another company reads the triage channel too. */
  readonly sharedTriage?: boolean;
}

export async function openSlack(script: SlackScript = {}): Promise<OpenSlack> {
  const { mode = 'socket', desk = '', options = {} } = script;
  const slack = await startSlackEmulator({ mode });
  onTestFinished(() => slack.stop());
  const bot = await openTestBot({ desk: `${deskLines}${desk}` });
  const { records, config, clock, log } = bot;
  const ada = slack.addUser({ id: 'U0ADA', name: 'Ada' });
  const everybody = [ada];
  slack.addChannel({ id: places.help, name: 'help', members: everybody });
  slack.addChannel({ id: places.sure, name: 'sure', members: everybody });
  slack.addChannel({ id: places.general, name: 'general', members: everybody });
  slack.addChannel({
    id: places.triage,
    name: 'triage',
    members: [],
    isShared: script.sharedTriage ?? false,
  });
  slack.addUserGroup({ id: places.group, handle: 'support', users: [] });
  const agents: string[] = [];
  let heard: Promise<unknown> = Promise.resolve();
  const events =
    mode === 'socket'
      ? ({ kind: 'socket', appToken: slack.appToken } as const)
      : ({ kind: 'http', signingSecret: slack.signingSecret } as const);
  const given: SlackOptions = {
    botToken: slack.botToken,
    events,
    apiUrl: slack.apiUrl,
    policy: config.policy,
    servesCustomers: true,
    suggestions: () => ['How do I export my invoices?'],
    ask: async (text) => answerTo(text),
    findHelp: async () => [],
    desk: bot.desk,
    conversations: records.conversations,
    cards: records.cards,
    cursors: records.cursors,
    people: records.people,
    identities: records.people,
    clock,
    log,
    ...options,
  };
  const channel = createSlackChannel(given);

  const addPerson = (name: string): string => {
    const user = slack.addUser({ name });
    for (const place of [places.help, places.sure, places.general]) void slack.join(place, user);
    return user;
  };
  const reads = (place: string, ts: string): readonly string[] =>
    slack
      .thread(place, ts)
      .filter((message) => message.ts !== ts)
      .map(readMessage);

  let eventsUrl = '';
  const connected = async (): Promise<void> => {
    if (mode === 'socket') return slack.connected(2);
    eventsUrl = await listen(channel);
    slack.sendEventsTo(eventsUrl);
    await slack.verified();
  };

  return {
    slack,
    bot,
    channel,
    options: given,
    ada,
    async begin(changed = {}) {
      await bot.serves({ ...channel, ...changed });
      await connected();
    },
    connected,
    eventsUrl: () => eventsUrl,
    addPerson,
    addAgent(name) {
      const user = addPerson(name);
      void slack.join(places.triage, user);
      agents.push(user);
      slack.setUserGroup(places.group, agents);
      // The bot hears of it over another socket than of what they write.
      heard = Promise.race([slack.idle(), sleep(300)]);
      return user;
    },
    async writes(text, where = {}) {
      await heard;
      return slack.post({ channel: places.help, user: ada, text, ...where });
    },
    reads,
    says: (place) =>
      slack
        .messages(place)
        .filter(({ user, subtype }) => user === slack.botUserId && subtype === undefined)
        .map(readMessage),
    whispers: (user, place) => slack.ephemerals(user, place).map(readMessage),
    recorded: (place, threadTs) =>
      records.conversations.find(
        'slack',
        writeAddress({ channel: place, threadTs: threadTs ?? null }),
      ),
    async countRecorded() {
      return (await records.conversations.list({ show: 'recent', limit: 1_000 })).length;
    },
    async sees(place, ts, pattern) {
      return vi.waitFor(() => {
        const screen = reads(place, ts).join('\n');
        const isThere =
          typeof pattern === 'string' ? screen.includes(pattern) : pattern.test(screen);
        if (!isThere) throw new Error(`expected ${pattern} in:\n${screen}`);
        return screen;
      }, soon);
    },
    async settles() {
      await slack.idle();
      await vi.waitFor(async () => {
        const open = await records.db
          .selectFrom('inbox')
          .select('message_id')
          .where('settled_at', 'is', null)
          .execute();
        const due = await records.db
          .selectFrom('outbox')
          .select('id')
          .where('state', '=', 'pending')
          .execute();
        if (open.length + due.length > 0) throw new Error('something is under way');
      }, soon);
      await sleep(50);
    },
  };
}

const soon = { timeout: 8_000, interval: 20 };

const deskLines = `
slack:
  triage: ${places.triage}
  agents: ${places.group}
  channels:
    ${places.help}: always
    ${places.sure}: when_confident
`;

/** The bot's web server, as far as Slack calls it. */
async function listen(channel: SlackChannel): Promise<string> {
  const address = await new Promise<{ readonly port: number }>((resolve) => {
    const server = serve({ fetch: channel.receive, port: 0, hostname: '127.0.0.1' }, resolve);
    onTestFinished(() => void server.close());
  });
  return `http://127.0.0.1:${address.port}/slack/events`;
}

/** The newest message in which somebody can press this. */
export function withButton(
  messages: readonly SlackMessage[],
  actionId: string,
): SlackMessage | undefined {
  return messages.findLast(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
}

/** Answers wait until they are let go; what is asked meanwhile waits behind them. */
export function holdAnswers(bot: OpenBot): { readonly asked: Promise<void>; letGo(): void } {
  const asked = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const answer = bot.answer;
  onTestFinished(() => goOn.resolve());
  bot.answer = async (question, found) => {
    asked.resolve();
    await goOn.promise;
    return answer(question, found);
  };
  return { asked: asked.promise, letGo: goOn.resolve };
}
