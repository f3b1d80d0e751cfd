/** Calls agents to a waiting case, and tells the customer what is true of the wait. */
import type { Change } from './change.ts';
import { sayStillWaiting, sayWaiting } from './hand-over-words.ts';
import { describeHours } from './hours.ts';
import { percentile } from './measures.ts';
import type { Policy } from './policy.ts';
import type { Channel, Clock, Conversations } from './ports.ts';
import type { Conversation, Escalation } from './types.ts';

export interface CallPorts {
  readonly conversations: Conversations;
  readonly channels: readonly Channel[];
  readonly clock: Clock;
  readonly policy: Policy;
  readonly reportFailure: (channel: Channel, error: unknown) => void;
}

/** How many waits must have been measured before a customer hears their median. */
const enoughWaits = 20;

/**
 * Calls everybody to a waiting case, or the agent who has it to a customer left waiting. Does nothing
 * where the case was taken or called to meanwhile. Safe to repeat; `attempt` counts the tries before.
 */
export async function callAgents(
  conversationId: string,
  attempt: number,
  ports: CallPorts,
): Promise<void> {
  const { conversations, clock, policy } = ports;
  const conversation = await conversations.read(conversationId);
  const escalation = conversation?.escalation;
  if (!conversation || !escalation) return;
  if (escalation.state === 'claimed' && escalation.nudgedAt !== null) {
    await callAll(conversation, attempt, ports);
    return;
  }
  if (escalation.state !== 'waiting') return;
  // Calls that were held up together are one call.
  if (escalation.calledAt !== null && !isOverdue(escalation, policy, clock.now())) return;
  const reached = await callAll(conversation, attempt, ports);
  const waits = await conversations.recentWaitsMs(100);
  const medianMs = waits.length < enoughWaits ? null : percentile(waits, 0.5);
  await conversations.change(conversationId, ({ escalation }) => {
    if (escalation?.state !== 'waiting') return { result: undefined };
    return tell(escalation, { reached, medianMs, policy, at: clock.now() });
  });
}

/** Nobody has taken the case within the policy's time since the last call, or since it began to wait. */
export function isOverdue(escalation: Escalation, policy: Policy, now: number): boolean {
  const limitMs = policy.serviceLevels.claimMinutes * 60_000;
  const since = escalation.calledAt ?? escalation.since;
  return escalation.state === 'waiting' && now - since >= limitMs;
}

async function callAll(
  conversation: Conversation,
  attempt: number,
  ports: CallPorts,
): Promise<number> {
  const counts = await Promise.all(
    ports.channels.map(async (channel) => {
      try {
        return await channel.callAgents(conversation, attempt);
      } catch (error) {
        ports.reportFailure(channel, error);
        return 0;
      }
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

interface Called {
  readonly reached: number;
  readonly medianMs: number | null;
  readonly policy: Policy;
  readonly at: number;
}

function tell(escalation: Escalation, called: Called): Change<undefined> {
  const { reached, policy, at } = called;
  const now = { ...escalation, calledAt: at, reached };
  if (escalation.calledAt === null) {
    const hours = describeHours(policy.hours, at);
    const waiting = sayWaiting({
      reached,
      hours,
      medianMs: called.medianMs,
      fallback: policy.fallback,
    });
    return {
      result: undefined,
      escalation: now,
      say: [notice(`${escalation.opening}\n\n${waiting}`, at)],
    };
  }
  if (escalation.apologisedAt !== null || !isOverdue(escalation, policy, at)) {
    return { result: undefined, escalation: now };
  }
  const words = sayStillWaiting({ reached, fallback: policy.fallback });
  return { result: undefined, escalation: { ...now, apologisedAt: at }, say: [notice(words, at)] };
}

function notice(text: string, at: number) {
  return { author: { kind: 'bot' }, kind: 'notice', text, at, voice: 'bot' } as const;
}
