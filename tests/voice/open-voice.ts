/** Records with exchanges in them, for what reads and forgets them. */
import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { IncomingMessage } from '../../src/desk/incoming.ts';
import type { Exchange } from '../../src/desk/types.ts';
import { openRecords } from '../../src/records/open.ts';
import { accept } from '../contracts/claims.ts';
import { botSays, exchange, sender } from '../desk/build.ts';
import { heldClock, noon } from '../held-clock.ts';
import { tempFolder } from '../temp-folder.ts';

export const always = { since: 0, until: noon * 2 };

export async function openVoice() {
  const clock = heldClock();
  const dataDir = tempFolder();
  const records = await openRecords({ dataDir, now: clock.now });
  onTestFinished(() => records.close());
  const { db, write, people, compact, conversations, inbox } = records;
  return {
    records: { ...records, clock, beside: () => Promise.reject(new Error('not here')) },
    dataDir,
    clock,
    db,
    ports: { db, write, compact, note: people.note },
    /** A message of this customer, answered and recorded. */
    async asks(
      customer: string,
      parts: Partial<Exchange> = {},
      message: Partial<IncomingMessage> = {},
    ): Promise<string> {
      const recorded = exchange({ id: randomUUID(), ...parts });
      clock.pass(recorded.at - clock.now());
      const { conversationId } = await accept(records, {
        externalId: randomUUID(),
        address: `thread of ${customer}`,
        author: sender(customer),
        text: recorded.question,
        at: recorded.at,
        ...message,
      });
      const { now } = clock;
      const claim = { owner: 'test', channels: ['web', 'terminal'] as const, now: now() * 2 };
      const settles = await inbox.claim({ ...claim, leaseMs: 1 });
      if (!settles) throw new Error('the message was not taken in');
      await conversations.change(conversationId, ({ customer: { id }, channel }) => ({
        result: undefined,
        settles,
        exchange: { ...recorded, conversationId, customerId: id, channel },
        say: [botSays(recorded.answer, { at: recorded.at, exchangeId: recorded.id })],
      }));
      return conversationId;
    },
  };
}
