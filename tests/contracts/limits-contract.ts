import { expect, test } from 'vitest';
import type { Limits } from '../../src/desk/policy.ts';
import { incoming, sender } from '../desk/build.ts';
import { minute } from '../held-clock.ts';
import { accept, boundless, reread, takeTurn } from './claims.ts';
import type { OpenRecords, RecordsUnderTest } from './records-contract.ts';

const three: Limits = { ...boundless, perCustomer: 3 };

export function limitsContract(open: OpenRecords): void {
  test('answers who writes too much bit by bit, and tells that it does', async () => {
    const records = await open();
    const slowed: boolean[] = [];
    for (let thread = 1; thread <= 8; thread += 1) {
      slowed.push((await asks(records, `flood-${thread}`, 'Flo', three)).slowed);
    }
    expect(slowed).toEqual([false, false, false, true, true, true, true, true]);
    expect(await answered(records)).toEqual(['flood-1', 'flood-2', 'flood-3']);
    records.clock.pass(minute - 1);
    expect(await answered(records)).toEqual([]);
    records.clock.pass(1);
    expect(await answered(records)).toEqual(['flood-4', 'flood-5', 'flood-6']);
    records.clock.pass(minute);
    expect(await answered(records)).toEqual(['flood-7', 'flood-8']);
  });

  test('answers a quiet customer at once, however much another writes', async () => {
    const records = await open();
    for (let thread = 1; thread <= 10; thread += 1) {
      await asks(records, `flood-${thread}`, 'Flo', three);
    }
    expect((await asks(records, 'quiet', 'Quinn', three)).slowed).toBe(false);
    expect(await answered(records)).toContain('quiet');
  });

  test('forgets that somebody wrote much once they have been quiet for a while', async () => {
    const records = await open();
    for (let thread = 1; thread <= 3; thread += 1) {
      await asks(records, `early-${thread}`, 'Flo', three);
    }
    await answered(records);
    records.clock.pass(minute);
    expect((await asks(records, 'later', 'Flo', three)).slowed).toBe(false);
    expect(await answered(records)).toEqual(['later']);
  });

  test('takes a redelivered message for no further one', async () => {
    const records = await open();
    for (let again = 0; again < 5; again += 1) {
      expect((await asks(records, 'once', 'Ada', three)).slowed).toBe(false);
    }
    expect((await asks(records, 'twice', 'Ada', three)).slowed).toBe(false);
  });

  test('keeps the pace of a place where many write side by side, and of no other', async () => {
    const records = await open();
    const limits = { ...boundless, perPlace: 2 };
    const slowed: boolean[] = [];
    for (const name of ['Ada', 'Bo', 'Cy']) {
      slowed.push((await asks(records, `busy-${name}`, name, limits, 'busy')).slowed);
    }
    expect(slowed).toEqual([false, false, true]);
    expect((await asks(records, 'elsewhere', 'Di', limits, 'calm')).slowed).toBe(false);
    expect((await asks(records, 'alone', 'Ed', limits)).slowed).toBe(false);
    expect(await answered(records)).toEqual(['alone', 'busy-Ada', 'busy-Bo', 'elsewhere']);
    records.clock.pass(minute);
    expect(await answered(records)).toEqual(['busy-Cy']);
  });

  test('answers a quiet customer of a place at once, however much others have coming', async () => {
    const records = await open();
    const limits = { ...three, perPlace: 9 };
    for (const name of ['Flo', 'Flip']) {
      for (let thread = 1; thread <= 12; thread += 1) {
        await asks(records, `flood-${name}-${thread}`, name, limits, 'busy');
      }
    }
    expect((await asks(records, 'quiet', 'Quinn', limits, 'busy')).slowed).toBe(false);
    expect(await answered(records)).toContain('quiet');
  });

  test('refuses what comes while too much waits, and keeps nothing of it', async () => {
    const records = await open();
    const limits = { ...boundless, waiting: 2 };
    await asks(records, 'first', 'Ada', limits);
    await asks(records, 'second', 'Bo', limits);
    const late = incoming({ address: 'late', author: sender('Cy') });
    expect(await records.inbox.accept(late, limits)).toEqual({ kind: 'refused' });
    expect(await records.conversations.find('web', 'late')).toBeUndefined();
    expect(await answered(records)).toEqual(['first', 'second']);
    expect(await records.inbox.accept(late, limits)).toMatchObject({
      kind: 'accepted',
      duplicate: false,
    });
  });

  test('keeps the last places for people who have nothing waiting', async () => {
    const records = await open();
    const limits = { perCustomer: 100, perPlace: 100, waiting: 10 };
    for (let thread = 1; thread <= 9; thread += 1) {
      await asks(records, `flood-${thread}`, 'Flo', limits);
    }
    const more = incoming({ address: 'more', author: sender('Flo') });
    expect(await records.inbox.accept(more, limits)).toEqual({ kind: 'refused' });
    await asks(records, 'quiet', 'Quinn', limits);
  });

  test('refuses who would wait for minutes because of what they wrote themselves', async () => {
    const records = await open();
    for (let thread = 1; thread <= 15; thread += 1) {
      await asks(records, `flood-${thread}`, 'Flo', three);
    }
    const more = incoming({ address: 'more', author: sender('Flo') });
    expect(await records.inbox.accept(more, three)).toEqual({ kind: 'refused' });
    await asks(records, 'quiet', 'Quinn', three);
  });

  test("counts nobody's talk among each other, and slows it not", async () => {
    const records = await open();
    const limits = { perCustomer: 3, perPlace: 1, waiting: 1 };
    await asks(records, 'busy', 'Ada', limits, 'place');
    const talk = {
      address: 'busy',
      author: sender('Bo'),
      hearing: 'always',
      place: 'place',
    } as const;
    for (const externalId of ['one', 'two', 'three']) {
      expect(await accept(records, { ...talk, externalId }, limits)).toMatchObject({
        slowed: false,
      });
    }
  });

  test('keeps nobody waiting for ever who goes on writing', async () => {
    const records = await open();
    for (let line = 1; line <= 16; line += 1) {
      await accept(records, { externalId: `m${line}`, text: 'Hello' });
      expect(await takeTurn(records)).toBeUndefined();
      records.clock.pass(699);
    }
    await accept(records, { externalId: 'one more', text: 'Hello' });
    expect((await takeTurn(records))?.messageIds).toHaveLength(17);
  });
}

function asks(
  records: RecordsUnderTest,
  address: string,
  name: string,
  limits: Limits,
  place: string | null = null,
) {
  return accept(records, { address, author: sender(name), place }, limits);
}

/** Settles what is due, and says where it was asked, in alphabetical order. */
async function answered(records: RecordsUnderTest): Promise<readonly string[]> {
  const addresses: string[] = [];
  for (let turn = await takeTurn(records); turn; turn = await takeTurn(records)) {
    const settles = turn;
    await records.conversations.change(turn.conversationId, () => ({ result: null, settles }));
    addresses.push((await reread(records, turn.conversationId)).address);
  }
  return addresses.toSorted();
}
