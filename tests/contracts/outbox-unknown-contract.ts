/** What becomes of words of which nobody knows whether they arrived, when hands change. */
import { expect, test } from 'vitest';
import type { Change } from '../../src/desk/change.ts';
import { agentSays, botSays } from '../desk/build.ts';
import { minute, noon } from '../held-clock.ts';
import { converse, deliverAll, reread, takeDeliveries } from './claims.ts';
import type { OpenRecords } from './records-contract.ts';

export function outboxUnknownContract(open: OpenRecords): void {
  /** An answer whose first try failed, and a person who takes over. */
  async function interrupted() {
    const records = await open();
    const { id } = await converse(records);
    const write = (change: Omit<Change<undefined>, 'result'>) =>
      records.conversations.change(id, () => ({ ...change, result: undefined }));
    await write({ say: [botSays('an answer')] });
    const [first] = await takeDeliveries(records);
    await records.outbox.failed(first?.id ?? '', 'the connection broke off', noon + minute);
    const say = [agentSays('Mo', 'Hello, Mo here')];
    await write({ holder: { kind: 'person', agent: 'Mo' }, say });
    const answer = async () => (await reread(records, id)).messages[1];
    return { records, id, answer, write };
  }

  test('they are given to a worker once more, to be looked for and not to be sent', async () => {
    const { records } = await interrupted();
    const [again] = await takeDeliveries(records);
    expect(again).toMatchObject({ message: { text: 'an answer' }, attempt: 1 });
    expect(await records.outbox.isCurrent(again?.id ?? '')).toBe(false);
  });

  test("at once: the person's words wait for nothing else", async () => {
    const { records, answer } = await interrupted();
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
    expect((await answer())?.delivery).toBe('withdrawn');
  });

  test('and again where the platform cannot be asked just now', async () => {
    const { records } = await interrupted();
    const [again] = await takeDeliveries(records);
    await records.outbox.failed(again?.id ?? '', 'still away', noon + minute);
    expect(await takeDeliveries(records)).toEqual([]);
    records.clock.pass(minute);
    expect(await takeDeliveries(records)).toMatchObject([{ id: again?.id, attempt: 2 }]);
  });

  test('a rewriting that may have arrived counts as taken back with its message', async () => {
    const { records, id, write } = await interrupted();
    await deliverAll(records);
    await write({ holder: { kind: 'bot' }, say: [botSays('another answer')] });
    await deliverAll(records);
    const { messages } = await reread(records, id);
    const messageId = messages.at(-1)?.id ?? '';
    const rewrite = { messageId, text: 'a better answer', citations: [], at: noon };
    await write({ rewrite });
    const [first] = await takeDeliveries(records);
    await records.outbox.failed(first?.id ?? '', 'the connection broke off', noon);
    await write({ holder: { kind: 'person', agent: 'Mo' } });
    expect(await takeDeliveries(records)).toMatchObject([{ replaces: `receipt-${messageId}` }]);
    await records.outbox.cancel(first?.id ?? '');
    const now = await reread(records, id);
    expect(now.messages.at(-1)?.delivery).toBe('withdrawn');
  });
}
