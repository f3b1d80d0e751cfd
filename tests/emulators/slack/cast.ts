/** The people and places of `npm run emulate:slack`, under ids that a README can name. */
import type { SlackEmulator } from './types.ts';

export const cast = [
  { id: 'U0ADA', name: 'ada', realName: 'Ada Byron', role: 'Customer' },
  { id: 'U0BEN', name: 'ben', realName: 'Ben Okafor', role: 'Customer, of Acme', teamId: 'T0ACME' },
  { id: 'U0MO', name: 'mo', realName: 'Mo Haddad', role: 'Support agent' },
  { id: 'U0KIM', name: 'kim', realName: 'Kim Larsen', role: 'Support agent' },
  { id: 'U0EVE', name: 'eve', realName: 'Eve Moreau', role: 'Colleague' },
] as const;

const colleagues = ['U0ADA', 'U0MO', 'U0KIM', 'U0EVE'];

const places = [
  { id: 'C0HELP', name: 'help', members: colleagues },
  { id: 'C0GENERAL', name: 'general', members: colleagues },
  { id: 'C0ACME', name: 'acme-help', members: ['U0BEN', 'U0MO', 'U0KIM', 'U0EVE'], isShared: true },
  { id: 'C0TRIAGE', name: 'support-triage', members: ['U0MO', 'U0KIM', 'U0EVE'] },
];

export function populate(slack: SlackEmulator): void {
  for (const person of cast) slack.addUser(person);
  for (const place of places) slack.addChannel(place);
  slack.addUserGroup({ id: 'S0AGENTS', handle: 'support-agents', users: ['U0MO', 'U0KIM'] });
}
