/** The people of the desk, as data. */

export type Role = 'administrator' | 'owner' | 'agent';

/** A person of the desk. */
export interface Agent {
  readonly name: string;
  readonly role: Role;
  readonly invitedAt: number;
  readonly revokedAt: number | null;
  readonly away: boolean;
  /** When the desk was last open in a browser of theirs. */
  readonly seenAt: number | null;
}

/** Something a person of the desk did. It never holds a customer's words. */
export interface AuditEntry {
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

/** Two people whose names customers cannot tell apart would be one to them. */
export function isSameName(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

function fold(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
