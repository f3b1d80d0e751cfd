/** What the outbox gives to channels. */
import type { ChannelName, Message } from './types.ts';

export type Delivery = MessageDelivery | CallDelivery | WithdrawalDelivery;

export interface MessageDelivery {
  readonly kind: 'message';
  readonly id: string;
  readonly conversationId: string;
  readonly channel: ChannelName;
  readonly address: string;
  readonly message: Message;
  /** What was said before, where this is said in its place. */
  readonly replaces: Receipt | null;
  /** Tries before this one. */
  readonly attempt: number;
}

/** A message is to be taken back: hands had changed when it arrived, or its question is gone. */
export interface WithdrawalDelivery extends Omit<MessageDelivery, 'kind' | 'replaces'> {
  readonly kind: 'withdrawal';
  /** Null where nobody knows whether it arrived. */
  readonly receipt: Receipt | null;
}

/** Agents are to be called to the conversation's open escalation. */
export interface CallDelivery {
  readonly kind: 'call';
  readonly id: string;
  readonly conversationId: string;
  readonly channel: ChannelName;
  readonly attempt: number;
}

/** What a platform says of a message it took: its own ids for it. */
export type Receipt = string;

/** The platform asks to be left alone for a while. */
export class PlatformBusy extends Error {
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number, cause: unknown) {
    super(message, { cause });
    this.retryAfterMs = retryAfterMs;
  }
}
