/** Which messages concern the bot, where people also talk with each other. */
import type { IncomingMessage } from './incoming.ts';
import { isRequest } from './is-request.ts';
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
