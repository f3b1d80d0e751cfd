import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { eraseCustomer } from '../../src/voice/erase.ts';
import { type ExportFormat, exportExchanges } from '../../src/voice/export.ts';
import { findGaps } from '../../src/voice/gaps.ts';
import { forgetOldConversations } from '../../src/voice/retention.ts';
import { accept, deliverAll, reread, takeTurn } from '../contracts/claims.ts';
import { agentSays, botSays, escalation, exchange, policy, sender } from '../desk/build.ts';
import { day, noon } from '../held-clock.ts';
import { grep } from './grep.ts';
import { always, openVoice } from './open-voice.ts';

const secret = 'Zebrafinkenkäfig';
const others = 'Nachtigallennest';

async function twoCustomers() {
  const voice = await openVoice();
  const { asks, records, ports, dataDir } = voice;
  for (let time = 0; time < 30; time += 1) {
    const parts = { answer: `About ${secret} ${time}`, at: noon + time };
    const id = await asks(`Ada ${secret}`, { ...parts, question: `My ${secret} ${time}?` });
    if (time > 0) continue;
    await records.conversations.change(id, () => ({
      result: undefined,
      holder: { kind: 'person', agent: 'Mo' },
      say: [
        agentSays('Mo', `She asks about a ${secret}`, { kind: 'note' }),
        agentSays('Mo', `About your ${secret}`),
      ],
      escalation: escalation({ id: `case of ${id}` }),
    }));
  }
  await asks('Bo', { question: `My ${others}?`, answer: `About ${others}` });
  for (const format of ['csv', 'jsonl'] as const) await writeExport(format);
  async function writeExport(format: ExportFormat) {
    const path = `${dataDir}/exports/out.${format}`;
    await exportExchanges(ports, { ...always, path, format, by: 'Ines', now: noon });
  }
  const customer = `web:Ada ${secret}`;
  const erase = () => eraseCustomer(ports, { customer, by: 'Ines', now: noon });
  return { ...voice, erase };
}

test('leaves none of their words anywhere in the data folder, while the bot runs on', async () => {
  const { dataDir, erase } = await twoCustomers();
  expect(grep(dataDir, secret).length).toBeGreaterThanOrEqual(3);
  const erasure = await erase();
  expect(grep(dataDir, secret)).toEqual([]);
  expect(erasure).toMatchObject({ conversations: 1, exchanges: 30, missingExports: [] });
  expect(erasure?.exports).toHaveLength(2);
  expect(erasure?.messages).toBe(62);
});

test("leaves another customer's words where they were", async () => {
  const { dataDir, erase, records } = await twoCustomers();
  await erase();
  expect(grep(join(dataDir, 'exports'), others).toSorted()).toEqual(['out.csv', 'out.jsonl']);
  const left = await records.conversations.list({ show: 'recent', limit: 10 });
  expect(left).toHaveLength(1);
  expect(left[0]).toMatchObject({
    customer: { name: 'Bo' },
    messages: [{ text: `My ${others}?` }, { text: `About ${others}` }],
    exchanges: [{ question: `My ${others}?` }],
  });
});

test('keeps their exchanges as counts, which are no gap of anybody', async () => {
  const { erase, db } = await twoCustomers();
  await erase();
  const rows = await db.selectFrom('exchanges').selectAll().where('question', '=', '').execute();
  expect(rows).toHaveLength(30);
  for (const row of rows) expect(row).toMatchObject({ answer: '', customer_id: null });
  expect(await findGaps(db, always, 10)).toEqual([]);
});

test('is listed with who did it, without a name or a word of the customer', async () => {
  const { erase, records } = await twoCustomers();
  const erasure = await erase();
  expect(await records.people.audit(1)).toEqual([
    { at: noon, actor: 'Ines', action: 'erased a customer', subject: erasure?.customer },
  ]);
});

test('names an export that was moved away, so that it can be erased there by hand', async () => {
  const { erase, dataDir } = await twoCustomers();
  rmSync(`${dataDir}/exports/out.csv`);
  expect((await erase())?.missingExports).toEqual([`${dataDir}/exports/out.csv`]);
});

test('is finished, and says so, where one export cannot be written again', async () => {
  const { erase, dataDir } = await twoCustomers();
  const path = `${dataDir}/exports/out.csv`;
  rmSync(path);
  mkdirSync(path);
  const erasure = await erase();
  expect(erasure).toMatchObject({
    failedExports: [path],
    exports: [`${dataDir}/exports/out.jsonl`],
  });
  expect(grep(dataDir, secret)).toEqual([]);
});

test('forgets what a killed export left behind', async () => {
  const { erase, dataDir } = await twoCustomers();
  writeFileSync(`${dataDir}/exports/out.csv.part`, secret);
  await erase();
  expect(grep(dataDir, secret)).toEqual([]);
});

test('that was cut off after its first step is finished by another one', async () => {
  const { erase, ports, dataDir } = await twoCustomers();
  const cutOff = { ...ports, compact: () => Promise.reject(new Error('killed')) };
  await expect(
    eraseCustomer(cutOff, { customer: `web:Ada ${secret}`, by: 'Ines', now: noon }),
  ).rejects.toThrow('killed');
  expect(await erase()).toBeUndefined();
  expect(grep(dataDir, secret)).toEqual([]);
});

