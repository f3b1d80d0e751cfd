/** Finds cases that nobody has taken in time and calls the agents again. */
import { isOverdue } from './call-agents.ts';
import type { Policy } from './policy.ts';
import type { Clock, Conversations } from './ports.ts';

export interface OverduePorts {
  readonly conversations: Conversations;
  readonly clock: Clock;
  readonly policy: Policy;
}

const mostAtOnce = 500;

/** Resolves to how many cases were called again. */
export async function callOverdue({ conversations, clock, policy }: OverduePorts): Promise<number> {
  const open = await conversations.list({ show: 'open', limit: mostAtOnce });
  const overdue = open.filter(
    ({ escalation }) => escalation !== null && isOverdue(escalation, policy, clock.now()),
  );
  for (const { id } of overdue) {
    await conversations.change(id, ({ escalation }) => ({
      result: undefined,
      callAgents: escalation !== null && isOverdue(escalation, policy, clock.now()),
    }));
  }
  return overdue.length;
}
