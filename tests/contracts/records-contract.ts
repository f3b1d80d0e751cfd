/** What any database behind the desk's ports must keep. */
import { describe } from 'vitest';
import type {
  Cards,
  Conversations,
  Cursors,
  Identities,
  Inbox,
  Outbox,
  People,
} from '../../src/desk/ports.ts';
import type { HeldClock } from '../held-clock.ts';
import { afterthoughtsContract } from './afterthoughts-contract.ts';
import { authorsContract } from './authors-contract.ts';
import { cardsContract } from './cards-contract.ts';
import { conversationsContract } from './conversations-contract.ts';
import { cursorsContract } from './cursors-contract.ts';
import { inboxContract } from './inbox-contract.ts';
import { limitsContract } from './limits-contract.ts';
import { outboxContract } from './outbox-contract.ts';
import { outboxUnknownContract } from './outbox-unknown-contract.ts';
import { peopleContract } from './people-contract.ts';

export interface RecordsUnderTest {
  readonly clock: HeldClock;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly conversations: Conversations;
  readonly cards: Cards;
  readonly cursors: Cursors;
  readonly people: People & Identities;
  /** The same records as another process sees them; closed with the test. */
  beside(): Promise<RecordsUnderTest>;
}

/** Empty records, closed with the test. */
export type OpenRecords = () => Promise<RecordsUnderTest>;

export function recordsContract(name: string, open: OpenRecords): void {
  describe(`${name} keeps the inbox`, () => inboxContract(open));
  describe(`${name} keeps people apart`, () => authorsContract(open));
  describe(`${name} keeps within limits`, () => limitsContract(open));
  describe(`${name} keeps conversations`, () => conversationsContract(open));
  describe(`${name} keeps afterthoughts`, () => afterthoughtsContract(open));
  describe(`${name} keeps the outbox`, () => outboxContract(open));
  describe(`${name} keeps what is unknown of the outbox`, () => outboxUnknownContract(open));
  describe(`${name} keeps cards`, () => cardsContract(open));
  describe(`${name} keeps cursors`, () => cursorsContract(open));
  describe(`${name} keeps the people of the desk`, () => peopleContract(open));
}
