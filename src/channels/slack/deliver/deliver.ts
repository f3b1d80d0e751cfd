/** Says the bot's and the agents' messages on Slack, and takes them back. */
import {
  type MessageDelivery,
  PlatformBusy,
  type Receipt,
  type WithdrawalDelivery,
} from '../../../desk/deliveries.ts';
import { wait } from '../../../desk/wait.ts';
import { readAddress } from '../address.ts';
import type { KnownBlock } from '../blocks.ts';
import { button } from '../button.ts';
import { formatMessage, type SlackPost } from '../format/format-message.ts';
import { formatStream } from '../format/format-stream.ts';
import { actions } from '../interactions/ids.ts';
import type { Self } from '../listen/read-event.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import { type FoundPost, findPosts, postEvent } from './find-posts.ts';
import { type Recipient, streamAnswer } from './stream-answer.ts';

export interface DeliverPorts extends SlackParts {
  readonly self: Self;
}

/** Receipts are the posts' times, in order. */
const separator = ',';

const tries = 3;
const pauseMs = 250;

/** Says it; where nobody knows whether that worked, looks and tries again at once, a few times. */
export async function deliver(
  delivery: MessageDelivery,
  isCurrent: () => Promise<boolean>,
  ports: DeliverPorts,
): Promise<Receipt> {
  for (let tried = 0; ; tried += 1) {
    const attempt = delivery.attempt + tried;
    const progress = { begun: tried > 0 };
    try {
      return await deliverOnce({ ...delivery, attempt }, isCurrent, ports, progress);
    } catch (error) {
      const isBusy = error instanceof PlatformBusy;
      if (error instanceof SlackRefusal || (isBusy && !progress.begun)) throw error;
      if (tried + 1 === tries || !(await isCurrent())) {
        // What may be there in part has to be looked for, so that this try must count.
        throw isBusy ? new Error(error.message, { cause: error }) : error;
      }
      const waitMs = isBusy ? error.retryAfterMs : pauseMs * 2 ** tried;
      await wait(ports.options.clock, waitMs);
    }
  }
}

const handsChanged = '[slack] hands changed before anything was said';

/** Whether something of a message may be on the platform already. */
interface Progress {
  begun: boolean;
}

async function deliverOnce(
  delivery: MessageDelivery,
  isCurrent: () => Promise<boolean>,
  ports: DeliverPorts,
  progress: Progress,
): Promise<Receipt> {
  if (delivery.replaces !== null) {
    return replace(delivery, drawPosts(delivery, ports), isCurrent, ports);
  }
  const found = delivery.attempt > 0 ? await look(delivery, ports) : [];
  const streamedBefore = found.find(({ part }) => part === 'whole');
  if (streamedBefore) return streamedBefore.ts;
  for (const { ts, part } of found) if (part === 'half') await remove(delivery.address, ts, ports);
  const times = new Map(
    found.flatMap(({ ts, part }) => (typeof part === 'number' ? [[part, ts]] : [])),
  );
  if (delivery.attempt === 0) {
    const streamed = await stream(delivery, isCurrent, ports, progress);
    if (streamed !== null) return streamed;
  }
  const posts = drawPosts(delivery, ports);
  for (const [part, post] of posts.entries()) {
    if (times.has(part)) continue;
    // Only the first part of a first try was asked about just now.
    if (part + delivery.attempt > 0 && !(await isCurrent())) break;
    times.set(part, await say(delivery, post, part, ports));
    progress.begun = true;
  }
  if (times.size === 0) throw new Error(handsChanged);
  return [...times.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, ts]) => ts)
    .join(separator);
}

export async function withdraw(delivery: WithdrawalDelivery, ports: DeliverPorts): Promise<void> {
  const { receipt, address } = delivery;
  const posts =
    receipt === null ? (await look(delivery, ports)).map(({ ts }) => ts) : receipt.split(separator);
  for (const ts of posts) await remove(address, ts, ports);
}

function look(
  { id, address, message }: Pick<MessageDelivery, 'id' | 'address' | 'message'>,
  { api, self }: DeliverPorts,
): Promise<readonly FoundPost[]> {
  return findPosts(api, { id, address, writtenAt: message.at, botId: self.botId });
}

/** The last post of an answer asks whether it helped. */
function drawPosts(delivery: MessageDelivery, { options }: SlackParts): readonly SlackPost[] {
  const posts = formatMessage(delivery.message, { botName: options.policy.name });
  return posts.map((post, index) =>
    index === posts.length - 1
      ? { ...post, blocks: [...post.blocks, ...askBlocks(delivery)] }
      : post,
  );
}

