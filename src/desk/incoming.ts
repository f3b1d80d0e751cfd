/** What a platform brings, before it belongs to a conversation. */
import type { ChannelName } from './types.ts';

/**
 * How the bot comes to hear a message: it was called by name, the place is its own (the chat, a
 * direct message), or by the policy of a place where people talk.
 */
export type Hearing = 'called' | 'direct' | AnswerPolicy;

/** When the bot answers what is written in a place and not addressed to it. */
export type AnswerPolicy = 'always' | 'when_confident' | 'when_mentioned';

/** One message as a platform delivered it, before it belongs to a conversation. */
export interface IncomingMessage {
  readonly channel: ChannelName;
  /** The thread on its platform; one address is one conversation. */
  readonly address: string;
  /** The platform's id of this message; a second arrival under the same id is a duplicate. */
  readonly externalId: string;
  readonly author: Sender;
  readonly text: string;
  /** Names of files that came with it and that the bot cannot read. */
  readonly attachments: readonly string[];
  readonly hearing: Hearing;
  /** Where many customers write side by side, for limits; null where each is alone. */
  readonly place: string | null;
  /** The platform's time of it. */
  readonly at: number;
}

/** Who wrote, by their id on the platform. */
export interface Sender {
  readonly externalId: string;
  readonly name: string | null;
  /** Their name at the desk, where they are an agent. */
  readonly agent: string | null;
}
