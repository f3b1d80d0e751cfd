/** Whose words a turn is made of, where several people write in one thread. */
import { expect, test } from 'vitest';
import { incoming, sender } from '../desk/build.ts';
import { minute } from '../held-clock.ts';
import { accept, boundless, converse, reread, settle, takeTurn } from './claims.ts';
import type { OpenRecords } from './records-contract.ts';

const bo = { author: sender('Bo'), hearing: 'always' } as const;

export function authorsContract(open: OpenRecords): void {
  test("keeps a bystander's words, and makes no turn of them", async () => {
    const records = await open();
    const { id } = await converse(records);
    await settle(records, await takeTurn(records));
    await accept(records, { ...bo, externalId: 'm2', text: 'Same here' });
    const { customer, messages } = await reread(await records.beside(), id);
    expect(customer.name).toBe('Ada');
    expect(messages[1]).toMatchObject({
      text: 'Same here',
      author: { kind: 'bystander', name: 'Bo' },
      hearing: 'always',
    });
    expect(await takeTurn(records)).toBeUndefined();
  });

  test("does not let a bystander's flood of talk bury a customer's words", async () => {
    const records = await open();
    const { id } = await converse(records);
    await settle(records, await takeTurn(records));
    const limits = { ...boundless, perCustomer: 3 };
    for (let n = 0; n < 10; n += 1) {
      const talk = incoming({ ...bo, externalId: `talk-${n}`, text: `And another thing, ${n}` });
      await records.inbox.accept({ ...talk, at: records.clock.now() }, limits);
    }
    expect((await reread(records, id)).messages).toHaveLength(4);
    records.clock.pass(2 * minute);
    const later = incoming({ ...bo, externalId: 'later', text: 'Me again' });
    await records.inbox.accept({ ...later, at: records.clock.now() }, limits);
    expect((await reread(records, id)).messages).toHaveLength(5);
  });

  test('makes a turn of them where they call the bot, as theirs', async () => {
    const records = await open();
    const { customer } = await converse(records);
    await settle(records, await takeTurn(records));
    await accept(records, { ...bo, externalId: 'm2', hearing: 'called', text: 'And on Mac?' });
    const turn = await takeTurn(records);
    expect(turn).toMatchObject({ text: 'And on Mac?', hearing: 'called', revised: false });
    expect(turn?.customerId).not.toBe(customer.id);
  });

  test('makes turns of one author each, in the order they wrote', async () => {
    const records = await open();
    const called = { ...bo, hearing: 'called' } as const;
    await accept(records, { externalId: 'm1', text: 'The export' });
    await accept(records, { externalId: 'm2', text: 'fails' });
    await accept(records, { ...called, externalId: 'm3', text: 'and the import?' });
    await accept(records, { externalId: 'm4', text: 'since Monday' });
    const texts: string[] = [];
    for (let turn = await takeTurn(records); turn; turn = await takeTurn(records)) {
      texts.push(turn.text);
      await settle(records, turn);
    }
    expect(texts).toEqual(['The export\nfails', 'and the import?', 'since Monday']);
  });

  test('knows a bystander again as the customer of their own thread', async () => {
    const records = await open();
    await converse(records);
    await accept(records, { ...bo, externalId: 'm2', hearing: 'called' });
    records.clock.pass(1);
    const own = await converse(records, { ...bo, address: 'thread-2', externalId: 'm1' });
    await settle(records, await takeTurn(records));
    expect(await takeTurn(records)).toMatchObject({ customerId: own.customer.id });
  });

  test('brings the files of all messages of a burst, by name', async () => {
    const records = await open();
    const { id } = await converse(records, { externalId: 'm1', attachments: ['a.png', 'b.log'] });
    await accept(records, { externalId: 'm2', text: 'and this one', attachments: ['c.pdf'] });
    expect((await takeTurn(records))?.attachments).toEqual(['a.png', 'b.log', 'c.pdf']);
    const { messages } = await reread(await records.beside(), id);
    expect(messages.map(({ attachments }) => attachments)).toEqual([['a.png', 'b.log'], ['c.pdf']]);
  });

  test('takes a burst for addressed to the bot if one message of it is', async () => {
    const records = await open();
    await accept(records, { externalId: 'm1', hearing: 'when_mentioned' });
    await accept(records, { externalId: 'm2', hearing: 'called' });
    await accept(records, { externalId: 'm3', hearing: 'when_mentioned' });
    expect((await takeTurn(records))?.hearing).toBe('called');
  });

  test('knows where a conversation is and who opened it, without reading it', async () => {
    const records = await open();
    const { id } = await converse(records);
    await accept(records, { ...bo, externalId: 'm2' });
    const { conversations } = await records.beside();
    expect(await conversations.locate('web', 'thread-1')).toEqual({ id, customer: 'customer-1' });
    expect(await conversations.locate('web', 'thread-2')).toBeUndefined();
    expect(await conversations.locate('slack', 'thread-1')).toBeUndefined();
  });

  test('measures the time since a message arrived by its own clock, not by the platform', async () => {
    const records = await open();
    records.clock.pass(minute);
    await converse(records, { at: 0 });
    expect((await takeTurn(records))?.receivedAt).toBe(records.clock.now());
  });
}
