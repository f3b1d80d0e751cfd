import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openRecords } from '../../src/records/open.ts';
import { writeTogether } from '../../src/records/write-together.ts';
import type { Write } from '../../src/records/writer.ts';
import { tempFolder } from '../temp-folder.ts';

async function open() {
  const records = await openRecords({ dataDir: tempFolder(), now: Date.now });
  onTestFinished(() => records.close());
  const note = (key: string) => (trx: Parameters<Parameters<Write>[0]>[0]) =>
    trx.insertInto('settings').values({ key, value: 'noted' }).execute();
  const notes = async () =>
    (
      await records.db
        .selectFrom('settings')
        .select('key')
        .orderBy('rowid' as never)
        .execute()
    ).map(({ key }) => key);
  return { records, note, notes };
}

test('what is asked for at once is written in its order, and each hears of its own result', async () => {
  const { records, note, notes } = await open();
  const together = writeTogether(records.write);
  const keys = Array.from({ length: 120 }, (_, number) => `note ${number}`);
  const results = await Promise.all(
    keys.map((key) => together(async (trx) => [key, await note(key)(trx)] as const)),
  );
  expect(results.map(([key]) => key)).toEqual(keys);
  expect(await notes()).toEqual(keys);
});

test('what cannot be written takes nothing along of what was asked for beside it', async () => {
  const { records, note, notes } = await open();
  const together = writeTogether(records.write);
  const settled = await Promise.allSettled([
    together(note('first')),
    together(async (trx) => {
      await note('half')(trx);
      throw new Error('no');
    }),
    together(note('last')),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await notes()).toEqual(['first', 'last']);
});

test('nobody hears that it is written before it is on disk', async () => {
  const { records, note } = await open();
  const committed = Promise.withResolvers<void>();
  const together = writeTogether((work) =>
    records.write(work).then(async (result) => {
      await committed.promise;
      return result;
    }),
  );
  const heard: string[] = [];
  const both = ['one', 'two'].map((key) => together(note(key)).then(() => heard.push(key)));
  await sleep(50);
  expect(heard).toEqual([]);
  committed.resolve();
  await Promise.all(both);
  expect(heard).toEqual(['one', 'two']);
});
