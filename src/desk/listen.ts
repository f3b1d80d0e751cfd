/** Which messages concern the bot, where people also talk with each other. */

import type { IncomingMessage } from './incoming.ts';
import { readSignals } from './signals.ts';
import { readSmallTalk } from './small-talk.ts';
import type { Conversation, Turn } from './types.ts';

/** `agent`: somebody of the desk writes to a customer. */
export type Listening = 'customer' | 'agent' | 'pass_over';

/** `customer`: who opened the conversation that is at this address, where there is one. */
export function listen(message: IncomingMessage, customer: string | null): Listening {
  const { author, hearing, text, attachments } = message;
  if (customer !== null) {
    return author.agent !== null && author.externalId !== customer ? 'agent' : 'customer';
  }
  if (hearing === 'called' || hearing === 'direct') return 'customer';
  // Colleagues who write in a customers' channel speak to customers.
  if (author.agent !== null || hearing === 'when_mentioned') return 'pass_over';
  return isRequest(text) || attachments.length > 0 ? 'customer' : 'pass_over';
}

/**
 * Whether words that nobody in particular is addressed with ask for help. In doubt they do: who is
 * left unanswered is worse off than who is answered without need.
 */
export function isRequest(text: string): boolean {
  const plain = text.trim();
  if (plain === '' || toSomebody.test(plain)) return false;
  if (asking.test(plain)) return true;
  if (readSmallTalk(plain) !== null || announcement.test(plain)) return false;
  const signals = readSignals(plain, []);
  if (signals.wantsPerson || signals.didNotHelp) return true;
  return plain.split(/\s+/).length >= fewestWords;
}

const toSomebody = /^(?:(?:hi|hey|hello|thanks|thank you|thx|cc|ping),? )?@\S/i;
const asking =
  /\?|^(?:how|what|where|when|why|who|which|can|could|does|do|is|are|should|will|may)\b|\b(?:help|problem|issue|error|trouble|stuck|broken|fail(?:s|ed|ing|ure)?|crash(?:es|ed)?|bug|cannot|can'?t|can not|won'?t|doesn'?t|does not|isn'?t|not working|unable|how to|i need|i want|need to|wrong|missing|refund|lost)\b/i;
/** Said to everybody, and no question. */
const announcement =
  /^(?:fyi|psa|heads[- ]up|reminder|announcement|welcome|congrat\w*|happy \w+|merry \w+|join us|we(?:'re| are) (?:excited|happy|pleased|hiring))\b/i;
const fewestWords = 3;

/** Somebody else has joined in since the bot was last spoken to: it waits until it is again. */
export function peopleTalk({ messages }: Conversation, turn: Turn): boolean {
  const first = messages.find(({ id }) => id === turn.messageIds[0])?.seq ?? Infinity;
  const last = messages.findLast(
    ({ seq, author, kind, hearing }) =>
      seq < first &&
      (author.kind === 'bystander' ||
        hearing === 'called' ||
        (author.kind === 'bot' && kind === 'said')),
  );
  return last?.author.kind === 'bystander' && last.hearing !== 'called';
}
