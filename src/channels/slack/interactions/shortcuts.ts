/** What can be chosen in the menu of a message. */
import type { App, MessageShortcut } from '@slack/bolt';
import { timeOf, writeAddress } from '../address.ts';
import { mentions, readSlackText } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import { acknowledged, sayAgentsOnly, tellPrivately } from './acknowledge.ts';
import { shortcuts } from './ids.ts';

interface Chosen {
  readonly user: string;
  /** The user's name at the desk, where they are an agent. */
  readonly agent: string | null;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly text: string;
  readonly isByBot: boolean;
}

export function registerShortcuts(app: App, parts: SlackParts): void {
  const { log } = parts.options;
  const sending = new Map<string, Promise<string>>();
  const on = (callbackId: string, act: (chosen: Chosen) => Promise<string>): void =>
    app.shortcut<MessageShortcut>(callbackId, async ({ shortcut, ack, respond }) => {
      const said = await acknowledged(ack, obey(shortcut, act, parts));
      await tellPrivately(respond, said, log);
    });

  on(shortcuts.handOver, (chosen) => handOver(chosen, parts));
  on(shortcuts.sendToCustomer, (chosen) => {
    const id = `${chosen.channel}/${chosen.ts}`;
    const sent = sending.get(id) ?? sendToCustomer(chosen, parts);
    sending.set(id, sent);
    return sent.finally(() => sending.delete(id));
  });
}

async function obey(
  { user, channel, message, message_ts: ts }: MessageShortcut,
  act: (chosen: Chosen) => Promise<string>,
  { directory, options }: SlackParts,
): Promise<string> {
  try {
    return await act({
      user: user.id,
      agent: await directory.agentOf(user.id),
      channel: channel.id,
      ts,
      threadTs: typeof message.thread_ts === 'string' ? message.thread_ts : null,
      text: message.text ?? '',
      isByBot: typeof message.bot_id === 'string' && message.bot_id !== '',
    });
  } catch (error) {
    options.log.error({ err: error }, 'a shortcut could not be obeyed');
    return 'This was not done: something failed on the way. Please try again.';
  }
}

async function handOver(
  { user, agent, channel, ts, threadTs }: Chosen,
  { options }: SlackParts,
): Promise<string> {
  const { conversations, desk, policy } = options;
  const isDirect = channel.startsWith('D');
  const address = writeAddress({ channel, threadTs: threadTs ?? (isDirect ? null : ts) });
  const place = await conversations.locate('slack', address);
  const conversation = place && (await conversations.read(place.id));
  if (!conversation) {
    return `I have no conversation here that I could hand over. Mention @${policy.name} in the thread, say what it is about, and ask for a person.`;
  }
  const isOwn = place.customer === user;
  if (!isOwn && agent === null) {
    const name = conversation.customer.name ?? 'whoever asked';
    return `Only ${name} or an agent can hand this over. Ask in a thread of your own.`;
  }
  const { holder } = conversation;
  if (holder.kind === 'person') return `${holder.agent} has this conversation already.`;
  if (holder.kind === 'queue') return 'A person is called to this conversation already.';
  const caller = isOwn ? [] : [agent ?? ''];
  const result = await desk.customer.askForPerson(conversation.id, ...caller);
  return result.ok ? 'I am calling a person to this conversation.' : result.refused;
}

async function sendToCustomer(
  { agent, channel, ts, threadTs, text, isByBot }: Chosen,
  { directory, options }: SlackParts,
): Promise<string> {
  const { cards, conversations, desk, policy } = options;
  if (agent === null) return sayAgentsOnly(policy);
  const root = writeAddress({ channel, threadTs: threadTs ?? ts });
  const card = await cards.at('slack', root);
  if (!card) return 'Only what is written below a card of mine can be sent to a customer.';
  if (isByBot) return 'Choose a message that a person wrote. To write a new one, press Reply.';
  const names = await directory.namesOf(mentions(text));
  const words = readSlackText(text, (id) => names.get(id) ?? null).trim();
  if (words === '') return 'This message has no words that could be sent.';
  const conversation = await conversations.read(card.conversationId);
  if (!conversation) return 'This conversation is no longer on record.';
  const isSent = conversation.messages.some(
    ({ author, kind, text, at }) =>
      author.kind === 'agent' && kind === 'said' && text === words && at >= timeOf(ts),
  );
  if (isSent) return 'These words were sent to the customer already.';
  const result = await desk.reply(conversation.id, agent, words);
  if (!result.ok) return result.refused;
  return `Sent to ${conversation.customer.name ?? 'the customer'}, under your name.`;
}
