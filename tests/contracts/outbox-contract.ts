import { expect, test } from 'vitest';
import type { Change } from '../../src/desk/change.ts';
import { agentSays, botSays } from '../desk/build.ts';
import { minute, noon } from '../held-clock.ts';
import { converse, deliverAll, reread, takeDeliveries, wordsOf } from './claims.ts';
import type { OpenRecords, RecordsUnderTest } from './records-contract.ts';

export function outboxContract(open: OpenRecords): void {
  test("sends a conversation's words one after the other, in order", async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('one'), botSays('two'), botSays('three')] });
    const [first, ...others] = await takeDeliveries(records);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      kind: 'message',
      conversationId: id,
      channel: 'web',
      address: 'thread-1',
      attempt: 0,
      message: { text: 'one', delivery: 'pending' },
    });
    expect(await takeDeliveries(records)).toEqual([]);
    await records.outbox.sent(first?.id ?? '', 'receipt');
    expect(await deliverAll(records)).toEqual(['two', 'three']);
    expect(await deliveriesOf(records, id)).toEqual(['delivered', 'delivered', 'delivered']);
  });

  test('sends the words of different conversations side by side', async () => {
    const records = await open();
    await says(records, { say: [botSays('to Ada')] }, 'thread-1');
    await says(records, { say: [botSays('to Bo')] }, 'thread-2');
    expect(wordsOf(await takeDeliveries(records)).toSorted()).toEqual(['to Ada', 'to Bo']);
  });

  test('gives each delivery to one worker only, even among processes', async () => {
    const records = await open();
    const elsewhere = await records.beside();
    for (let thread = 0; thread < 8; thread += 1) {
      await says(records, { say: [botSays(`${thread}`)] }, `thread-${thread}`);
    }
    const taken = await Promise.all([
      takeDeliveries(records, 'a'),
      takeDeliveries(elsewhere, 'b'),
      takeDeliveries(records, 'a'),
      takeDeliveries(elsewhere, 'b'),
    ]);
    expect(wordsOf(taken.flat()).toSorted()).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  test('sends no note and no withheld answer', async () => {
    const records = await open();
    const id = await says(records, {
      say: [
        agentSays('Mo', 'looks like fraud to me', { kind: 'note' }),
        botSays('a doubtful answer', { kind: 'withheld' }),
        agentSays('Mo', 'Hello'),
      ],
    });
    expect(await deliverAll(records)).toEqual(['Hello']);
    expect((await reread(records, id)).messages.map(({ kind }) => kind)).toEqual([
      'said',
      'note',
      'withheld',
      'said',
    ]);
  });

  test('sends nothing that was said on the platform already', async () => {
    const records = await open();
    const said = agentSays('Mo', 'Hello from the thread', { externalId: '1.2' });
    const id = await says(records, { say: [said, botSays('and hello from the bot')] });
    expect(await deliverAll(records)).toEqual(['and hello from the bot']);
    expect((await reread(records, id)).messages[1]).toMatchObject({
      text: 'Hello from the thread',
      delivery: 'delivered',
      externalId: '1.2',
    });
  });

  test("the bot's words are never begun once a person has the conversation", async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('a late answer')] });
    await records.conversations.change(id, () => takeover);
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
    expect(await deliveriesOf(records, id)).toEqual(['cancelled', 'delivered']);
  });

  test('nor where a worker had them in hand already', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('a late answer')] });
    const [delivery] = await takeDeliveries(records);
    await (await records.beside()).conversations.change(id, () => takeover);
    expect(await records.outbox.isCurrent(delivery?.id ?? '')).toBe(false);
    await records.outbox.cancel(delivery?.id ?? '');
    expect(await deliveriesOf(records, id)).toEqual(['cancelled', 'pending']);
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
  });

  test('nor after hands have changed back', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('an answer of another time')] });
    await records.conversations.change(id, () => takeover);
    await records.conversations.change(id, () => ({ result: undefined, holder: { kind: 'bot' } }));
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
  });

  test('what was under way when a person took over is to be withdrawn', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('a late answer')] });
    const [delivery] = await takeDeliveries(records);
    expect(await records.outbox.isCurrent(delivery?.id ?? '')).toBe(true);
    await records.conversations.change(id, () => takeover);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    expect(await deliveriesOf(records, id)).toEqual(['withdrawn', 'pending']);
    expect(await takeDeliveries(records)).toMatchObject([
      { kind: 'withdrawal', receipt: 'receipt', message: { id: delivery?.id } },
    ]);
  });

  test('a withdrawal that fails is tried again until it is done', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('a late answer')] });
    const [delivery] = await takeDeliveries(records);
    await records.conversations.change(id, () => takeover);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    const [first] = await takeDeliveries(records);
    await records.outbox.failed(first?.id ?? '', 'the platform is away', noon + minute);
    expect((await takeDeliveries(records)).map(({ kind }) => kind)).not.toContain('withdrawal');
    records.clock.pass(2 * minute);
    const [again] = await takeDeliveries(records);
    expect(again).toMatchObject({ kind: 'withdrawal', attempt: 1 });
    await records.outbox.sent(again?.id ?? '', 'receipt');
    records.clock.pass(2 * minute);
    expect((await takeDeliveries(records)).map(({ kind }) => kind)).not.toContain('withdrawal');
    expect((await deliveriesOf(records, id))[0]).toBe('withdrawn');
  });

  test('it is withdrawn even where its lease ran out and it was cancelled meanwhile', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('a very late answer')] });
    const [delivery] = await takeDeliveries(records);
    expect(await records.outbox.isCurrent(delivery?.id ?? '')).toBe(true);
    await records.conversations.change(id, () => takeover);
    records.clock.pass(2 * minute);
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    expect(await deliveriesOf(records, id)).toEqual(['withdrawn', 'delivered']);
    expect(await takeDeliveries(records)).toMatchObject([{ kind: 'withdrawal' }]);
  });

  test("keeps the bot's words that were written under the present hands", async () => {
    const records = await open();
    const say = [botSays('I am fetching a person', { kind: 'notice' })];
    const id = await says(records, { holder: { kind: 'queue' }, say });
    expect(await deliverAll(records)).toEqual(['I am fetching a person']);
    expect(await deliveriesOf(records, id)).toEqual(['delivered']);
  });

  test("an agent's words reach the customer whoever has the conversation by then", async () => {
    const records = await open();
    const id = await says(records, takeover);
    await records.conversations.change(id, () => ({ result: undefined, holder: { kind: 'bot' } }));
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
  });

  test('tries a failed delivery again at its time, and knows that it did', async () => {
    const records = await open();
    await says(records, { say: [botSays('hello')] });
    const [delivery] = await takeDeliveries(records);
    await records.outbox.failed(delivery?.id ?? '', 'the platform is down', noon + minute);
    expect(await takeDeliveries(records)).toEqual([]);
    records.clock.pass(minute);
    expect(await takeDeliveries(records)).toMatchObject([{ id: delivery?.id, attempt: 1 }]);
  });

  test('puts off what was not sent, and does not count that as a try', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('hello')] });
    const [delivery] = await takeDeliveries(records);
    await records.outbox.postpone(delivery?.id ?? '', noon + minute);
    expect(await takeDeliveries(records)).toEqual([]);
    records.clock.pass(minute);
    expect(await takeDeliveries(records)).toMatchObject([{ id: delivery?.id, attempt: 0 }]);
    await records.outbox.postpone(delivery?.id ?? '', noon + 2 * minute);
    await records.conversations.change(id, () => takeover);
    expect(await deliverAll(records)).toEqual(['Hello, Mo here']);
    expect((await deliveriesOf(records, id))[0]).toBe('cancelled');
  });

  test('lets nothing overtake a delivery that is tried again', async () => {
    const records = await open();
    await says(records, { say: [botSays('one'), botSays('two')] });
    const [first] = await takeDeliveries(records);
    await records.outbox.failed(first?.id ?? '', 'down', noon + minute);
    expect(await takeDeliveries(records)).toEqual([]);
    records.clock.pass(minute);
    expect(await deliverAll(records)).toEqual(['one', 'two']);
  });

  test('shows at the desk what could not be delivered, and goes on with the rest', async () => {
    const records = await open();
    const id = await says(records, { say: [agentSays('Mo', 'one'), agentSays('Mo', 'two')] });
    const [first] = await takeDeliveries(records);
    await records.outbox.failed(first?.id ?? '', 'the thread is gone', null);
    expect(await deliverAll(records)).toEqual(['two']);
    expect(await deliveriesOf(records, id)).toEqual(['failed', 'delivered']);
  });

  test('lets a second worker send what a dead one held, once its lease is over', async () => {
    const records = await open();
    await says(records, { say: [botSays('hello')] });
    const [delivery] = await takeDeliveries(records, 'the dead');
    records.clock.pass(minute);
    const again = await takeDeliveries(records, 'the living');
    expect(again).toMatchObject([{ id: delivery?.id, attempt: 1 }]);
  });

  test('takes a delivery that is reported twice for sent once', async () => {
    const records = await open();
    const id = await says(records, { say: [botSays('hello')] });
    const [delivery] = await takeDeliveries(records);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    await records.conversations.change(id, () => takeover);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    expect(await records.outbox.isCurrent(delivery?.id ?? '')).toBe(false);
    expect((await deliveriesOf(records, id))[0]).toBe('delivered');
  });

  test('tells a listener when there is something to send', async () => {
    const records = await open();
    let rings = 0;
    const stop = records.outbox.onDue(() => {
      rings += 1;
    });
    await says(records, { say: [botSays('hello')] });
    expect(rings).toBe(1);
    stop();
    await says(records, { say: [botSays('hello')] }, 'thread-2');
    expect(rings).toBe(1);
  });
}

const takeover = {
  result: undefined,
  holder: { kind: 'person', agent: 'Mo' },
  say: [agentSays('Mo', 'Hello, Mo here')],
} as const;

/** Opens a conversation in which this is done; resolves to its id. */
async function says(
  records: RecordsUnderTest,
  change: Omit<Change<undefined>, 'result'>,
  address = 'thread-1',
): Promise<string> {
  const { id } = await converse(records, { address });
  await records.conversations.change(id, () => ({ ...change, result: undefined }));
  return id;
}

/** What became of everything that was said to the customer, oldest first. */
async function deliveriesOf(records: RecordsUnderTest, id: string): Promise<readonly string[]> {
  const { messages } = await reread(records, id);
  return messages
    .filter(({ author }) => author.kind !== 'customer')
    .map(({ delivery }) => delivery);
}
