/** The way in: what a channel hears → what is written down, or passed over. */
import { editMessage, retractMessage } from './afterthoughts.ts';
import { speak } from './escalation.ts';
import { saySlowed } from './hand-over-words.ts';
import type { IncomingMessage } from './incoming.ts';
import { listen } from './listen.ts';
import type { Policy } from './policy.ts';
import type { Acceptance, Clock, Conversations, Inbox, Intake } from './ports.ts';

export interface IntakePorts {
  readonly inbox: Pick<Inbox, 'accept'>;
  readonly conversations: Pick<Conversations, 'locate' | 'change'>;
  readonly clock: Clock;
  readonly policy: Policy;
}

export function createIntake({ inbox, conversations, clock, policy }: IntakePorts): Intake {
  /** Who was told that they write a lot, and when. */
  const toldAt = new Map<string, number>();
  return {
    async accept(message) {
      const place = await conversations.locate(message.channel, message.address);
      switch (listen(message, place?.customer ?? null)) {
        case 'pass_over':
          return { kind: 'passed_over' };
        case 'agent':
          return hearAgent(place?.id ?? '', message);
        case 'customer': {
          const acceptance = await inbox.accept(message, policy.limits);
          if (acceptance.kind === 'accepted') await tellOfLimits(message, acceptance);
          return acceptance;
        }
      }
    },
    async revise({ text, ...message }) {
      const place = await conversations.locate(message.channel, message.address);
      if (!place) return;
      const at = clock.now();
      const { externalId } = message;
      await conversations.change(place.id, editMessage(externalId, text, at), externalId);
    },
    async retract(message) {
      const place = await conversations.locate(message.channel, message.address);
      if (!place) return;
      const { externalId } = message;
      const retracts = retractMessage(externalId, clock.now());
      await conversations.change(place.id, retracts, externalId);
    },
  };

  async function hearAgent(
    conversationId: string,
    { author, text, externalId }: IncomingMessage,
  ): Promise<Acceptance> {
    const agent = author.agent ?? '';
    const tookOver = await conversations.change(
      conversationId,
      speak(agent, { text, externalId }, clock.now()),
    );
    return { kind: 'agent', conversationId, tookOver };
  }

  /** A kind word at the first message that has to wait; later ones wait in silence, wherever they are. */
  async function tellOfLimits(
    { channel, author }: IncomingMessage,
    { conversationId, slowed, duplicate }: Extract<Acceptance, { kind: 'accepted' }>,
  ): Promise<void> {
    if (!slowed || duplicate) return;
    const at = clock.now();
    for (const [who, when] of toldAt) if (at - when >= slowedMs) toldAt.delete(who);
    const who = `${channel}:${author.externalId}`;
    if (toldAt.has(who)) return;
    const tells = await conversations.change(conversationId, ({ holder }) => {
      if (holder.kind !== 'bot') return { result: false };
      const author = { kind: 'bot' } as const;
      return {
        result: true,
        say: [{ author, kind: 'notice', text: saySlowed(), at, voice: 'bot' }],
      };
    });
    if (tells) toldAt.set(who, at);
  }
}

const slowedMs = 300_000;
