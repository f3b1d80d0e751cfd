/** What becomes of a conversation whose platform takes no answer. */
import { calm } from './calm.ts';
import type { Change } from './change.ts';
import { openEscalation } from './escalation.ts';
import { openHandOver } from './hand-over-words.ts';
import type { Conversation } from './types.ts';

/** The platform took no answer: a person reads what was asked, at the desk. */
export function callOverUndelivered(at: number): (now: Conversation) => Change<undefined> {
  return (conversation) => {
    if (conversation.holder.kind !== 'bot') return { result: undefined };
    const cause = {
      rule: 'undeliverable',
      reason: 'the platform took no answer of the bot for half an hour',
      opening: openHandOver(calm, 'failed'),
    };
    const escalation = openEscalation({ ...conversation, escalation: null }, cause, at);
    return { result: undefined, holder: { kind: 'queue' }, escalation, callAgents: true };
  };
}
