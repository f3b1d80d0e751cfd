import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openRecords } from '../../src/records/open.ts';
import { accept, boundless, converse } from '../contracts/claims.ts';
import { type RecordsUnderTest, recordsContract } from '../contracts/records-contract.ts';
import { incoming, sender } from '../desk/build.ts';
import { type HeldClock, heldClock } from '../held-clock.ts';
import { tempFolder } from '../temp-folder.ts';

async function open(dataDir = tempFolder(), clock = heldClock()) {
  const records = await openRecords({ dataDir, now: clock.now });
  onTestFinished(() => records.close());
  return { ...records, clock, dataDir };
}

async function openContract(dataDir?: string, clock?: HeldClock): Promise<RecordsUnderTest> {
  const records = await open(dataDir, clock);
  return { ...records, beside: () => openContract(records.dataDir, records.clock) };
}

recordsContract('SQLite', () => openContract());

test('a message is on disk before it counts as accepted', async () => {
  const { inbox, db, dataDir } = await open();
  const { rows } = await db.executeQuery<{ synchronous: number }>({
    ...db.selectNoFrom([]).compile(),
    sql: 'pragma synchronous',
    parameters: [],
  });
  expect(rows).toEqual([{ synchronous: 2 }]);
  await accept({ inbox }, { text: 'on disk' });
  const reader = new DatabaseSync(`${dataDir}/earshot.db`, { readOnly: true });
  expect(reader.prepare('select text from messages').all()).toEqual([{ text: 'on disk' }]);
  reader.close();
});

test('everything is still there after the records were closed and opened again', async () => {
  const dataDir = tempFolder();
  const first = await openRecords({ dataDir, now: Date.now });
  const { conversationId } = await accept(first);
  const secret = await first.secret('web');
  await first.close();
  const second = await open(dataDir);
  expect((await second.conversations.read(conversationId))?.messages).toHaveLength(1);
  expect(await second.secret('web')).toBe(secret);
  expect(await second.secret('other')).not.toBe(secret);
});

test('frees what a dead process had leased in the channels that this one serves', async () => {
  const records = await openContract();
  const { releaseLeases } = await open((records as { dataDir?: string }).dataDir);
  await converse(records);
  const claim = { owner: 'dead', channels: ['web'], now: records.clock.now(), leaseMs: 60_000 };
  expect(await records.inbox.claim({ ...claim, channels: ['web'] })).toBeDefined();
  await releaseLeases(['terminal']);
  expect(await records.inbox.claim({ ...claim, channels: ['web'] })).toBeUndefined();
  await releaseLeases(['web']);
  expect(await records.inbox.claim({ ...claim, channels: ['web'] })).toMatchObject({ attempt: 1 });
});

test('says that the disk is full, keeps what it has, and goes on once there is room', async () => {
  const { inbox, conversations, db } = await open();
  const { conversationId } = await accept({ inbox }, { externalId: 'before' });
  await sql`pragma max_page_count = 1`.execute(db);
  const long = { externalId: 'long', text: 'x'.repeat(1_000_000) };
  await expect(accept({ inbox }, long)).rejects.toThrow('database or disk is full');
  expect((await conversations.read(conversationId))?.messages).toHaveLength(1);
  await sql`pragma max_page_count = 100000`.execute(db);
  expect((await accept({ inbox }, long)).duplicate).toBe(false);
  expect((await conversations.read(conversationId))?.messages).toHaveLength(2);
});

test('keeps not even the name of somebody whose message was refused', async () => {
  const { inbox, db } = await open();
  await accept({ inbox });
  const author = sender('Bo');
  const late = incoming({ address: 'late', author });
  await inbox.accept(late, { ...boundless, waiting: 1 });
  const names = await db.selectFrom('customers').select('name').execute();
  expect(names).toEqual([{ name: 'Ada' }]);
});

test('waits for another process that is writing instead of failing', async () => {
  const { inbox, dataDir } = await open();
  const other = new DatabaseSync(`${dataDir}/earshot.db`);
  other.exec('begin immediate');
  const accepted = accept({ inbox });
  await new Promise((resolve) => setTimeout(resolve, 400));
  other.exec('commit');
  other.close();
  expect((await accepted).duplicate).toBe(false);
});

test('sees what another process wrote without being told', async () => {
  const records = await openContract();
  const heard = Promise.withResolvers<string>();
  records.conversations.onChange(heard.resolve);
  const { id } = await converse(await records.beside());
  expect(await heard.promise).toBe(id);
});

test('says what to do where its file is no database', async () => {
  const dataDir = tempFolder();
  const { writeFileSync } = await import('node:fs');
  writeFileSync(`${dataDir}/earshot.db`, 'this is no database, but it is long enough to be one');
  await expect(openRecords({ dataDir, now: Date.now })).rejects.toThrow(
    /\[records\] cannot .*earshot\.db.*(backup|folder)/s,
  );
});
