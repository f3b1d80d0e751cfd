/** The composition root: wires every room together, and starts the bot where it is run itself. */
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Logger } from 'pino';
import { citePassage } from './answering/citations.ts';
import { createExtractiveAnswerer } from './answering/extractive.ts';
import { describeStart } from './banner.ts';
import type { SlackChannel } from './channels/slack/slack-channel.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { withoutPlea } from './desk/asks-for-person.ts';
import { callAgents } from './desk/call-agents.ts';
import { calm } from './desk/calm.ts';
import { createDesk, type Desk } from './desk/desk.ts';
import { handleTurn, type TurnPorts } from './desk/handle-turn.ts';
import { startInboxWorker } from './desk/inbox.ts';
import { createIntake } from './desk/intake.ts';
import { startOutboxWorker } from './desk/outbox.ts';
import { callOverdue } from './desk/overdue.ts';
import { makePacket } from './desk/packet.ts';
import type { Channel, Clock } from './desk/ports.ts';
import { systemClock } from './desk/system-clock.ts';
import type { Conversation } from './desk/types.ts';
import { callOverUndelivered } from './desk/undelivered.ts';
import { createLexicalSensor } from './feeling/lexical-sensor.ts';
import { watchHealth } from './health.ts';
import { createKnowledge, type LiveKnowledge } from './knowledge/knowledge.ts';
import { createLog, createSyncReporter, describeTurn } from './log.ts';
import { holdLock } from './records/lock.ts';
import { openRecords, type Records } from './records/open.ts';
import { forgetOldConversations } from './voice/retention.ts';
import { createWeb } from './web/web.ts';

/** Everything but the channels. */
export interface Bot {
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Logger;
  readonly records: Records;
  readonly knowledge: LiveKnowledge;
  readonly desk: Desk;
  readonly turnPorts: TurnPorts;
  close(): Promise<void>;
}

const administrator = 'Administrator';
const watchOverdueMs = 15_000;
const forgetMs = 6 * 3_600_000;

/** Opens the records and the articles. Throws where one of them cannot be opened. */
export async function openBot(config: Config, log: Logger): Promise<Bot> {
  const clock = systemClock;
  const [records, knowledge] = await Promise.all([
    openRecords({ dataDir: config.dataDir, now: clock.now }),
    createKnowledge({ folder: config.knowledgeDir, indexUri: config.indexUri }),
  ]);
  const { conversations, people } = records;
  const { policy } = config;
  return {
    config,
    clock,
    log,
    records,
    knowledge,
    desk: createDesk({ conversations, people, clock, policy }),
    turnPorts: {
      conversations,
      knowledge,
      clock,
      policy,
      feeling: createLexicalSensor(),
      answerer: createExtractiveAnswerer({ publicUrl: config.publicUrl }),
      topics: () => knowledge.suggestions('customers').slice(0, 4),
      showWorking: async () => async () => undefined,
      reportFailure: (turn, error) =>
        log.error({ err: error, turn: turn.id, attempt: turn.attempt }, 'a turn failed'),
    },
    async close() {
      await knowledge.close();
      await records.close();
    },
  };
}

/** Serves these channels until the returned function has resolved. */
export async function serve(bot: Bot, channels: readonly Channel[]): Promise<() => Promise<void>> {
  const { records, clock, log } = bot;
  const { policy } = bot.config;
  const { inbox, outbox, conversations } = records;
  const names = channels.map(({ name }) => name);
  // In a container every bot is process 1.
  const owner = randomUUID();
  await records.releaseLeases(names);
  const ports: TurnPorts = {
    ...bot.turnPorts,
    showWorking: async (conversation, turn) => {
      const channel = channels.find(({ name }) => name === conversation.channel);
      return (await channel?.showWorking(conversation, turn)) ?? (async () => undefined);
    },
  };
  const reportCall = (channel: Channel, error: unknown): void =>
    log.error({ err: error, channel: channel.name }, 'agents could not be called');
  const reportTrouble = (error: unknown): void =>
    log.error({ err: error }, 'the records cannot be used');
  const calling = { conversations, channels, clock, policy, reportFailure: reportCall };
  const workers = [
    startOutboxWorker({
      outbox,
      channels,
      clock,
      owner,
      callAgents: (conversationId, attempt) => callAgents(conversationId, attempt, calling),
      giveUp: ({ conversationId }) =>
        conversations.change(conversationId, callOverUndelivered(clock.now())),
      reportTrouble,
      reportFailure: (delivery, error) =>
        log.error({ err: error, delivery: delivery.id }, 'a delivery failed'),
    }),
    startInboxWorker({
      inbox,
      clock,
      owner,
      channels: names,
      handle: async (turn) => {
        const settled = await handleTurn(turn, ports);
        if (settled !== 'again') log.info(describeTurn(turn, settled), 'turn');
        return settled;
      },
      reportFailure: ports.reportFailure,
      reportTrouble,
    }),
  ];
  const timers = [
    every(watchOverdueMs, log, () => callOverdue({ conversations, clock, policy })),
    every(forgetMs, log, () => forgetOldConversations(records, policy, clock.now())),
  ];
  const intake = createIntake({ inbox, conversations, clock, policy });
  for (const channel of channels) await channel.start(intake);
  return async () => {
    for (const timer of timers) clearInterval(timer);
    for (const channel of channels) await channel.stop();
    for (const worker of workers) await worker.stop();
  };
}

