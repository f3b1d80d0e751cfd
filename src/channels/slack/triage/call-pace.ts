/** Whether a card may call the agents: nobody has them all called again and again. */
import type { Clock } from '../../../desk/ports.ts';
import type { Conversation } from '../../../desk/types.ts';

/** Whoever needs more people than this has been heard. */
const mostCalls = 5;
const withinMs = 600_000;

/** The cards hang all the same; what was decided of one stays so. */
export function createCallPace(clock: Clock): (conversation: Conversation) => boolean {
  let calls: readonly { readonly case: string; readonly by: string; readonly at: number }[] = [];
  const silent = new Set<string>();
  return ({ customer, escalation }) => {
    if (escalation === null || escalation.state !== 'waiting') return true;
    calls = calls.filter(({ at }) => clock.now() - at < withinMs);
    const { id } = escalation;
    if (calls.some((call) => call.case === id)) return true;
    if (silent.has(id)) return false;
    if (calls.filter(({ by }) => by === customer.id).length < mostCalls) {
      calls = [...calls, { case: id, by: customer.id, at: clock.now() }];
      return true;
    }
    if (silent.size >= mostSilent) silent.clear();
    silent.add(id);
    return false;
  };
}

const mostSilent = 1_000;
