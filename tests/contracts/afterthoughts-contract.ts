/** Messages that their author changes or deletes, and answers that are changed or taken back. */
import { expect, test } from 'vitest';
import type { Change } from '../../src/desk/change.ts';
import type { Turn } from '../../src/desk/types.ts';
import { botSays, exchange } from '../desk/build.ts';
import { minute, noon } from '../held-clock.ts';
import { accept, deliverAll, reread, settle, takeDeliveries, takeTurn } from './claims.ts';
import type { OpenRecords, RecordsUnderTest } from './records-contract.ts';

export function afterthoughtsContract(open: OpenRecords): void {
  test("puts an author's new words in the old ones' place, and says when", async () => {
    const { records, id, question, write } = await asked(await open());
    await write({ amend: { messageId: question, text: 'How do I import?', at: noon + 5 } });
    const { messages } = await reread(await records.beside(), id);
    expect(messages[0]).toMatchObject({ text: 'How do I import?', editedAt: noon + 5 });
    expect((await takeTurn(records))?.text).toBe('How do I import?');
  });

  test('leaves no word and no file of a message that its author deleted', async () => {
    const { records, id, question, write } = await asked(await open());
    await write({ amend: { messageId: question, text: null, at: noon + 5 } });
    const { messages } = await reread(await records.beside(), id);
    expect(messages).toMatchObject([{ text: '', attachments: [], deletedAt: noon + 5 }]);
    expect(await takeTurn(records)).toBeUndefined();
  });

  test.each(['How do I import?', null])(
    'lets nothing be said to words that have changed since they were read (%s)',
    async (text) => {
      const { records, id, question, write } = await asked(await open());
      await accept(records, { externalId: 'm2', text: 'On Mac.' });
      const turn = await takeTurn(records);
      if (!turn) throw new Error('no turn was taken');
      await write({ amend: { messageId: question, text, at: noon } });
      const late = write({ settles: turn, say: [botSays('late')], exchange: exchange(turn) });
      await expect(late).rejects.toThrow(/changed/);
      expect((await reread(records, id)).exchanges).toEqual([]);
      expect(await deliverAll(records)).toEqual([]);
      await records.inbox.release(turn, noon);
      const again = await takeTurn(records);
      expect(again?.text).toBe(text === null ? 'On Mac.' : `${text}\nOn Mac.`);
      await settle(records, again);
    },
  );

  test('gathers the changes of who changes one message again and again', async () => {
    const { records, question, turn, write } = await answered(await open());
    const change = (text: string) =>
      write({
        amend: { messageId: question, text, at: records.clock.now() },
        reopens: turn.id,
      });
    let answers = 0;
    for (let at = 1; at <= 12; at += 1) {
      await change(`How do I export ${at} invoices?`);
      const again = await takeTurn(records);
      if (again === undefined) continue;
      answers += 1;
      await settle(records, again);
    }
    expect(answers).toBe(5);
    records.clock.pass(minute);
    expect((await takeTurn(records))?.text).toBe('How do I export 12 invoices?');
  });

  test('finds the message that is meant, with its answer, however long ago it was said', async () => {
    const { records, id } = await answered(await open());
    await accept(records, { externalId: 'm2', text: 'And on Mac?' });
    for (let at = 1; at <= 210; at += 1) {
      await accept(records, { externalId: `later-${at}`, text: 'Hello' });
    }
    const seen = (about?: string) =>
      records.conversations.change(
        id,
        ({ messages }) => ({ result: messages.map(({ text }) => text) }),
        about,
      );
    expect(await seen()).not.toContain('And on Mac?');
    expect(await seen('m2')).toContain('And on Mac?');
    expect(await seen('m1')).toContain('Press Export.');
  });

  test('takes up a settled turn again under its own id, with the words as they are now', async () => {
    const { records, question, turn, write } = await answered(await open());
    await write({
      amend: { messageId: question, text: 'How do I import?', at: noon },
      reopens: turn.id,
    });
    expect(await takeTurn(await records.beside())).toMatchObject({
      id: turn.id,
      messageIds: [question],
      text: 'How do I import?',
      revised: true,
      attempt: 0,
    });
  });

  test('keeps a turn that is taken up again apart from what was written since', async () => {
    const { records, turn, write } = await answered(await open());
    await accept(records, { externalId: 'm2', text: 'And on Mac?' });
    await write({ reopens: turn.id });
    const texts: string[] = [];
    for (let taken = await takeTurn(records); taken; taken = await takeTurn(records)) {
      texts.push(taken.text);
      await settle(records, taken);
    }
    expect(texts).toEqual(['How do I export?', 'And on Mac?']);
  });

  test('tells a listener that a turn is to be taken up again', async () => {
    const { records, turn, write } = await answered(await open());
    let arrivals = 0;
    records.inbox.onArrival(() => {
      arrivals += 1;
    });
    await write({ reopens: turn.id });
    expect(arrivals).toBe(1);
  });

  test('gives back a turn whose first message is gone, as any other', async () => {
    const { records, question, turn, write } = await answered(await open(), 'On Mac.');
    await write({ amend: { messageId: question, text: null, at: noon }, reopens: turn.id });
    for (const attempt of [0, 1, 2]) {
      const again = await takeTurn(records);
      expect(again).toMatchObject({ id: turn.id, text: 'On Mac.', attempt });
      if (again) await records.inbox.release(again, records.clock.now() + 500);
      expect(await takeTurn(records)).toBeUndefined();
      records.clock.pass(500);
    }
  });

  test('keeps of a turn that was settled twice the last record', async () => {
    const { records, id, turn, write } = await answered(await open());
    await write({ mark: { exchangeId: turn.id, mark: 'helpful' } });
    await write({ reopens: turn.id });
    const settles = await takeTurn(records);
    if (!settles) throw new Error('no turn was taken');
    const last = { ...recordOf(turn, id), question: 'How do I import?', answer: 'Press Import.' };
    await write({ settles, exchange: last });
    expect((await reread(records, id)).exchanges).toEqual([last]);
  });

  test('strikes the words of a record, and leaves that there was one', async () => {
    const { records, id, turn, write } = await answered(await open());
    await write({ say: [botSays('a doubtful draft', { kind: 'withheld', exchangeId: turn.id })] });
    await write({ strikes: turn.id });
    const { exchanges, messages } = await reread(await records.beside(), id);
    const struck = { question: '', answer: '', citations: [], passages: [] };
    expect(exchanges).toEqual([{ ...recordOf(turn, id), ...struck }]);
    const own = messages.filter(({ author }) => author.kind === 'bot');
    expect(own.map(({ text, citations }) => ({ text, citations }))).toEqual([
      { text: '', citations: [] },
      { text: '', citations: [] },
    ]);
  });

  test('keeps the answer of a burst whose rest is answered anew, to be put other words in', async () => {
    const { records, id, turn, write } = await answered(await open());
    await write({ strikes: turn.id, reopens: turn.id });
    expect((await reread(records, id)).messages[1]?.text).not.toBe('');
  });

  test('puts an answer in the place of the one that was sent', async () => {
    const { records, id, answer, write } = await answered(await open());
    await deliverAll(records);
    const citations = exchange().citations;
    await write({ rewrite: { messageId: answer, text: 'Press Import.', citations, at: noon + 5 } });
    const [delivery] = await takeDeliveries(records);
    expect(delivery).toMatchObject({
      kind: 'message',
      replaces: `receipt-${answer}`,
      message: { id: answer, text: 'Press Import.', citations },
    });
    await records.outbox.sent(delivery?.id ?? '', `receipt-${answer}`);
    const { messages } = await reread(records, id);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ delivery: 'delivered', editedAt: noon + 5 });
  });

  test('leaves an answer as delivered where a person comes before it is rewritten', async () => {
    const { records, id, answer, write } = await answered(await open());
    await deliverAll(records);
    const rewrite = { messageId: answer, text: 'Press Import.', citations: [], at: noon };
    await write({ rewrite });
    await write({ holder: { kind: 'person', agent: 'Mo' } });
    expect(await takeDeliveries(records)).toEqual([]);
    expect((await reread(records, id)).messages[1]?.delivery).toBe('delivered');
  });

  test('takes an answer back that was sent', async () => {
    const { records, id, answer, write } = await answered(await open());
    await deliverAll(records);
    await write({ withdraw: [answer] });
    expect(await takeDeliveries(records)).toMatchObject([
      { kind: 'withdrawal', receipt: `receipt-${answer}`, message: { id: answer } },
    ]);
    expect((await reread(records, id)).messages[1]?.delivery).toBe('withdrawn');
  });

  test('never sends an answer that is taken back before anybody began to', async () => {
    const { records, id, answer, write } = await answered(await open());
    await write({ withdraw: [answer] });
    expect(await takeDeliveries(records)).toEqual([]);
    expect((await reread(records, id)).messages[1]?.delivery).toBe('cancelled');
  });

  test('takes an answer back once it has arrived that was under way', async () => {
    const { records, id, answer, write } = await answered(await open());
    const [delivery] = await takeDeliveries(records);
    await write({ withdraw: [answer] });
    expect(await records.outbox.isCurrent(answer)).toBe(false);
    await records.outbox.sent(delivery?.id ?? '', 'receipt');
    expect(await takeDeliveries(records)).toMatchObject([
      { kind: 'withdrawal', receipt: 'receipt' },
    ]);
    expect((await reread(records, id)).messages[1]?.delivery).toBe('withdrawn');
  });
}

/** A question that waits for its answer. */
async function asked(records: RecordsUnderTest) {
  const { conversationId: id, messageId: question } = await accept(records, {
    externalId: 'm1',
    text: 'How do I export?',
    attachments: ['screen.png'],
  });
  const write = (change: Omit<Change<undefined>, 'result'>) =>
    records.conversations.change(id, () => ({ ...change, result: undefined }));
  return { records, id, question, write };
}

/** A question, with what else belongs to it, and an answer that waits to be sent. */
async function answered(records: RecordsUnderTest, more?: string) {
  const { id, question, write } = await asked(records);
  if (more !== undefined) await accept(records, { externalId: 'm2', text: more });
  const turn = await takeTurn(records);
  if (!turn) throw new Error('no turn was taken');
  const say = [botSays('Press Export.', { exchangeId: turn.id })];
  await write({ settles: turn, exchange: recordOf(turn, id), say });
  const { messages } = await reread(records, id);
  return { records, id, question, turn, answer: messages.at(-1)?.id ?? '', write };
}

function recordOf({ id, customerId, text }: Turn, conversationId: string) {
  return exchange({ id, conversationId, customerId, question: text });
}
