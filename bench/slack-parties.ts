/** The two bots, each a process of its own on a Slack of its own, and the people who ask them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type EventDelivery,
  type SlackEmulator,
  startSlackEmulator,
} from '../tests/emulators/slack/slack-emulator.ts';

export interface Party {
  /** Asks all of these, `inFlight` at a time, each in a thread of its own. */
  ask(questions: readonly string[], inFlight: number): Promise<Asked>;
  stop(): Promise<void>;
}

export interface Asked {
  readonly tookMs: number;
  /** From sending the event to the whole answer on the screen. */
  readonly answerMs: readonly number[];
  /** From sending the event to its acknowledgement. */
  readonly ackMs: readonly number[];
}

const customerCount = 40;
const channelIds = ['C0HELP', 'C0BILLING', 'C0SETUP', 'C0PARTNERS'];
const triage = 'C0TRIAGE';
const agents = 'S0AGENTS';
const readyWithinMs = 30_000;
const answerWithinMs = 60_000;

export function startBare(): Promise<Party> {
  return startParty(1, ({ botToken, appToken, apiUrl }) =>
    spawn(process.execPath, [join(import.meta.dirname, 'bare-bolt.ts')], {
      env: {
        PATH: process.env.PATH,
        SLACK_BOT_TOKEN: botToken,
        SLACK_APP_TOKEN: appToken,
        SLACK_API_URL: apiUrl,
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
}

export interface EarshotFolders {
  readonly dataDir: string;
  readonly knowledgeDir: string;
  readonly deskFile: string;
}

/** Logs as it does for everybody, to a file in its data folder. */
export async function startEarshot(folders: EarshotFolders): Promise<Party> {
  const log = await open(join(folders.dataDir, 'bench.log'), 'a');
  const party = await startParty(2, ({ botToken, appToken, apiUrl }) =>
    spawn(process.execPath, [join(import.meta.dirname, '..', 'src', 'main.ts')], {
      cwd: folders.dataDir,
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATA_DIR: folders.dataDir,
        KNOWLEDGE_DIR: folders.knowledgeDir,
        DESK_FILE: folders.deskFile,
        SLACK_BOT_TOKEN: botToken,
        SLACK_APP_TOKEN: appToken,
        SLACK_API_URL: apiUrl,
      },
      stdio: ['ignore', 'ignore', log.fd],
    }),
  );
  return { ...party, stop: () => party.stop().finally(() => log.close()) };
}

/** Every channel is a support channel, and the limits are out of the way. */
export const deskPolicy = `
slack:
  triage: ${triage}
  agents: ${agents}
  channels:
${channelIds.map((id) => `    ${id}: always`).join('\n')}
limits:
  perCustomer: 10000
  perPlace: 100000
  waiting: 100000
`;

async function startParty(
  sockets: number,
  start: (slack: SlackEmulator) => ChildProcess,
): Promise<Party> {
  const slack = await startSlackEmulator();
  slack.settings.subscriptions = await readSubscriptions();
  const customers = Array.from({ length: customerCount }, (_, at) =>
    slack.addUser({ name: `Customer ${at + 1}` }),
  );
  for (const id of channelIds) slack.addChannel({ id, name: id.toLowerCase(), members: customers });
  slack.addChannel({ id: triage, name: 'triage' });
  slack.addUserGroup({ id: agents, handle: 'support', users: [slack.addUser({ name: 'Mo' })] });
  const child = start(slack);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const failed = ended.then(() => {
    throw new Error('[bench] a bot ended before its time');
  });
  // It is awaited beside all that waits for the bot.
  failed.catch(() => undefined);
  const ready = within(readyWithinMs, slack.connected(sockets), 'no bot connected');
  await Promise.race([ready, failed]);
  const screen = watchScreen(slack);
  let asked = 0;

  const askOne = async (text: string): Promise<readonly [EventDelivery, number]> => {
    const user = customers[asked % customers.length] ?? '';
    const channel = channelIds[asked % channelIds.length] ?? '';
    asked += 1;
    // Posting sends the event before it returns.
    const next = slack.deliveries.length;
    const ts = await slack.post({ channel, user, text });
    const delivery = slack.deliveries[next];
    if (delivery === undefined) throw new Error('[bench] a message made no event');
    const shownAt = await within(answerWithinMs, screen.answered(ts), `no answer: ${text}`);
    return [delivery, shownAt];
  };

  return {
    async ask(questions, inFlight) {
      const waiting = [...questions];
      const answers: (readonly [EventDelivery, number])[] = [];
      const startedAt = performance.now();
      const one = async (): Promise<void> => {
        for (let text = waiting.pop(); text !== undefined; text = waiting.pop())
          answers.push(await askOne(text));
      };
      await Promise.race([Promise.all(Array.from({ length: inFlight }, one)), failed]);
      const tookMs = performance.now() - startedAt;
      await settle(slack);
      return {
        tookMs,
        answerMs: answers.map(([{ sentAt }, shownAt]) => shownAt - sentAt),
        ackMs: answers.map(([{ sentAt, ackedAt }]) => (ackedAt ?? Infinity) - sentAt),
      };
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await slack.stop();
    },
  };
}

/** Both hear what Earshot's app is told, and nothing more. */
async function readSubscriptions(): Promise<readonly string[]> {
  const file = join(import.meta.dirname, '..', 'docs', 'slack-manifest.yaml');
  return manifestSchema.parse(parse(await readFile(file, 'utf8'))).settings.event_subscriptions
    .bot_events;
}

const manifestSchema = z.object({
  settings: z.object({ event_subscriptions: z.object({ bot_events: z.array(z.string()) }) }),
});

/** What is left over of one round, such as marks and signs taken back, is no part of the next. */
async function settle(slack: SlackEmulator): Promise<void> {
  await slack.idle();
  for (let calls = -1; calls !== slack.calls.length; ) {
    calls = slack.calls.length;
    await sleep(quietMs);
  }
}

const quietMs = 100;

/** Tells when a thread holds a whole answer: a stream is one when it has ended. */
function watchScreen(slack: SlackEmulator) {
  const awaited = new Map<string, (shownAt: number) => void>();
  const shown = slack.everShown();
  let seen = shown.length;
  slack.watch(() => {
    for (; seen < shown.length; seen += 1) {
      const { user, channel, threadTs = '', at } = shown[seen] ?? {};
      const resolve = awaited.get(threadTs);
      if (user !== slack.botUserId || channel === undefined || resolve === undefined) continue;
      if (slack.thread(channel, threadTs).some(({ streaming }) => streaming === true)) continue;
      awaited.delete(threadTs);
      resolve(at ?? 0);
    }
  });
  return {
    answered: (ts: string) => new Promise<number>((resolve) => awaited.set(ts, resolve)),
  };
}

async function within<T>(ms: number, promise: Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`[bench] ${what} within ${ms} ms`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