/** Only what is taken from an article can have helped. */
function askBlocks({ message, conversationId }: MessageDelivery): readonly KnownBlock[] {
  const { author, exchangeId, citations } = message;
  if (author.kind !== 'bot' || exchangeId === null) return [];
  const value = `${conversationId} ${exchangeId}`;
  const person = button('Talk to a person', actions.callPerson, value);
  const marks = [
    button('Helpful', actions.markHelpful, value),
    button('Not helpful', actions.markNotHelpful, value),
  ];
  return [{ type: 'actions', elements: citations.length > 0 ? [...marks, person] : [person] }];
}

async function say(
  { id, address }: Pick<MessageDelivery, 'id' | 'address'>,
  { text, blocks }: SlackPost,
  part: number,
  { api }: SlackParts,
): Promise<string> {
  const { channel, threadTs } = readAddress(address);
  const { ts } = await api.call(`post to ${channel}`, (web) =>
    web.chat.postMessage({
      channel,
      text,
      blocks: [...blocks],
      ...(threadTs !== null && { thread_ts: threadTs }),
      metadata: markOf(id, part),
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
  return ts ?? '';
}

function markOf(id: string, part: number | 'whole') {
  return { event_type: postEvent, event_payload: { id, part } };
}

async function stream(
  delivery: MessageDelivery,
  isCurrent: () => Promise<boolean>,
  ports: DeliverPorts,
  progress: Progress,
): Promise<Receipt | null> {
  const { address, id, message } = delivery;
  const { channel, threadTs } = readAddress(address);
  if (threadTs === null || message.exchangeId === null) return null;
  if (message.text.length < shortestStreamed) return null;
  const chunks = formatStream(message);
  if (chunks === null || chunks.length < fewestChunks) return null;
  const recipient = await findRecipient(address, ports);
  if (recipient === null) return null;
  if (!(await isCurrent())) throw new Error(handsChanged);
  // The sources and the buttons come when the words have.
  const end = askBlocks(delivery);
  const place = { channel, threadTs, recipient, mark: markOf(id, 'whole') };
  const onBegin = (): void => {
    progress.begun = true;
  };
  return streamAnswer(ports.api, { ...place, chunks, end, isCurrent, onBegin });
}

/** A short answer is there at once; nobody likes to watch it being typed. */
const shortestStreamed = 600;
const fewestChunks = 2;

async function findRecipient(
  address: string,
  { options, directory, self }: DeliverPorts,
): Promise<Recipient | null> {
  const userId = (await options.conversations.locate('slack', address))?.customer;
  if (userId === undefined) return null;
  return { userId, teamId: (await directory.teamOf(userId)) ?? self.teamId };
}

/** Puts new posts in the place of old ones, and what is left of either behind them. */
async function replace(
  delivery: MessageDelivery,
  posts: readonly SlackPost[],
  isCurrent: () => Promise<boolean>,
  ports: DeliverPorts,
): Promise<Receipt> {
  const { channel } = readAddress(delivery.address);
  const before = (delivery.replaces ?? '').split(separator).filter((ts) => ts !== '');
  const found = delivery.attempt > 0 ? await look(delivery, ports) : [];
  const times: string[] = [];
  for (const [part, { text, blocks }] of posts.entries()) {
    if (part + delivery.attempt > 0 && !(await isCurrent())) break;
    const ts = before[part] ?? found.find((post) => post.part === part)?.ts;
    if (ts === undefined) times.push(await say(delivery, { text, blocks }, part, ports));
    else {
      await ports.api.call(`change a message in ${channel}`, (web) =>
        web.chat.update({
          channel,
          ts,
          text,
          blocks: [...blocks],
          metadata: markOf(delivery.id, part),
        }),
      );
      times.push(ts);
    }
  }
  // Broken off, the rest stands as it was, and is taken back with what was changed.
  if (times.length < posts.length) return [...times, ...before.slice(times.length)].join(separator);
  for (const ts of before.slice(posts.length)) await remove(delivery.address, ts, ports);
  return times.join(separator);
}

async function remove(address: string, ts: string, { api }: SlackParts): Promise<void> {
  const { channel } = readAddress(address);
  try {
    await api.call(`delete a message in ${channel}`, (web) => web.chat.delete({ channel, ts }));
  } catch (error) {
    const isGone = error instanceof SlackRefusal && error.code === 'message_not_found';
    if (!isGone) throw error;
  }
}
