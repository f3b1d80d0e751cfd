/** What an agent sees of a case at a glance. */
import type { Citation, Conversation, Feeling, Message, Outcome } from './types.ts';

export interface Packet {
  readonly firstQuestion: string;
  readonly lastMessage: string;
  /** What the bot tried, oldest first. */
  readonly tried: readonly Attempt[];
  /** How the customer felt, turn by turn, oldest first. */
  readonly feelings: readonly Feeling[];
  readonly reason: string | null;
  /** An answer that was written and not sent, with its sources. */
  readonly withheld: Message | null;
}

export interface Attempt {
  readonly question: string;
  readonly outcome: Outcome;
  readonly citations: readonly Citation[];
}

export function makePacket(conversation: Conversation): Packet {
  const said = conversation.messages
    .filter(({ author, deletedAt }) => author.kind === 'customer' && deletedAt === null)
    .map(wordsOf);
  const withheld = conversation.messages.findLast(
    ({ kind, text }) => kind === 'withheld' && text !== '',
  );
  return {
    firstQuestion: said.at(0) ?? '',
    lastMessage: said.at(-1) ?? '',
    tried: conversation.exchanges
      .filter(({ question, outcome }) => question !== '' && !unasked.includes(outcome))
      .map(({ question, outcome, citations }) => ({ question, outcome, citations })),
    feelings: conversation.exchanges.map((exchange) => exchange.feeling),
    reason: conversation.escalation?.reason ?? null,
    withheld: withheld ?? null,
  };
}

const unasked: readonly Outcome[] = ['chat', 'handed_over'];

/** What was said, or the names of the files where that is all there was. */
export function wordsOf({ text, attachments }: Message): string {
  return text || attachments.join(', ');
}
