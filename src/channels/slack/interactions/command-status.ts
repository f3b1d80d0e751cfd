/** `/earshot status`: whether the bot is up, when people are here, and to agents who waits. */
import { describeHours } from '../../../desk/hours.ts';
import type { Conversation } from '../../../desk/types.ts';
import { readAddress } from '../address.ts';
import { clipLine, sayTime } from '../case-words.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';

/** As mrkdwn. */
export async function sayStatus(agent: string | null, parts: SlackParts): Promise<string> {
  const { policy, servesCustomers, clock } = parts.options;
  const hours = describeHours(policy.hours, clock.now());
  const lines = [
    `*${escapeMrkdwn(policy.name)} is up.*${servesCustomers ? '' : ' It answers the team only for now.'}`,
    ...(hours === null ? [] : [escapeMrkdwn(hours.text)]),
  ];
  if (agent === null) return lines.join('\n');
  const why = servesCustomers
    ? []
    : ['Set KNOWLEDGE_DIR to the folder of your own articles, and it answers customers too.'];
  return [...lines, ...why, ...(await sayCases(parts))].join('\n');
}

async function sayCases(parts: SlackParts): Promise<readonly string[]> {
  const open = await parts.options.conversations.list({ show: 'open', limit: mostCounted });
  const waiting = open.filter(({ holder }) => holder.kind === 'queue');
  const held = open.length - waiting.length;
  const more = open.length === mostCounted ? ' or more' : '';
  const first = await Promise.all(waiting.slice(0, mostShown).map((each) => sayCase(each, parts)));
  return [`${waiting.length} waiting, ${held} with a person${more}`, ...first];
}

const mostCounted = 200;
const mostShown = 5;

async function sayCase(conversation: Conversation, parts: SlackParts): Promise<string> {
  const { customer, escalation, updatedAt } = conversation;
  const name = escapeMrkdwn(clipLine(customer.name ?? 'A visitor without a name', 80));
  const link = await linkToCard(conversation, parts);
  const who = link === null ? name : `<${link}|${name}>`;
  return `• ${who} has been waiting since ${sayTime(escalation?.since ?? updatedAt)}`;
}

async function linkToCard(
  { escalation }: Conversation,
  { api, options }: SlackParts,
): Promise<string | null> {
  const card = escalation && (await options.cards.of(escalation.id, 'slack'));
  if (!card) return null;
  const { channel, threadTs } = readAddress(card.receipt);
  try {
    const { permalink = null } = await api.call('link to a card', (web) =>
      web.chat.getPermalink({ channel, message_ts: threadTs ?? '' }),
    );
    return permalink;
  } catch {
    // The name alone tells who waits.
    return null;
  }
}
