import { expect, test } from 'vitest';
import type { Turn } from '../../src/desk/types.ts';
import { sender } from '../desk/build.ts';
import { minute, noon } from '../held-clock.ts';
import { accept, converse, reread, settle, takeTurn } from './claims.ts';
import type { OpenRecords } from './records-contract.ts';

export function inboxContract(open: OpenRecords): void {
  test('accepts a message whole, and it can be read at once by another process', async () => {
    const records = await open();
    const text = 'naïve “quotes”, ümläuts, 🧾,\r\n\ttabs and a \u0007 bell';
    const { conversationId, duplicate } = await accept(records, { text });
    expect(duplicate).toBe(false);
    const elsewhere = await reread(await records.beside(), conversationId);
    expect(elsewhere).toMatchObject({
      channel: 'web',
      address: 'thread-1',
      holder: { kind: 'bot' },
      epoch: 0,
      customer: { name: 'Ada' },
      messages: [{ seq: 1, text, author: { kind: 'customer', name: 'Ada' }, at: noon }],
    });
  });

  test('accepts a message that is delivered twice once', async () => {
    const records = await open();
    const [first, ...again] = await Promise.all(Array.from({ length: 5 }, () => accept(records)));
    expect(first?.duplicate).toBe(false);
    for (const acceptance of again) expect(acceptance).toEqual({ ...first, duplicate: true });
    const { messages } = await reread(records, first?.conversationId ?? '');
    expect(messages).toHaveLength(1);
  });

  test('knows a redelivered message after it was answered', async () => {
    const records = await open();
    const { conversationId } = await accept(records);
    await settle(records, await takeTurn(records));
    expect(await accept(records)).toMatchObject({
      conversationId,
      duplicate: true,
    });
    expect(await takeTurn(records)).toBeUndefined();
  });

  test('takes the same id in another thread for another message', async () => {
    const records = await open();
    const one = await accept(records);
    const other = await accept(records, { address: 'thread-2' });
    expect(other.duplicate).toBe(false);
    expect(other.conversationId).not.toBe(one.conversationId);
  });

  test('knows a customer again in another thread, and keeps their name when none comes', async () => {
    const records = await open();
    const one = await converse(records);
    const other = await converse(records, {
      address: 'thread-2',
      author: sender('customer-1', null),
    });
    expect(other.customer).toEqual({ id: one.customer.id, name: 'Ada' });
    expect((await reread(await records.beside(), one.id)).customer.name).toBe('Ada');
  });

  test('gives a turn to one worker only, even among processes', async () => {
    const records = await open();
    const others = await Promise.all([records.beside(), records.beside()]);
    for (let thread = 1; thread <= 10; thread += 1) {
      await accept(records, { address: `thread-${thread}` });
    }
    const everyone = [records, ...others];
    const taken = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        takeTurn(everyone[index % 3] ?? records, `worker-${index % 3}`),
      ),
    );
    const ids = taken.flatMap((turn) => turn?.conversationId ?? []);
    expect(ids).toHaveLength(10);
    expect(new Set(ids).size).toBe(10);
  });

  test('makes one turn of the messages of one burst, in the order they came', async () => {
    const records = await open();
    for (const [index, text] of ['One thing:', 'the export', 'fails'].entries()) {
      await converse(records, { externalId: `m${index}`, text });
      records.clock.pass(1);
    }
    records.clock.pass(minute);
    const turn = await takeTurn(records);
    expect(turn).toMatchObject({ text: 'One thing:\nthe export\nfails', receivedAt: noon });
    expect(turn?.messageIds).toHaveLength(3);
    expect(turn?.id).toBe(turn?.messageIds[0]);
  });

  test('makes turns of bounded size of a flood, and leaves out no message', async () => {
    const records = await open();
    const long = 'x'.repeat(30_000);
    const texts = [long, long, ...Array.from({ length: 60 }, (_, index) => `line ${index}`)];
    for (const [index, text] of texts.entries()) {
      await converse(records, { externalId: `m${index}`, text });
    }
    records.clock.pass(minute);
    const turns: Turn[] = [];
    for (let turn = await takeTurn(records); turn; turn = await takeTurn(records)) {
      turns.push(turn);
      await settle(records, turn);
    }
    expect(turns.map(({ text }) => text).join('\n')).toBe(texts.join('\n'));
    expect(turns.map(({ messageIds }) => messageIds.length)).toEqual([1, 50, 11]);
  });

  test('lets a greeting wait a moment for the question that follows it', async () => {
    const records = await open();
    await converse(records, { externalId: 'm1', text: 'Hi there' });
    expect(await takeTurn(records)).toBeUndefined();
    records.clock.pass(300);
    await converse(records, { externalId: 'm2', text: 'how do I pay?' });
    records.clock.pass(1_000);
    expect((await takeTurn(records))?.text).toBe('Hi there\nhow do I pay?');
  });

  test('works on one turn of a conversation at a time; what comes meanwhile is the next turn', async () => {
    const records = await open();
    await converse(records, { externalId: 'm1', text: 'first' });
    const first = await takeTurn(records);
    await converse(records, { externalId: 'm2', text: 'second' });
    expect(await takeTurn(records, 'worker-2')).toBeUndefined();
    await settle(records, first);
    expect((await takeTurn(records, 'worker-2'))?.text).toBe('second');
  });

  test('serves the conversation that has waited longest first', async () => {
    const records = await open();
    await converse(records, { address: 'early', at: noon, text: 'I was here first' });
    records.clock.pass(1);
    await converse(records, { address: 'late', at: noon - minute });
    expect((await takeTurn(records))?.text).toBe('I was here first');
  });

  test('gives no turn of a channel that this worker does not serve', async () => {
    const records = await open();
    await accept(records, { channel: 'terminal' });
    expect(await takeTurn(records)).toBeUndefined();
  });

  test('gives a turn back to be taken up again, not before its time, and counts the tries', async () => {
    const records = await open();
    await converse(records);
    const turn = await takeTurn(records);
    expect(turn?.attempt).toBe(0);
    if (turn) await records.inbox.release(turn, noon + 500);
    expect(await takeTurn(records)).toBeUndefined();
    records.clock.pass(500);
    expect(await takeTurn(records)).toMatchObject({ id: turn?.id, attempt: 1 });
  });

  test('lets no late worker give back what another has taken up since', async () => {
    const records = await open();
    await converse(records);
    const late = await takeTurn(records, 'the late');
    records.clock.pass(minute);
    expect(await takeTurn(records, 'the living')).toMatchObject({ attempt: 1 });
    if (late) await records.inbox.release(late, noon);
    expect(await takeTurn(records, 'a third')).toBeUndefined();
  });

  test('lets a second worker take up what a dead one held, once its lease is over', async () => {
    const records = await open();
    await converse(records);
    const turn = await takeTurn(records, 'the dead');
    records.clock.pass(minute - 1);
    expect(await takeTurn(records, 'the living')).toBeUndefined();
    records.clock.pass(1);
    expect(await takeTurn(records, 'the living')).toMatchObject({ id: turn?.id, attempt: 1 });
  });

  test('tells a listener of each new message, and of no duplicate', async () => {
    const records = await open();
    let arrivals = 0;
    const stop = records.inbox.onArrival(() => {
      arrivals += 1;
    });
    await converse(records, { externalId: 'm1' });
    await converse(records, { externalId: 'm1' });
    await converse(records, { externalId: 'm2' });
    stop();
    await converse(records, { externalId: 'm3' });
    expect(arrivals).toBe(2);
  });
}
