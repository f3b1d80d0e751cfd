/** What becomes of a message that its author changes or deletes, pure. */
import type { Change } from './change.ts';
import type { Conversation, Message } from './types.ts';

type Afterthought = (conversation: Conversation) => Change<undefined>;

/** A question that the bot has answered is thought of anew, and its answer put in the old one's place. */
export function editMessage(externalId: string, text: string, at: number): Afterthought {
  return (conversation) => {
    const message = findOwn(conversation, externalId);
    if (!message || message.text === text || message.deletedAt !== null) return nothing;
    const answers = message.exchangeId !== null && conversation.holder.kind === 'bot';
    return {
      result: undefined,
      amend: { messageId: message.id, text, at },
      ...(answers && { reopens: message.exchangeId ?? '' }),
    };
  };
}

/** Its answer is taken back and its record struck; of a burst the rest is answered anew. */
export function retractMessage(externalId: string, at: number): Afterthought {
  return (conversation) => {
    const message = findOwn(conversation, externalId);
    if (!message || message.deletedAt !== null) return nothing;
    const amend = { messageId: message.id, text: null, at };
    const { exchangeId } = message;
    if (exchangeId === null) return { result: undefined, amend };
    const exchange = conversation.messages.filter((other) => other.exchangeId === exchangeId);
    const rest = exchange.filter(
      ({ id, author, deletedAt }) =>
        id !== message.id && author.kind === message.author.kind && deletedAt === null,
    );
    if (rest.length > 0 && conversation.holder.kind === 'bot') {
      return { result: undefined, amend, reopens: exchangeId, strikes: exchangeId };
    }
    return {
      result: undefined,
      amend,
      strikes: exchangeId,
      withdraw: exchange.filter(isStanding).map(({ id }) => id),
    };
  };
}

/** Whether this is something that the bot has said and that can still be read, or will be. */
export function isStanding({ author, kind, delivery }: Message): boolean {
  const isOwn = author.kind === 'bot' && kind === 'said';
  return isOwn && (delivery === 'delivered' || delivery === 'pending');
}

function findOwn({ messages }: Conversation, externalId: string): Message | undefined {
  return messages.find(
    (message) => message.externalId === externalId && message.author.kind !== 'bot',
  );
}

const nothing: Change<undefined> = { result: undefined };
