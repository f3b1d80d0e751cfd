import { expect, test } from 'vitest';
import { eraseCustomer } from '../../src/voice/erase.ts';
import { writeReport } from '../../src/voice/report.ts';
import { citation, escalation, feeling } from '../desk/build.ts';
import { day, minute, noon } from '../held-clock.ts';
import { always, openVoice } from './open-voice.ts';

test('tells what happened, in figures that a person can check by hand', async () => {
  const { db, records, asks } = await openVoice();
  await asks('Ada', { latencyMs: 10, mark: 'helpful' });
  await asks('Ada', { latencyMs: 30, mark: 'not_helpful' });
  await asks('Bo', { latencyMs: 20, feeling: feeling('anger', 0.6) });
  const id = await asks('Bo', { outcome: 'handed_over', rule: 'upset', citations: [] });
  await asks('Cy', { outcome: 'unknown', citations: [], question: 'Boats?' });
  await records.conversations.change(id, () => ({
    result: undefined,
    escalation: escalation({
      state: 'resolved',
      rule: 'upset',
      claimedAt: noon + 4 * minute,
      endedAt: noon + 9 * minute,
      verdict: 'too_late',
      spentMs: { waiting: 4 * minute, claimed: 5 * minute },
    }),
  }));
  expect(await writeReport(db, always)).toMatchObject({
    ...always,
    exchanges: 5,
    conversations: 3,
    customers: 3,
    outcomes: { answered: 3, handed_over: 1, unknown: 1 },
    feelings: { calm: 4, anger: 1 },
    marks: { helpful: 1, not_helpful: 1 },
    answerMs: { p50: 20, p95: 30 },
    escalations: {
      opened: 1,
      byRule: { upset: 1 },
      verdicts: { too_late: 1 },
      claimMs: 4 * minute,
      stateMs: { waiting: 4 * minute, claimed: 5 * minute },
    },
    articles: [{ article: citation.article, cited: 3 }],
    gaps: [{ question: 'Boats?' }, { question: 'How do I export my invoices?' }],
  });
});

test('counts an article of any name', async () => {
  const { db, asks } = await openVoice();
  const names = ['constructor', '__proto__', 'toString', 'constructor'];
  for (const [index, article] of names.entries()) {
    await asks('Ada', { citations: [{ ...citation, article }], at: noon + index });
  }
  expect((await writeReport(db, always)).articles).toEqual([
    { article: 'constructor', cited: 2 },
    { article: '__proto__', cited: 1 },
    { article: 'toString', cited: 1 },
  ]);
});

test('counts no conversation and no customer for exchanges that were erased', async () => {
  const { db, ports, asks } = await openVoice();
  await asks('Ada');
  const id = await asks('Bo');
  const { customer_id } = await db
    .selectFrom('conversations')
    .select('customer_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  await eraseCustomer(ports, { customer: customer_id, by: 'the test', now: noon });
  expect(await writeReport(db, always)).toMatchObject({
    exchanges: 2,
    conversations: 1,
    customers: 1,
  });
});

test('ranks nobody: no agent is named in it', async () => {
  const { db, records, asks } = await openVoice();
  const id = await asks('Ada');
  await records.conversations.change(id, () => ({
    result: undefined,
    holder: { kind: 'person', agent: 'Moritz' },
    escalation: escalation({ agent: 'Moritz', state: 'claimed', claimedAt: noon }),
    audit: { at: noon, actor: 'Moritz', action: 'claimed', subject: id },
  }));
  expect(JSON.stringify(await writeReport(db, always))).not.toContain('Moritz');
});

test('is honest about a time in which nothing happened', async () => {
  const { db, asks } = await openVoice();
  await asks('Ada');
  expect(await writeReport(db, { since: noon + day, until: noon + 2 * day })).toMatchObject({
    exchanges: 0,
    conversations: 0,
    answerMs: null,
    escalations: { opened: 0, claimMs: null },
    gaps: [],
  });
});

test('counts every exchange of a long time, many of them at the same moment', async () => {
  const { db, ports, asks } = await openVoice();
  await asks('Ada');
  const row = await db.selectFrom('exchanges').selectAll().executeTakeFirstOrThrow();
  const copies = Array.from({ length: 2_500 }, (_, copy) => ({ ...row, id: `copy-${copy}` }));
  await ports.write(async (trx) => {
    for (let from = 0; from < copies.length; from += 500) {
      await trx
        .insertInto('exchanges')
        .values(copies.slice(from, from + 500))
        .execute();
    }
  });
  expect((await writeReport(db, always)).exchanges).toBe(2_501);
});
