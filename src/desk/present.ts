/** Who is at the desk: their page is open, and they have not said that they are away. */
import type { Agent } from './agents.ts';

/** An open desk says so three times within this. */
const presentForMs = 60_000;

export function isPresent(agent: Agent, now: number): boolean {
  const { revokedAt, away, seenAt } = agent;
  return revokedAt === null && !away && seenAt !== null && now - seenAt <= presentForMs;
}

export function countPresent(agents: readonly Agent[], now: number): number {
  return agents.filter((agent) => isPresent(agent, now)).length;
}
