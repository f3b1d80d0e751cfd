/** How a worker of a test asks for work. */
import type { Delivery } from '../../src/desk/deliveries.ts';
import type { IncomingMessage } from '../../src/desk/incoming.ts';
import type { Limits } from '../../src/desk/policy.ts';
import type { Acceptance, Claim } from '../../src/desk/ports.ts';
import type { Conversation, Turn } from '../../src/desk/types.ts';
import { incoming } from '../desk/build.ts';
import { minute } from '../held-clock.ts';
import type { RecordsUnderTest } from './records-contract.ts';

export function claimBy(records: RecordsUnderTest, owner = 'worker-1'): Claim {
  return { owner, channels: ['web'], now: records.clock.now(), leaseMs: minute };
}

export function takeTurn(records: RecordsUnderTest, owner?: string): Promise<Turn | undefined> {
  return records.inbox.claim(claimBy(records, owner));
}

/** Ends a turn with nothing said. */
export async function settle(records: RecordsUnderTest, turn: Turn | undefined): Promise<void> {
  if (!turn) throw new Error('no turn was taken');
  await records.conversations.change(turn.conversationId, () => ({
    result: undefined,
    settles: turn,
  }));
}

export function takeDeliveries(
  records: RecordsUnderTest,
  owner?: string,
): Promise<readonly Delivery[]> {
  return records.outbox.claim({ ...claimBy(records, owner), limit: 100 });
}

/** What the deliveries say; a call of agents is "(call)". */
export function wordsOf(deliveries: readonly Delivery[]): readonly string[] {
  return deliveries.map((each) => (each.kind === 'message' ? each.message.text : '(call)'));
}

/** Sends everything that is due, in order, and says what went out. */
export async function deliverAll(records: RecordsUnderTest): Promise<readonly string[]> {
  const sent: string[] = [];
  for (;;) {
    const deliveries = await takeDeliveries(records);
    if (deliveries.length === 0) return sent;
    for (const delivery of deliveries) {
      if (!(await records.outbox.isCurrent(delivery.id))) {
        await records.outbox.cancel(delivery.id);
        continue;
      }
      await records.outbox.sent(delivery.id, `receipt-${delivery.id}`);
      sent.push(...wordsOf([delivery]));
    }
  }
}

/** Limits that nobody reaches. */
export const boundless: Limits = { perCustomer: 10_000, perPlace: 100_000, waiting: 1_000_000 };

type Accepted = Extract<Acceptance, { kind: 'accepted' }>;

/** Takes a message in. Throws where it is refused. */
export async function accept(
  { inbox }: Pick<RecordsUnderTest, 'inbox'>,
  parts: Partial<IncomingMessage> = {},
  limits: Limits = boundless,
): Promise<Accepted> {
  const acceptance = await inbox.accept(incoming(parts), limits);
  if (acceptance.kind !== 'accepted') throw new Error(`the message was ${acceptance.kind}`);
  return acceptance;
}

/** Accepts a message and resolves to its conversation. */
export async function converse(
  records: RecordsUnderTest,
  parts: Partial<IncomingMessage> = {},
): Promise<Conversation> {
  const { conversationId } = await accept(records, parts);
  return reread(records, conversationId);
}

export async function reread(records: RecordsUnderTest, id: string): Promise<Conversation> {
  const conversation = await records.conversations.read(id);
  if (!conversation) throw new Error(`there is no conversation ${id}`);
  return conversation;
}