/** Now, and then again and again. */
function every(ms: number, log: Logger, task: () => Promise<unknown>): NodeJS.Timeout {
  const run = (): void =>
    void task().catch((error) => log.error({ err: error }, 'a periodic task failed'));
  run();
  return setInterval(run, ms);
}

/** Loaded only where it is configured: it costs a quarter of a second. */
async function openSlack(bot: Bot): Promise<SlackChannel | null> {
  const { config, records, knowledge, desk, clock, log } = bot;
  const { slack, policy } = config;
  if (slack === null) return null;
  const { createSlackChannel } = await import('./channels/slack/slack-channel.ts');
  return createSlackChannel({
    ...slack,
    policy,
    servesCustomers: !config.ownHelpCentre,
    suggestions: () => knowledge.suggestions('customers'),
    ask: async (text) => {
      const found = await knowledge.search({ text, audience: 'customers', limit: 8 });
      const question = { text, context: null, feeling: calm, channel: 'slack' } as const;
      return bot.turnPorts.answerer.draft(question, found);
    },
    findHelp: (conversation) => findHelp(bot, conversation),
    desk,
    conversations: records.conversations,
    cards: records.cards,
    cursors: records.cursors,
    people: records.people,
    identities: records.people,
    clock,
    log,
  });
}

/** Articles on what the customer asked, for the agent who takes over. */
async function findHelp({ knowledge, config }: Bot, conversation: Conversation) {
  const { firstQuestion, lastMessage, tried } = makePacket(conversation);
  // "Can I talk to a person?" is not what the case is about.
  const rest = withoutPlea(lastMessage);
  const text = rest.includes('?') ? rest : tried.at(-1)?.question || rest || firstQuestion;
  const query = { text, context: firstQuestion, audience: 'agents', limit: 3 } as const;
  const { passages } = await knowledge.search(query);
  const place = { publicUrl: config.publicUrl, channel: 'slack' } as const;
  return passages.map((passage) => citePassage(passage, place));
}

/** Starts the bot with its channels. Resolves when pages are served. */
export async function start(config: Config): Promise<{ url: string; stop: () => Promise<void> }> {
  const log = createLog(config);
  const unlock = holdLock(config.dataDir, 'bot');
  const bot = await openBot(config, log);
  const { records, knowledge } = bot;
  const token = config.deskToken ?? (await records.secret('desk-token'));
  await records.people.admit(administrator, token);
  const slack = await openSlack(bot);
  let stopping = false;
  const platforms = slack ? [slack] : [];
  const health = watchHealth({ bot, platforms, isStopping: () => stopping });
  const web = createWeb({
    host: config.host,
    port: config.port,
    publicUrl: config.publicUrl,
    botName: config.policy.name,
    company: config.policy.company ?? null,
    secret: await records.secret('web'),
    questions: () => knowledge.suggestions('customers'),
    conversations: records.conversations,
    desk: bot.desk,
    people: records.people,
    knowledge,
    clock: bot.clock,
    health,
    slackEvents: config.slack?.events.kind === 'http' && slack ? slack.receive : null,
    log,
  });
  const stopServing = await serve(bot, [web.channel, ...platforms]);
  const { url } = await web.listen();
  const stopWatching = knowledge.watch(createSyncReporter(log));
  const readyMs = performance.now();
  knowledge.ready.then(
    () =>
      console.log(
        describeStart(config, {
          url,
          token,
          readyMs,
          slackConnected: slack?.isConnected() ?? false,
          ...knowledge.status(),
        }),
      ),
    (error) => log.error({ err: error }, 'the articles cannot be read'),
  );
  return {
    url,
    async stop() {
      stopping = true;
      await stopWatching();
      await web.close();
      await stopServing();
      await bot.close();
      unlock();
    },
  };
}

async function run(): Promise<void> {
  try {
    const config = loadConfig();
    // A platform's package that fails behind the scenes must not take the other channels along.
    process.on('unhandledRejection', (error) =>
      createLog(config).error({ err: error }, 'something failed behind the scenes'),
    );
    const running = await start(config);
    let stopping = false;
    const stop = (): void => {
      // A second signal does not wait for what is under way.
      if (stopping) process.exit(1);
      stopping = true;
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(error instanceof ConfigError ? 2 : 1);
  }
}

if (import.meta.main) await run();
