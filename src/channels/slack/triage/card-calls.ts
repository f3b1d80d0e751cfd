/** Calls agents to a case by its card, or in the thread of the card that hangs already. */
import { PlatformBusy } from '../../../desk/deliveries.ts';
import type { Clock } from '../../../desk/ports.ts';
import type { Conversation, Escalation } from '../../../desk/types.ts';
import { wait } from '../../../desk/wait.ts';
import type { Place } from '../address.ts';
import { clipLine, sayTime } from '../case-words.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { CardBoard, Tries } from './card-board.ts';
import { findMarked } from './card-marks.ts';

interface CallPorts {
  readonly parts: SlackParts;
  readonly board: CardBoard;
}

/** Resolves to how many agents can have heard it. */
export async function callByCard(
  conversationId: string,
  tries: Tries,
  ports: CallPorts,
): Promise<number> {
  // An earlier try may have waited for long: nobody is called to what was taken meanwhile.
  const conversation = await ports.parts.options.conversations.read(conversationId);
  const escalation = conversation?.escalation;
  if (!escalation) return 0;
  if (escalation.state === 'waiting') return callAll(conversation, escalation, tries, ports);
  const isNudged = escalation.state === 'claimed' && escalation.nudgedAt !== null;
  return isNudged ? callOne(conversation, escalation, tries, ports) : 0;
}

async function callAll(
  conversation: Conversation,
  escalation: Escalation,
  tries: Tries,
  { parts, board }: CallPorts,
): Promise<number> {
  const { directory, options } = parts;
  const hanging = await board.hang(conversation.id, tries);
  if (hanging?.calls === 'earlier') {
    const words = sayAgain(conversation, escalation, options.policy.slack.agents);
    await sayInThread(hanging.place, words, escalation, escalation.calledAt ?? 0, tries, parts);
  }
  return hanging === null ? 0 : (await directory.agents()).length;
}

async function callOne(
  conversation: Conversation,
  escalation: Escalation,
  tries: Tries,
  { parts, board }: CallPorts,
): Promise<number> {
  const account = await accountOf(escalation, parts);
  const hanging = account === null ? null : await board.hang(conversation.id, tries);
  if (hanging === null) return 0;
  const words = `<@${account}> ${sayWho(conversation)} waits for your answer.`;
  await sayInThread(hanging.place, words, escalation, escalation.nudgedAt ?? 0, tries, parts);
  return 1;
}

/** Tells an agent that a colleague has given them a case; they are the one who is called. */
export function tellOfTransfer(
  place: Place,
  words: { readonly to: string; readonly from: string; readonly conversation: Conversation },
  { api }: SlackParts,
): Promise<unknown> {
  const { to, from, conversation } = words;
  const text = `<@${to}> ${escapeMrkdwn(from)} has given you the case of ${sayWho(conversation)}.`;
  return api.call('tell an agent of a case', (web) =>
    web.chat.postMessage({
      channel: place.channel,
      thread_ts: place.threadTs ?? '',
      text,
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
}

/**
 * Tries again where Slack asks to wait or cannot be reached, as long as a call may take; a refusal
 * is final. After an unknown outcome it is said that an earlier try may have succeeded.
 */
export async function patiently<T>(
  clock: Clock,
  first: Tries,
  work: (tries: Tries) => Promise<T>,
): Promise<T> {
  const startedAt = clock.now();
  let { isUnsure } = first;
  for (let pauseMs = 500; ; pauseMs *= 2) {
    try {
      return await work({ isUnsure });
    } catch (error) {
      const isBusy = error instanceof PlatformBusy;
      const waitMs = isBusy ? error.retryAfterMs : pauseMs;
      const isLate = clock.now() - startedAt + waitMs > patienceMs;
      if (error instanceof SlackRefusal || isLate) throw error;
      isUnsure ||= !isBusy;
      await wait(clock, waitMs);
    }
  }
}

/** A call's lease is a minute. */
const patienceMs = 30_000;

const callEvent = 'earshot_call';

/** Null where the agent cannot be called on Slack. */
async function accountOf(
  { agent }: Escalation,
  { directory, options }: SlackParts,
): Promise<string | null> {
  const account = await options.identities.accountOf(agent ?? '', 'slack');
  if (account === undefined) return null;
  return (await directory.agentOf(account)) === null ? null : account;
}

function sayAgain(
  conversation: Conversation,
  { since, reason, calledAt }: Escalation,
  agents: string | undefined,
): string {
  const call = agents === undefined ? '' : `<!subteam^${agents}> `;
  const who = sayWho(conversation);
  return calledAt === null
    ? `${call}${who} waits for a person again: ${escapeMrkdwn(clipLine(reason, 300))}`
    : `${call}Nobody has taken this yet. ${who} has been waiting since ${sayTime(since)}.`;
}

function sayWho({ customer }: Conversation): string {
  return escapeMrkdwn(clipLine(customer.name ?? 'the customer', 80));
}

/** Everybody sees a call to everybody in the channel too; a call to one agent stays in the thread. */
async function sayInThread(
  { channel, threadTs }: Place,
  text: string,
  escalation: Escalation,
  call: number,
  { isUnsure }: Tries,
  { api }: SlackParts,
): Promise<void> {
  const mark = { event: callEvent, escalation: escalation.id, call };
  const since = Math.max(call, escalation.since);
  if (isUnsure && (await findMarked(api, { channel, threadTs }, mark, since)) !== null) return;
  await api.call(`call agents in ${channel}`, (web) =>
    web.chat.postMessage({
      channel,
      thread_ts: threadTs ?? '',
      text,
      reply_broadcast: escalation.state === 'waiting',
      metadata: { event_type: callEvent, event_payload: { escalation: escalation.id, call } },
      unfurl_links: false,
      unfurl_media: false,
    }),
  );
}
