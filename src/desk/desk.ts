/** What people do with a conversation: agents at the desk, and customers beside their words. */
import type { Conversation, Mark } from './types.ts';

export interface Desk {
  /** Takes an escalation from the queue, or a conversation from the bot. */
  claim(conversationId: string, agent: string): Promise<DeskResult>;
  /** Says something to the customer; claims first what nobody has. */
  reply(conversationId: string, agent: string, text: string): Promise<DeskResult>;
  /** Leaves a remark that only agents see. */
  note(conversationId: string, agent: string, text: string): Promise<DeskResult>;
  /** Gives the case to `to`, or back to the queue where that is null; `note` is for agents. */
  transfer(
    conversationId: string,
    agent: string,
    to: string | null,
    note: string,
  ): Promise<DeskResult>;
  resolve(conversationId: string, agent: string): Promise<DeskResult>;
  /** Gives the conversation back to the bot. */
  handBack(conversationId: string, agent: string): Promise<DeskResult>;
  /** What a customer can do beside writing. */
  readonly customer: CustomerActions;
}

export interface CustomerActions {
  askForPerson(conversationId: string): Promise<DeskResult>;
  /** Leaves the queue; the bot answers again. */
  backToBot(conversationId: string): Promise<DeskResult>;
  /** Marks an answer, or takes the mark back. */
  mark(conversationId: string, exchangeId: string, mark: Mark | null): Promise<DeskResult>;
}

/** `refused` tells the person why in one sentence, for example who was quicker. */
export type DeskResult =
  | { readonly ok: true; readonly conversation: Conversation }
  | { readonly ok: false; readonly refused: string };
