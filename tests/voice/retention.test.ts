import { expect, test } from 'vitest';
import { writeReport } from '../../src/voice/report.ts';
import { forgetOldConversations } from '../../src/voice/retention.ts';
import { accept } from '../contracts/claims.ts';
import { policy, sender } from '../desk/build.ts';
import { day, noon } from '../held-clock.ts';
import { always, openVoice } from './open-voice.ts';

const all = { show: 'recent', limit: 10 } as const;
const monthly = policy({ retention: { conversationDays: 30 } });

async function ages() {
  const voice = await openVoice();
  await voice.asks('Old', { question: 'a very old question', at: noon - 31 * day });
  await voice.asks('Edge', { question: 'a question at the edge', at: noon - 30 * day });
  await voice.asks('New', { question: 'a new question', at: noon });
  const list = async () => {
    const left = await voice.records.conversations.list(all);
    return left.map(({ customer }) => customer.name);
  };
  return { ...voice, list };
}

test('forgets conversations whose days are over, and only those', async () => {
  const { records, list } = await ages();
  expect(await forgetOldConversations(records, monthly, noon)).toBe(1);
  expect(await list()).toEqual(['New', 'Edge']);
  expect(await forgetOldConversations(records, monthly, noon)).toBe(0);
});

test('keeps the redacted exchanges for the report', async () => {
  const { records, db } = await ages();
  await forgetOldConversations(records, monthly, noon);
  expect((await writeReport(db, always)).exchanges).toBe(3);
});

test('keeps an open case however old it is', async () => {
  const { records, list } = await ages();
  const old = await records.conversations.list(all);
  const id = old.find(({ customer }) => customer.name === 'Old')?.id ?? '';
  await records.conversations.change(id, () => ({ result: undefined, holder: { kind: 'queue' } }));
  expect(await forgetOldConversations(records, monthly, noon)).toBe(0);
  expect(await list()).toContain('Old');
});

test('counts from the last word, not from the first', async () => {
  const { records, asks, list } = await ages();
  await asks('Old', { question: 'I am back', at: noon });
  expect(await forgetOldConversations(records, monthly, noon)).toBe(0);
  expect(await list()).toContain('Old');
});

test('leaves no row of a forgotten conversation but its exchanges', async () => {
  const { records, db } = await ages();
  const [{ id: conversationId } = { id: '' }] = await records.conversations.list(all);
  const card = { escalationId: 'case', conversationId, receipt: '1.2', digest: 'new' };
  await records.cards.keep({ ...card, channel: 'slack' });
  await forgetOldConversations(records, monthly, noon + 40 * day);
  const tables = [
    'customers',
    'conversations',
    'messages',
    'inbox',
    'outbox',
    'escalations',
    'cards',
  ] as const;
  for (const table of tables) {
    expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
  }
});

test('keeps a bystander who can still be read in a thread, to be erased by name', async () => {
  const { records, db, clock } = await ages();
  clock.pass(-60 * day);
  await accept(records, { address: 'thread of New', author: sender('Bo'), externalId: 'b1' });
  clock.pass(60 * day);
  await accept(records, { address: 'thread of New', author: sender('New'), externalId: 'n1' });
  await forgetOldConversations(records, monthly, noon);
  const names = await db.selectFrom('customers').select('name').orderBy('name').execute();
  expect(names.map(({ name }) => name)).toEqual(['Bo', 'Edge', 'New']);
});
