/** The first sign of life: a status in the assistant's pane, a reaction everywhere else. */
import type { Conversation, Turn } from '../../../desk/types.ts';
import { readAddress } from '../address.ts';
import type { SlackParts } from '../slack-parts.ts';

const sign = 'eyes';
/** Within this an answer mostly is there, and says more than any sign. */
const patienceMs = 100;

export function showWorking(
  { address, messages }: Conversation,
  turn: Turn,
  parts: SlackParts,
): () => Promise<void> {
  const asked = messages.find(({ id }) => id === turn.messageIds.at(-1));
  const ts = asked?.externalId ?? null;
  let shown: Promise<void> | null = null;
  const cancel = parts.options.clock.after(patienceMs, () => {
    shown = set(address, ts, parts);
  });
  return async () => {
    cancel();
    if (shown === null) return;
    await shown;
    await takeSign(address, ts, parts);
  };
}

/** Best effort, and safe where no sign is. */
export async function takeSign(
  address: string,
  ts: string | null,
  parts: SlackParts,
): Promise<void> {
  const { channel, threadTs } = readAddress(address);
  await quietly(parts, async () => {
    // Slack takes a status away by itself when the answer comes; where none comes it must go too.
    if (isPane(address)) await setStatus(channel, threadTs ?? '', '', parts);
    else if (ts !== null) {
      await parts.api.call('take a reaction back', (web) =>
        web.reactions.remove({ channel, timestamp: ts, name: sign }),
      );
    }
  });
}

async function set(address: string, ts: string | null, parts: SlackParts): Promise<void> {
  const { channel, threadTs } = readAddress(address);
  await quietly(parts, async () => {
    if (isPane(address)) await setStatus(channel, threadTs ?? '', 'is looking it up…', parts);
    else if (ts !== null) {
      await parts.api.call('react', (web) =>
        web.reactions.add({ channel, timestamp: ts, name: sign }),
      );
    }
  });
}

/** A thread in a direct message. */
function isPane(address: string): boolean {
  const { channel, threadTs } = readAddress(address);
  return channel.startsWith('D') && threadTs !== null;
}

async function setStatus(
  channel: string,
  threadTs: string,
  status: string,
  { api }: SlackParts,
): Promise<void> {
  await api.call('show a status', (web) =>
    web.assistant.threads.setStatus({ channel_id: channel, thread_ts: threadTs, status }),
  );
}

async function quietly({ options }: SlackParts, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    options.log.info({ err: error }, 'no sign of life could be given');
  }
}
