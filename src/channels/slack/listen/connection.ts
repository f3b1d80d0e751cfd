/** Bolt, connected to Slack by sockets or by requests; every event is kept before it is acknowledged. */
import { App, type Receiver, SocketModeReceiver } from '@slack/bolt';
import { clientOptions, quietLogger } from '../slack-api.ts';
import type { SlackOptions } from '../slack-options.ts';
import { within } from '../within.ts';
import { createHttpReceiver, type HttpReceiver } from './http-receiver.ts';
import type { Self } from './read-event.ts';

export interface Connection {
  readonly app: App;
  /** Null where events come over sockets. */
  readonly receive: HttpReceiver['receive'] | null;
  /** Resolves when the first socket is open, or after a while without one; it is tried on and on. */
  open(): Promise<void>;
  isOpen(): boolean;
  close(): Promise<void>;
}

export interface ConnectionPorts {
  readonly options: SlackOptions;
  readonly self: Self;
  /** Resolves once an event is on disk. */
  readonly keep: (body: unknown) => Promise<void>;
  /** Called when a socket is open that was not before: something may have been missed. */
  readonly onOpen: () => void;
}

/** Slack closes sockets as it likes; with two of them there is no gap. */
const sockets = 2;
const openWithinMs = 10_000;

type Event = Parameters<App['processEvent']>[0];

/** Bolt acknowledges an event before any listener runs; a crash after that would lose it. */
class KeepingApp extends App {
  readonly #keep: (body: unknown) => Promise<void>;

  constructor(options: ConstructorParameters<typeof App>[0], keep: ConnectionPorts['keep']) {
    super(options);
    this.#keep = keep;
  }

  override async processEvent(event: Event): Promise<void> {
    await this.#keep(event.body);
    await super.processEvent(event);
  }
}

export function connect({ options, self, keep, onOpen }: ConnectionPorts): Connection {
  const { events, botToken, apiUrl, clock, log } = options;
  const http = events.kind === 'http' ? createHttpReceiver({ ...events, clock, log }) : null;
  const socketReceivers =
    events.kind === 'socket'
      ? Array.from({ length: sockets }, () => openSocket(events.appToken, options, onOpen))
      : [];
  const [first] = http ? [http] : socketReceivers.map(({ receiver }) => receiver);
  const app = new KeepingApp(
    {
      receiver: first as Receiver,
      authorize: async () => ({
        botToken,
        botId: self.botId,
        botUserId: self.userId,
        teamId: self.teamId,
      }),
      clientOptions: clientOptions({ apiUrl }),
      logger: quietLogger(log),
      processBeforeResponse: false,
    },
    keep,
  );
  for (const { receiver } of socketReceivers.slice(1)) receiver.init(app);
  app.error(async (error) => log.error({ err: error }, 'Bolt could not process an event'));
  let isOpen = false;

  return {
    app,
    receive: http && ((request) => http.receive(request)),
    async open() {
      isOpen = http !== null;
      const opened = socketReceivers.map(({ receiver }) =>
        receiver
          .start()
          .catch((error: unknown) => log.error({ err: error }, 'Slack cannot be connected')),
      );
      if (opened.length > 0) await within(Promise.race(opened), openWithinMs, undefined);
    },
    isOpen: () => isOpen || socketReceivers.some(({ isConnected }) => isConnected()),
    async close() {
      isOpen = false;
      await Promise.all(socketReceivers.map(({ receiver, stop }) => stop(receiver)));
    },
  };
}

function openSocket(appToken: string, options: SlackOptions, onOpen: () => void) {
  const { apiUrl, log } = options;
  const receiver = new SocketModeReceiver({
    appToken,
    logger: quietLogger(log),
    // Options of its own: the client writes into them.
    installerOptions: {
      clientOptions: {
        ...(apiUrl !== null && { slackApiUrl: apiUrl }),
        retryConfig: { retries: 1e6, factor: 1.3, maxTimeout: 10_000 },
      },
    },
  });
  const { client } = receiver;
  let connected = false;
  let stopped = false;
  client.on('connected', () => {
    connected = true;
    onOpen();
  });
  for (const state of ['disconnected', 'reconnecting', 'disconnecting', 'close']) {
    client.on(state, () => {
      connected = false;
    });
  }
  surviveStrangeEvents(receiver, options);
  return {
    receiver,
    isConnected: () => connected,
    async stop(socket: SocketModeReceiver) {
      if (stopped) return;
      stopped = true;
      await within(socket.stop(), closeWithinMs, undefined);
    },
  };
}

const closeWithinMs = 2_000;

/** An envelope without an event, as `app_rate_limited`, would end the process: nobody catches it. */
function surviveStrangeEvents({ client }: SocketModeReceiver, { log }: SlackOptions): void {
  const hear = client.listeners('ws_message') as ((...message: unknown[]) => unknown)[];
  client.removeAllListeners('ws_message');
  client.on('ws_message', async (...message: unknown[]) => {
    try {
      for (const listener of hear) await listener(...message);
    } catch (error) {
      log.warn({ err: error }, 'an event of Slack’s was not understood');
    }
  });
}
