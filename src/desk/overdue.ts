/** Finds customers whom nobody has answered in time, and calls who should. */
import { isOverdue } from './call-agents.ts';
import type { Change } from './change.ts';
import { entry, openEscalation } from './escalation.ts';
import { sayAbsent } from './hand-over-words.ts';
import type { Policy } from './policy.ts';
import type { Clock, Conversations } from './ports.ts';
import { readSmallTalk } from './small-talk.ts';
import type { Conversation, Message, SmallTalk } from './types.ts';

export interface OverduePorts {
  readonly conversations: Conversations;
  readonly clock: Clock;
  readonly policy: Policy;
}

const mostAtOnce = 500;

/** Resolves to in how many cases somebody was called. */
export async function callOverdue({ conversations, clock, policy }: OverduePorts): Promise<number> {
  const open = await conversations.list({ show: 'open', limit: mostAtOnce });
  const called = await Promise.all(
    open
      .filter((conversation) => call(conversation, policy, clock.now()).result)
      .map(({ id }) => conversations.change(id, (now) => call(now, policy, clock.now()))),
  );
  return called.filter(Boolean).length;
}

/** Everybody to a case that waits; its agent to a customer who waits; then everybody again. */
function call(conversation: Conversation, policy: Policy, now: number): Change<boolean> {
  const { holder, escalation } = conversation;
  if (!escalation) return { result: false };
  if (isOverdue(escalation, policy, now)) return { result: true, callAgents: true };
  const since = silentSince(conversation);
  if (holder.kind !== 'person' || since === null) return { result: false };
  const limitMs = policy.serviceLevels.answerMinutes * 60_000;
  if (escalation.nudgedAt === null) {
    if (now - since < limitMs) return { result: false };
    return { result: true, escalation: { ...escalation, nudgedAt: now }, callAgents: true };
  }
  if (now - escalation.nudgedAt < limitMs) return { result: false };
  return takeFromAbsent(holder.agent, now)(conversation);
}

/** Nobody hears from the agent who has it: the case goes back to the queue. */
function takeFromAbsent(agent: string, at: number): (now: Conversation) => Change<boolean> {
  return (conversation) => {
    const { holder, escalation } = conversation;
    if (holder.kind !== 'person' || holder.agent !== agent || !escalation) return { result: false };
    const reason = `${escalation.reason}; ${agent} has not answered`;
    return {
      result: true,
      holder: { kind: 'queue' },
      escalation: openEscalation(
        conversation,
        { rule: escalation.rule, reason, opening: sayAbsent(agent) },
        at,
      ),
      callAgents: true,
      audit: entry(conversation, 'the bot', at, `took from ${agent}, who had not answered`),
    };
  };
}

/** Since when the agent has said nothing, where the customer waits for them; else null. */
function silentSince({ messages, escalation }: Conversation): number | null {
  const spoke = messages.findLast(({ author, kind }) => author.kind === 'agent' && kind === 'said');
  const waits = messages.some((message) => message.seq > (spoke?.seq ?? 0) && asksFor(message));
  // Who has just claimed a case has the whole time to answer what was asked before.
  return waits ? Math.max(spoke?.at ?? 0, escalation?.since ?? 0) : null;
}

/** A word of thanks waits for nobody, nor does what was deleted. */
function asksFor({ author, text, attachments, deletedAt }: Message): boolean {
  if (author.kind !== 'customer' || deletedAt !== null) return false;
  const kind = readSmallTalk(text);
  return attachments.length > 0 || !(kind !== null && courtesies.has(kind));
}

const courtesies: ReadonlySet<SmallTalk> = new Set(['thanks', 'goodbye', 'affirmation']);
