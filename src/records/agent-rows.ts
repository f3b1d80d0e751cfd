/** Rows of the people of the desk. */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Agent } from '../desk/agents.ts';
import type { AgentsTable } from './schema.ts';

export function toAgent(row: Selectable<AgentsTable>): Agent {
  return {
    name: row.name,
    role: row.role,
    invitedAt: row.invited_at,
    revokedAt: row.revoked_at,
    away: row.away === 1,
    seenAt: row.seen_at,
  };
}

/** Tokens are long and random, so a plain hash cannot be searched back. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
