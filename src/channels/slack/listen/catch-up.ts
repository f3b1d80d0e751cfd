/** Fetches what was written while the bot was not connected: Slack gives up after a few tries. */
import { PlatformBusy } from '../../../desk/deliveries.ts';
import { wait } from '../../../desk/wait.ts';
import { readAddress } from '../address.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Self } from './read-event.ts';

export interface CatchUpPorts extends SlackParts {
  /** Takes an event as Slack would bring it; what was heard before is passed over. */
  readonly keep: (body: unknown) => Promise<void>;
  readonly self: Self;
}

interface Reading {
  readonly channel: string;
  readonly threadTs: string | null;
}

interface Message {
  readonly ts?: string;
  readonly reply_users?: readonly string[];
}

/** Clocks differ, and what is heard twice is kept once. */
const leewayMs = 10_000;
/** An answer to what is older would surprise more than it helps. */
const longestMs = 24 * 3_600_000;
const mostConversations = 50;
const mostPages = 10;
const mostTries = 10;
const againMs = 500;

/**
 * Reads support channels, and the conversations that were last written in. Throws where Slack could
 * not be reached; a channel that it refuses is passed over.
 */
export async function catchUp(sinceMs: number, ports: CatchUpPorts): Promise<void> {
  const { clock, policy, conversations, log } = ports.options;
  const from = Math.max(sinceMs - leewayMs, clock.now() - longestMs);
  const recent = await conversations.list({ show: 'recent', limit: mostConversations });
  const known = recent.filter(({ channel }) => channel === 'slack');
  const readings = [
    ...Object.keys(policy.slack.channels).map((channel) => ({ channel, threadTs: null })),
    ...known.map(({ address }) => readAddress(address)),
  ];
  for (const reading of readings) {
    try {
      for (const message of await read(reading, from, ports))
        await hearAgain(reading, message, ports);
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      log.warn({ err: error, channel: reading.channel }, 'what was missed could not be read');
    }
  }
}

async function hearAgain({ channel }: Reading, message: Message, { keep }: CatchUpPorts) {
  const type = channel.startsWith('D') ? 'im' : 'channel';
  await keep({ event: { ...message, type: 'message', channel, channel_type: type } });
}

/** Oldest first. */
async function read(
  { channel, threadTs }: Reading,
  fromMs: number,
  ports: CatchUpPorts,
): Promise<readonly Message[]> {
  const messages: Message[] = [];
  let cursor = '';
  for (let page = 0; page < mostPages; page += 1) {
    const part = { channel, oldest: (fromMs / 1000).toFixed(6), limit: 200, cursor };
    const answer = await patiently(ports, () =>
      ports.api.call(`read what was written in ${channel}`, (web) =>
        threadTs === null
          ? web.conversations.history(part)
          : web.conversations.replies({ ...part, ts: threadTs }),
      ),
    );
    messages.push(...(answer.messages ?? []));
    cursor = answer.response_metadata?.next_cursor ?? '';
    if (cursor === '') break;
  }
  // A thread's first message comes with every reading of it.
  return (
    messages
      // The records may be a restored backup: what has the bot's words below it is answered there.
      .filter(({ reply_users: repliers }) => !repliers?.includes(ports.self.userId))
      .filter(({ ts }) => Number(ts) * 1000 >= fromMs)
      .sort((one, other) => Number(one.ts) - Number(other.ts))
  );
}

/** Some apps may read once a minute only; and what fails may work a moment later. */
async function patiently<T>({ options }: CatchUpPorts, make: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await make();
    } catch (error) {
      const isBusy = error instanceof PlatformBusy;
      if (error instanceof SlackRefusal || (!isBusy && tried >= mostTries)) throw error;
      await wait(options.clock, isBusy ? error.retryAfterMs : againMs);
    }
  }
}
