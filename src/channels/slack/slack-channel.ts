/** Slack as a channel: customers in channels, direct messages and the assistant's pane. */
import type { Channel, Intake } from '../../desk/ports.ts';
import { wait } from '../../desk/wait.ts';
import { type DeliverPorts, deliver, withdraw } from './deliver/deliver.ts';
import { createWhispers } from './deliver/whispers.ts';
import { showWorking, takeSign } from './deliver/working-sign.ts';
import { createDirectory } from './directory.ts';
import { registerAgentActions } from './interactions/agent-actions.ts';
import { registerCommands } from './interactions/commands.ts';
import { registerCustomerActions } from './interactions/customer-actions.ts';
import { registerShortcuts } from './interactions/shortcuts.ts';

import { type Connection, connect } from './listen/connection.ts';
import { fetchMissed, type Missed } from './listen/fetch-missed.ts';
import { createHearing } from './listen/hear.ts';
import { readEvent, type Self } from './listen/read-event.ts';
import { createSlackApi, SlackRefusal } from './slack-api.ts';
import type { SlackOptions } from './slack-options.ts';
import type { SlackParts } from './slack-parts.ts';
import { createTriage } from './triage/triage.ts';

export interface SlackChannel extends Channel {
  readonly name: 'slack';
  /** Answers Slack's requests; 404 where events come over sockets. */
  receive(request: Request): Promise<Response>;
  /** Whether events can come in now. */
  isConnected(): boolean;
}

export function createSlackChannel(options: SlackOptions): SlackChannel {
  const { botToken, apiUrl, log, clock, conversations } = options;
  const api = createSlackApi({ token: botToken, apiUrl, log });
  const parts: SlackParts = { api, directory: createDirectory(api, options), options };
  const triage = createTriage(parts);
  const startedAt = clock.now();
  let stopped = false;
  let self: Self | null = null;
  let connection: Connection | null = null;
  let stopCards: () => Promise<void> = async () => undefined;
  let missed: Missed | null = null;

  const ports = (): DeliverPorts => {
    if (self === null) throw new Error('[slack] not connected yet');
    return { ...parts, self };
  };

  return {
    name: 'slack',
    receive: async (request) =>
      (await connection?.receive?.(request)) ?? new Response('not found', { status: 404 }),
    isConnected: () => connection?.isOpen() ?? false,
    async start(intake) {
      const begun = begin(intake);
      begun.catch((error: unknown) => log.error({ err: error }, 'Slack cannot be used'));
      // An outage of Slack's is no reason to keep the web waiting.
      await Promise.race([begun, wait(clock, startWithinMs)]);
    },
    async showWorking(conversation, turn) {
      return showWorking(conversation, turn, parts);
    },
    async deliver(delivery, isCurrent) {
      const receipt = await deliver(delivery, isCurrent, ports());
      // A sign that an earlier process has left behind is answered now.
      if (delivery.message.at < startedAt) await takeOldSign(delivery.conversationId);
      return receipt;
    },
    withdraw: (delivery) => withdraw(delivery, ports()),
    callAgents: (conversation, attempt) => triage.callAgents(conversation, attempt),
    async stop() {
      stopped = true;
      missed?.stop();
      await connection?.close();
      await stopCards();
    },
  };

  async function begin(intake: Intake): Promise<void> {
    const who = await introduce(parts, () => stopped);
    if (who === null) return;
    self = who;
    // Before anything is heard: an agent's words must not be taken for a bystander's.
    await parts.directory.agents();
    connection = connectTo(intake, who);
    stopCards = triage.keepCards();
    await connection.open();
    if (!connection.isOpen()) log.warn({}, 'Slack is not connected yet; it is tried again');
  }

  function connectTo(intake: Intake, self: Self): Connection {
    const whispers = createWhispers(parts);
    const hear = createHearing({ ...parts, intake, self, whispers, hearTriage: triage.hear });
    const keep = async (body: unknown): Promise<void> => {
      const heard = readEvent(body, self);
      if (heard !== null) await hear(heard);
    };
    const fetching = fetchMissed({ ...parts, keep, self }, () => connection?.isOpen() ?? false);
    missed = fetching;
    const opened = connect({ options, self, keep, onOpen: () => void fetching.fetch() });
    registerCustomerActions(opened.app, parts);
    registerAgentActions(opened.app, parts, triage);
    registerCommands(opened.app, parts);
    registerShortcuts(opened.app, parts);
    return opened;
  }

  async function takeOldSign(conversationId: string): Promise<void> {
    const conversation = await conversations.read(conversationId);
    const asked = conversation?.messages.findLast(({ author }) => author.kind === 'customer');
    if (conversation) await takeSign(conversation.address, asked?.externalId ?? null, parts);
  }
}

const startWithinMs = 10_000;
const introduceAgainMs = 3_000;

/** Who the bot is. Throws where Slack says no; where it cannot be reached it is tried on and on. */
async function introduce(
  { api, options }: SlackParts,
  isStopped: () => boolean,
): Promise<Self | null> {
  const { log, clock } = options;
  while (!isStopped()) {
    try {
      const who = await api.call('sign in', (web) => web.auth.test());
      const { user_id: userId = '', bot_id: botId = '', team_id: teamId = '' } = who;
      log.info({ team: teamId, bot: userId }, 'signed in to Slack');
      return { userId, botId, teamId };
    } catch (error) {
      if (error instanceof SlackRefusal) throw error;
      log.warn({ err: error }, 'Slack cannot be reached; it is tried again');
      await wait(clock, introduceAgainMs);
    }
  }
  return null;
}
