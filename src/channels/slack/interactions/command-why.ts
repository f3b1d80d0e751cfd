/** `/earshot why`: how the bot came to its last answer in a conversation. */
import type { Conversation, Exchange } from '../../../desk/types.ts';
import { writeAddress } from '../address.ts';
import { clipLine, outcomeWords, sayFeelings } from '../case-words.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';

/** As mrkdwn. `link` is to any message of the conversation, or to its card; empty in a direct message. */
export async function sayWhy(channel: string, link: string, parts: SlackParts): Promise<string> {
  const place = readPermalink(link);
  if (place === null && !(link === '' && channel.startsWith('D'))) {
    return 'Copy the link of a message in the conversation, and write it after `why`.';
  }
  const conversation = await find(place ?? { channel, ts: null, threadTs: null }, parts);
  if (!conversation) return 'I have no conversation there.';
  const exchange = exchangeAt(conversation, place?.ts ?? null);
  return exchange ? explain(exchange) : 'I have not answered anything there yet.';
}

interface Linked {
  readonly channel: string;
  readonly ts: string | null;
  readonly threadTs: string | null;
}

function readPermalink(link: string): Linked | null {
  const found = /^https:\/\/[^/\s]+\/archives\/([A-Z0-9]+)\/p(\d{6,})(\d{6})\b/.exec(link);
  if (!found || !URL.canParse(link)) return null;
  const [, channel = '', seconds = '', micros = ''] = found;
  const threadTs = new URL(link).searchParams.get('thread_ts');
  return { channel, ts: `${seconds}.${micros}`, threadTs };
}

async function find(
  { channel, ts, threadTs }: Linked,
  { options }: SlackParts,
): Promise<Conversation | undefined> {
  const { conversations, cards } = options;
  const address = writeAddress({ channel, threadTs: threadTs ?? ts });
  const found = await conversations.find('slack', address);
  if (found) return found;
  const card = await cards.at('slack', address);
  if (card) return conversations.read(card.conversationId);
  // A direct message goes on outside of threads.
  return channel.startsWith('D') ? conversations.find('slack', channel) : undefined;
}

/** The exchange of the message that was linked to, where it has one. */
function exchangeAt(
  { messages, exchanges }: Conversation,
  ts: string | null,
): Exchange | undefined {
  const message = messages.find(
    ({ externalId }) => ts !== null && externalId?.split(',').includes(ts),
  );
  return exchanges.find(({ id }) => id === message?.exchangeId) ?? exchanges.at(-1);
}

function explain(exchange: Exchange): string {
  const { question, outcome, rule, reason, confidence, feeling, passages } = exchange;
  const percent = (share: number): string => `${Math.round(share * 100)} %`;
  const found =
    passages.length === 0
      ? 'No passage was found.'
      : `Passages, best first: ${passages.slice(0, mostPassages).map(escapeMrkdwn).join(' · ')}`;
  return [
    `*“${escapeMrkdwn(clipLine(question, 200))}”*`,
    `Outcome: ${outcomeWords[outcome]}, because ${escapeMrkdwn(reason)} (rule ${escapeMrkdwn(rule)})`,
    `Confidence ${percent(confidence)} · ${sayFeelings([feeling])} · upset ${percent(feeling.upset)}`,
    found,
  ].join('\n');
}

const mostPassages = 6;
