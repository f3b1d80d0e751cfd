/** The web as a channel: a message is said by being on record, and open pages are told to look. */
import type { Channel, Clock, Intake, People } from '../desk/ports.ts';
import { countPresent } from '../desk/present.ts';
import type { Conversation } from '../desk/types.ts';
import type { Live } from './live.ts';

export interface WebChannel extends Channel {
  readonly name: 'web';
  /** Undefined until the bot takes messages. */
  readonly intake: () => Intake | undefined;
  /** True while the bot is at work on what this conversation's customer said last. */
  isWorking(conversation: Conversation): boolean;
}

/** After this a sign of life would be a lie. */
const workingMs = 60_000;

export function createWebChannel(live: Live, people: People, clock: Clock): WebChannel {
  const workingSince = new Map<string, number>();
  let intake: Intake | undefined;
  return {
    name: 'web',
    intake: () => intake,
    async start(given) {
      intake = given;
    },
    async stop() {
      intake = undefined;
    },
    async showWorking({ address }) {
      const since = clock.now();
      workingSince.set(address, since);
      live.tell({ kind: 'address', address });
      clock.after(workingMs, () => {
        if (workingSince.get(address) !== since) return;
        workingSince.delete(address);
        live.tell({ kind: 'address', address });
      });
      // The answer itself ends it.
      return async () => undefined;
    },
    async deliver({ id, conversationId, address }) {
      workingSince.delete(address);
      live.tell({ kind: 'conversation', id: conversationId });
      return id;
    },
    async withdraw({ conversationId }) {
      live.tell({ kind: 'conversation', id: conversationId });
    },
    async callAgents() {
      live.tell({ kind: 'desk' });
      return countPresent(await people.list(), clock.now());
    },
    isWorking(conversation) {
      const since = workingSince.get(conversation.address);
      return (
        since !== undefined &&
        conversation.holder.kind !== 'person' &&
        !conversation.messages.some((message) => isAnswer(message) && message.at >= since)
      );
    },
  };
}

function isAnswer({ author, delivery }: Conversation['messages'][number]): boolean {
  return author.kind !== 'customer' && delivery === 'delivered';
}
