import { expect, test } from 'vitest';
import { claim } from '../../src/desk/escalation.ts';
import type { Conversation } from '../../src/desk/types.ts';
import { agentSays, botSays, escalation, exchange } from '../desk/build.ts';
import { hour, minute, noon } from '../held-clock.ts';
import { converse, deliverAll, reread, takeDeliveries, takeTurn } from './claims.ts';
import type { OpenRecords, RecordsUnderTest } from './records-contract.ts';

export function conversationsContract(open: OpenRecords): void {
  test('finds a conversation by its id and by where it is on its platform', async () => {
    const records = await open();
    const { conversations } = records;
    const { id } = await converse(records);
    expect((await conversations.find('web', 'thread-1'))?.id).toBe(id);
    expect(await conversations.find('terminal', 'thread-1')).toBeUndefined();
    expect(await conversations.find('web', 'thread-2')).toBeUndefined();
    expect(await conversations.read('none')).toBeUndefined();
    await expect(conversations.change('none', () => ({ result: 1 }))).rejects.toThrow(/none/);
  });

  test('writes a change whole: words, hands, case, exchange, settled turn and audit', async () => {
    const records = await open();
    const { id, customer } = await converse(records);
    const settles = await takeTurn(records);
    if (!settles) throw new Error('no turn was taken');
    const recorded = exchange({ id: settles.id, conversationId: id, customerId: customer.id });
    const audit = { at: noon, actor: 'Mo', action: 'claimed', subject: id };
    const opened = escalation({ id: `case of ${id}`, spentMs: { waiting: 5 } });
    const result = await records.conversations.change(id, () => ({
      result: 'done',
      settles,
      holder: { kind: 'person', agent: 'Mo' },
      say: [agentSays('Mo', 'Hello Ada')],
      escalation: opened,
      callAgents: true,
      exchange: recorded,
      audit,
    }));
    expect(result).toBe('done');
    const now = await reread(await records.beside(), id);
    expect(now).toMatchObject({ holder: { kind: 'person', agent: 'Mo' }, epoch: 1 });
    expect(now.messages.map(({ text }) => text)).toEqual([recorded.question, 'Hello Ada']);
    expect(now.escalation).toEqual(opened);
    expect(now.exchanges).toEqual([recorded]);
    expect(await records.people.audit(1)).toEqual([audit]);
    expect(await takeTurn(records)).toBeUndefined();
    expect(await deliverAll(records)).toEqual(['Hello Ada', '(call)']);
  });

  test('leaves nothing behind where a step fails', async () => {
    const records = await open();
    const { id } = await converse(records);
    const failing = records.conversations.change(id, () => {
      throw new Error('a step that fails');
    });
    await expect(failing).rejects.toThrow('a step that fails');
    await expectUntouched(records, id);
  });

  test('leaves nothing behind where the last of its rows cannot be written', async () => {
    const records = await open();
    const { id, customer } = await converse(records);
    const recorded = exchange({ conversationId: id, customerId: customer.id });
    const broken = { at: noon, actor: 'Mo', action: 'claimed', subject: null as never };
    const failing = records.conversations.change(id, () => ({
      result: undefined,
      holder: { kind: 'queue' },
      say: [botSays('An answer')],
      escalation: escalation(),
      callAgents: true,
      exchange: recorded,
      audit: broken,
    }));
    await expect(failing).rejects.toThrow();
    await expectUntouched(records, id);
    expect((await reread(records, id)).exchanges).toEqual([]);
  });

  test('settles a turn once: whoever comes second writes nothing', async () => {
    const records = await open();
    const { id } = await converse(records);
    const settles = await takeTurn(records);
    if (!settles) throw new Error('no turn was taken');
    const settle = (text: string) => () => ({ result: undefined, settles, say: [botSays(text)] });
    await records.conversations.change(id, settle('the first answer'));
    const second = (await records.beside()).conversations.change(id, settle('the second answer'));
    await expect(second).rejects.toThrow();
    expect(await deliverAll(records)).toEqual(['the first answer']);
  });

  test('raises the epoch at each change of hands, and only then', async () => {
    const records = await open();
    const { id } = await converse(records);
    const hands = [
      { kind: 'bot' },
      { kind: 'queue' },
      { kind: 'queue' },
      { kind: 'person', agent: 'Mo' },
      { kind: 'person', agent: 'Mo' },
      { kind: 'person', agent: 'Ines' },
      { kind: 'bot' },
    ] as const;
    const epochs: number[] = [];
    for (const holder of hands) {
      await records.conversations.change(id, () => ({ result: undefined, holder }));
      epochs.push((await reread(records, id)).epoch);
    }
    expect(epochs).toEqual([0, 1, 1, 2, 2, 3, 4]);
  });

  test('two agents claim at once: one has it, the other is told who', async () => {
    const records = await open();
    const elsewhere = await records.beside();
    for (let round = 0; round < 5; round += 1) {
      const { id } = await converse(records, { address: `round-${round}` });
      const refusals = await Promise.all([
        records.conversations.change(id, claim('Mo', noon)),
        elsewhere.conversations.change(id, claim('Ines', noon)),
      ]);
      const { holder, escalation } = await reread(records, id);
      const winner = refusals[0] === null ? 'Mo' : 'Ines';
      expect(holder).toEqual({ kind: 'person', agent: winner });
      expect(escalation?.agent).toBe(winner);
      expect(refusals.filter((refusal) => refusal === null)).toHaveLength(1);
      expect(refusals.find((refusal) => refusal !== null)).toContain(winner);
    }
  });

  test('loses no word where many write to one conversation at once', async () => {
    const records = await open();
    const elsewhere = await records.beside();
    const { id } = await converse(records);
    await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        [records, elsewhere][index % 2]?.conversations.change(id, () => ({
          result: undefined,
          say: [agentSays('Mo', `line ${index}`)],
        })),
      ),
    );
    const { messages } = await reread(records, id);
    expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 41 }, (_, seq) => seq + 1));
    expect(new Set(messages.map(({ text }) => text)).size).toBe(41);
  });

  test("keeps a long conversation's first message and its newest", async () => {
    const records = await open();
    const { id } = await converse(records, { text: 'the very first words' });
    for (let part = 0; part < 5; part += 1) {
      const say = Array.from({ length: 60 }, (_, line) => agentSays('Mo', `${part}-${line}`));
      await records.conversations.change(id, () => ({ result: undefined, say }));
    }
    const { messages } = await reread(records, id);
    expect(messages.at(0)?.text).toBe('the very first words');
    expect(messages.at(-1)?.text).toBe('4-59');
    expect(messages.length).toBeLessThan(301);
  });

  test('marks an answer, changes the mark and takes it back', async () => {
    const records = await open();
    const { id, customer } = await converse(records);
    const recorded = exchange({ conversationId: id, customerId: customer.id });
    await records.conversations.change(id, () => ({ result: undefined, exchange: recorded }));
    for (const mark of ['not_helpful', 'helpful', null] as const) {
      const marking = { exchangeId: recorded.id, mark };
      await records.conversations.change(id, () => ({ result: undefined, mark: marking }));
      expect((await reread(records, id)).exchanges[0]?.mark).toBe(mark);
    }
  });

  test("marks no answer of somebody else's conversation", async () => {
    const records = await open();
    const one = await converse(records);
    const other = await converse(records, { address: 'thread-2' });
    const recorded = exchange({ conversationId: one.id, customerId: one.customer.id });
    await records.conversations.change(one.id, () => ({ result: undefined, exchange: recorded }));
    const mark = { exchangeId: recorded.id, mark: 'not_helpful' } as const;
    await records.conversations.change(other.id, () => ({ result: undefined, mark }));
    expect((await reread(records, one.id)).exchanges[0]?.mark).toBeNull();
  });

  test('lists who needs a person, the longest waiting first, however much they write', async () => {
    const records = await open();
    const waits = async (address: string, at: number) => {
      records.clock.pass(at - records.clock.now());
      const { id } = await converse(records, { address });
      const since = { id, openedAt: at, since: at };
      await records.conversations.change(id, () => ({
        result: undefined,
        holder: { kind: 'queue' },
        escalation: escalation(since),
      }));
    };
    await waits('impatient', noon);
    await waits('patient', noon + minute);
    await converse(records, { address: 'with the bot' });
    records.clock.pass(hour);
    const again = { address: 'impatient', externalId: 'm2', text: 'is anybody there?' };
    await converse(records, again);
    expect(await addresses(records, 'open')).toEqual(['impatient', 'patient']);
    expect(await addresses(records, 'recent')).toEqual(['impatient', 'with the bot', 'patient']);
  });

  test('reads no more than half a million characters of a conversation, the newest', async () => {
    const records = await open();
    const { id } = await converse(records, { text: 'the very first words' });
    const long = 'x'.repeat(39_990);
    const say = Array.from({ length: 40 }, (_, line) => agentSays('Mo', `${line} ${long}`));
    await records.conversations.change(id, () => ({ result: undefined, say }));
    const { messages } = await reread(records, id);
    const read = messages.map(({ text }) => text.split(' ')[0]);
    expect(read).toEqual(['the', ...Array.from({ length: 13 }, (_, line) => String(27 + line))]);
  });

  test('measures how long customers waited for a person, newest first', async () => {
    const records = await open();
    for (const [index, waited] of [5, 10, 15].entries()) {
      const claimedAt = noon + waited * minute;
      await opens(records, `claimed-${index}`, { agent: 'Mo', state: 'claimed', claimedAt });
    }
    await opens(records, 'still waiting', {});
    expect(await records.conversations.recentWaitsMs(2)).toEqual([15 * minute, 10 * minute]);
  });

  test('counts no wait where nobody waited because an agent stepped in', async () => {
    const records = await open();
    const { id } = await converse(records);
    await records.conversations.change(id, claim('Mo', noon));
    expect(await records.conversations.recentWaitsMs(10)).toEqual([]);
  });

  test('tells a listener of each change, once it can be read', async () => {
    const records = await open();
    const { id } = await converse(records);
    const heard: string[] = [];
    const stop = records.conversations.onChange((changed) => heard.push(changed));
    await records.conversations.change(id, () => ({ result: undefined, say: [botSays('x')] }));
    stop();
    await records.conversations.change(id, () => ({ result: undefined }));
    expect(heard).toEqual([id]);
  });
}

async function expectUntouched(records: RecordsUnderTest, id: string): Promise<void> {
  const now = await reread(records, id);
  expect(now).toMatchObject({ holder: { kind: 'bot' }, epoch: 0, escalation: null });
  expect(now.messages).toHaveLength(1);
  expect(await takeDeliveries(records)).toEqual([]);
}

async function opens(
  records: RecordsUnderTest,
  address: string,
  parts: Partial<NonNullable<Conversation['escalation']>>,
): Promise<void> {
  const { id } = await converse(records, { address });
  await records.conversations.change(id, () => ({
    result: undefined,
    escalation: escalation({ id, ...parts }),
  }));
}

async function addresses(records: RecordsUnderTest, show: 'open' | 'recent') {
  const listed = await records.conversations.list({ show, limit: 10 });
  return listed.map(({ address }) => address);
}