test('reaches the exchanges of a customer whose conversations were over long ago', async () => {
  const { db, records, ports, asks } = await openVoice();
  await asks('Ada', { question: `My ${secret}?`, at: noon - 31 * day });
  const { id } = await db.selectFrom('customers').select('id').executeTakeFirstOrThrow();
  await forgetOldConversations(records, policy({ retention: { conversationDays: 30 } }), noon);
  expect(await eraseCustomer(ports, { customer: id, by: 'Ines', now: noon })).toMatchObject({
    customer: id,
    conversations: 0,
    exchanges: 1,
  });
  const left = await db.selectFrom('exchanges').select(['question', 'customer_id']).execute();
  expect(left).toEqual([{ question: '', customer_id: null }]);
});

test('knows a customer who writes again afterwards as a new one', async () => {
  const { erase, asks, records } = await twoCustomers();
  const erasure = await erase();
  const id = await asks(`Ada ${secret}`, { question: 'Hello again' });
  const again = await records.conversations.read(id);
  expect(again?.customer.id).not.toBe(erasure?.customer);
  expect(again?.exchanges).toHaveLength(1);
});

test.each(['nobody', 'web:nobody', 'slack:Bo', '', ':'])('"%s" is nobody', async (customer) => {
  const { ports } = await openVoice();
  expect(await eraseCustomer(ports, { customer, by: 'Ines', now: noon })).toBeUndefined();
});

describe('somebody who wrote in the thread of another', () => {
  async function thread() {
    const voice = await openVoice();
    const { records, asks } = voice;
    const id = await asks('Ada', { question: `My ${others}?`, answer: `About ${others}` });
    const bo = { address: 'thread of Ada', author: sender(`Bo ${secret}`) };
    await accept(records, {
      ...bo,
      externalId: 'b1',
      text: `I have a ${secret}`,
      hearing: 'always',
    });
    const called = { ...bo, externalId: 'b2', hearing: 'called' } as const;
    await accept(records, { ...called, text: `And a ${secret}?`, attachments: [`${secret}.png`] });
    const settles = await takeTurn(records);
    if (!settles) throw new Error('the message was not taken in');
    const { id: exchangeId, customerId, text: question } = settles;
    const answer = `About a ${secret}`;
    await records.conversations.change(id, () => ({
      result: undefined,
      settles,
      exchange: exchange({ id: exchangeId, conversationId: id, customerId, question, answer }),
      say: [botSays(answer, { exchangeId })],
    }));
    await accept(records, { ...called, externalId: 'b3', text: `Still my ${secret}` });
    const erase = () => {
      const customer = `web:Bo ${secret}`;
      return eraseCustomer(voice.ports, { customer, by: 'Ines', now: noon });
    };
    return { ...voice, id, erase };
  }

  test('is erased there too, and nothing waits for an answer any more', async () => {
    const { records, dataDir, erase } = await thread();
    expect(grep(dataDir, secret)).not.toEqual([]);
    expect(await erase()).toMatchObject({ conversations: 0, messages: 4, exchanges: 1 });
    expect(grep(dataDir, secret)).toEqual([]);
    expect(await takeTurn(records)).toBeUndefined();
    records.clock.pass(1);
    await accept(records, { address: 'thread of Cy', author: sender('Cy'), text: 'And me?' });
    expect((await takeTurn(records))?.text).toBe('And me?');
    expect(await deliverAll(records)).toEqual([`About ${others}`]);
  });

  test("leaves the other's words and answers where they were", async () => {
    const { records, id, erase } = await thread();
    await erase();
    const { messages, exchanges, customer } = await reread(records, id);
    expect(messages.map(({ text }) => text)).toEqual([`My ${others}?`, `About ${others}`]);
    expect(exchanges).toMatchObject([{ question: `My ${others}?` }]);
    expect(customer.name).toBe('Ada');
  });

  test('is erased with their own threads, in which others wrote', async () => {
    const { records, dataDir, asks, erase } = await thread();
    const own = await asks(`Bo ${secret}`, { question: `All of my ${secret}` });
    const { address } = await reread(records, own);
    await accept(records, { address, author: sender('Cy'), externalId: 'c1', hearing: 'always' });
    expect(await erase()).toMatchObject({ conversations: 1 });
    expect(grep(dataDir, secret)).toEqual([]);
  });
});

test('takes the cards of their cases along, and leaves those of others', async () => {
  const { records, asks, ports } = await openVoice();
  for (const name of ['Ada', 'Bo']) {
    const conversationId = await asks(name);
    const card = { escalationId: `case of ${name}`, conversationId, receipt: name, digest: 'new' };
    await records.cards.keep({ ...card, channel: 'slack' });
  }
  await eraseCustomer(ports, { customer: 'web:Ada', by: 'Ines', now: noon });
  expect(await records.cards.of('case of Ada', 'slack')).toBeUndefined();
  expect(await records.cards.of('case of Bo', 'slack')).toMatchObject({ receipt: 'Bo' });
});
