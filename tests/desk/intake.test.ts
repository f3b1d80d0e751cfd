import { describe, expect, test } from 'vitest';
import { minute } from '../held-clock.ts';
import { sender } from './build.ts';
import { noAnswer, type OpenDesk, openDesk } from './open-desk.ts';

const mo = { author: sender('U-mo', 'Mo', 'Mo') };
const ines = { author: sender('U-ines', 'Ines', 'Ines') };
const channel = { hearing: 'always' } as const;
const question = 'How do I pay?';
const answer = 'The article on “How do I pay?”.';

describe('a message that does not concern the bot', () => {
  test('is passed over, and nothing of it is kept', async () => {
    const desk = await openDesk();
    const passedOver = { kind: 'passed_over' };
    expect(await desk.writes('lol', channel)).toEqual(passedOver);
    expect(await desk.writes(question, { hearing: 'when_mentioned' })).toEqual(passedOver);
    expect(await desk.writes(question, { ...channel, ...mo })).toEqual(passedOver);
    expect(await desk.records.conversations.list({ show: 'recent', limit: 1 })).toEqual([]);
  });

  test('is not heard because it is changed later, nor missed when it is deleted', async () => {
    const desk = await openDesk();
    const place = { channel: 'web', address: 'thread-1', externalId: 'm1' } as const;
    await desk.writes('lol', { ...channel, ...place });
    await desk.intake.revise({ ...place, text: question });
    await desk.intake.retract(place);
    expect(await desk.records.conversations.find('web', 'thread-1')).toBeUndefined();
  });
});

describe('a place where the bot answers when it is mentioned', () => {
  test('hears follow-ups in the thread without a mention', async () => {
    const desk = await openDesk();
    expect(await desk.reads(question, { hearing: 'called' })).toEqual([answer]);
    const followUp = { hearing: 'when_mentioned' } as const;
    expect(await desk.reads('What about Mac?', followUp)).toHaveLength(1);
  });
});

describe('a place where the bot answers when it is confident', () => {
  const unsure = { hearing: 'when_confident' } as const;

  test('gets an answer that is sure', async () => {
    const desk = await openDesk();
    expect(await desk.reads(question, unsure)).toEqual([answer]);
  });

  test('gets no word and no sign where none is, and the question is on record', async () => {
    const desk = await openDesk({ drafts: { 'Do you sell boats?': noAnswer } });
    expect(await desk.reads('Do you sell boats?', unsure)).toEqual([]);
    expect(desk.channel.signs).toBe(0);
    const { exchanges, holder } = await desk.conversation();
    expect(exchanges).toMatchObject([{ outcome: 'unknown', rule: 'not_confident', answer: '' }]);
    expect(holder).toEqual({ kind: 'bot' });
  });

  test('takes a yes to somebody else for no yes to a person', async () => {
    const desk = await openDesk({ drafts: { 'Do you sell boats?': noAnswer } });
    await desk.reads('Do you sell boats?', unsure);
    await desk.reads('yes', unsure);
    expect((await desk.conversation()).holder).toEqual({ kind: 'bot' });
  });
});

describe("an agent who writes in a customer's thread", () => {
  async function answered(): Promise<OpenDesk> {
    const desk = await openDesk();
    await desk.reads(question, channel);
    return desk;
  }

  test('has the conversation at once; nothing is sent and nothing is said of it', async () => {
    const desk = await answered();
    const heard = await desk.writes('Hello Ada', { ...channel, ...mo, externalId: '1.2' });
    const { id, holder, escalation, messages } = await desk.conversation();
    expect(heard).toEqual({ kind: 'agent', conversationId: id, tookOver: true });
    expect(holder).toEqual({ kind: 'person', agent: 'Mo' });
    expect(escalation).toMatchObject({ state: 'waiting_on_customer', agent: 'Mo' });
    expect(messages.at(-1)).toMatchObject({
      text: 'Hello Ada',
      author: { kind: 'agent', name: 'Mo' },
      delivery: 'delivered',
      externalId: '1.2',
    });
    await desk.sends();
    expect(desk.channel.screen()).toEqual([answer]);
  });

  test('stops an answer that waits to be sent', async () => {
    const desk = await openDesk();
    await desk.writes(question, channel);
    await desk.answers();
    await desk.writes('Hello Ada', { ...channel, ...mo });
    await desk.sends();
    expect(desk.channel.screen()).toEqual([]);
  });

  test('stops an answer that is being thought of', async () => {
    const desk = await openDesk();
    await desk.writes(question, channel);
    await desk.answers({
      answerer: {
        async draft() {
          await desk.writes('Hello Ada', { ...channel, ...mo });
          return { text: 'too late', citations: [], confidence: 1 };
        },
      },
    });
    await desk.sends();
    expect(desk.channel.screen()).toEqual([]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ rule: 'superseded' }]);
  });

  test('takes a case from the queue by writing', async () => {
    const desk = await openDesk();
    await desk.reads('I want to talk to a person', channel);
    await desk.writes('Hello Ada', { ...channel, ...mo });
    const { holder, escalation } = await desk.conversation();
    expect(holder).toEqual({ kind: 'person', agent: 'Mo' });
    expect(escalation).toMatchObject({ rule: 'asked_for_person', claimedAt: desk.clock.now() });
  });

  test('joins a colleague who has it without taking it from them', async () => {
    const desk = await answered();
    await desk.writes('Hello Ada', { ...channel, ...mo });
    const heard = await desk.writes('I know this one', { ...channel, ...ines });
    expect(heard).toMatchObject({ kind: 'agent', tookOver: false });
    const { holder, messages } = await desk.conversation();
    expect(holder).toEqual({ kind: 'person', agent: 'Mo' });
    expect(messages.at(-1)?.author).toEqual({ kind: 'agent', name: 'Ines' });
  });

  test('is heard once, however often the platform delivers it', async () => {
    const desk = await answered();
    const words = { ...channel, ...mo, externalId: '1.2' };
    await desk.writes('Hello Ada', words);
    expect(await desk.writes('Hello Ada', words)).toMatchObject({ tookOver: false });
    const { messages } = await desk.conversation();
    expect(messages.filter(({ text }) => text === 'Hello Ada')).toHaveLength(1);
  });

  test('keeps the bot quiet until it is given back', async () => {
    const desk = await answered();
    await desk.writes('Hello Ada', { ...channel, ...mo });
    expect(await desk.reads('How do I leave?', channel)).toEqual([]);
    await desk.desk.handBack((await desk.conversation()).id, 'Mo');
    await desk.sends();
    expect(await desk.reads('And now, how do I pay?', channel)).toHaveLength(1);
  });
});

describe('a customer who writes more than the limits allow', () => {
  const limits = { perCustomer: 2 };
  const flood = async (desk: OpenDesk, thread: number) =>
    desk.writes(question, { author: sender('Flo'), address: `flood-${thread}` });

  test('is told so once, wherever they write, and answered bit by bit', async () => {
    const desk = await openDesk({ policy: { limits } });
    for (let thread = 1; thread <= 5; thread += 1) await flood(desk, thread);
    while (await desk.answersOne());
    await desk.sends();
    const screens = () => [1, 2, 3, 4, 5].map((thread) => desk.channel.screen(`flood-${thread}`));
    const told = expect.stringMatching(/a lot at once/);
    expect(screens()).toEqual([[answer], [answer], [told], [], []]);
    for (let pause = 0; pause < 2; pause += 1) {
      desk.clock.pass(minute);
      while (await desk.answersOne());
    }
    await desk.sends();
    expect(screens()).toEqual([[answer], [answer], [told, answer], [answer], [answer]]);
  });

  test('is told again another time', async () => {
    const desk = await openDesk({ policy: { limits } });
    for (let thread = 1; thread <= 3; thread += 1) await flood(desk, thread);
    desk.clock.pass(10 * minute);
    for (let thread = 4; thread <= 6; thread += 1) await flood(desk, thread);
    await desk.sends();
    for (const address of ['flood-3', 'flood-6']) {
      expect(desk.channel.screen(address)).toEqual([expect.stringMatching(/a lot at once/)]);
    }
  });

  test('is not told by the bot while a person has the conversation', async () => {
    const desk = await openDesk({ policy: { limits } });
    await desk.reads(question);
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    await desk.sends();
    const before = desk.channel.screen().length;
    for (let line = 0; line < 5; line += 1) await desk.writes('one more thing');
    await desk.sends();
    expect(desk.channel.screen()).toHaveLength(before);
  });

  test('is refused where too much waits, so that the channel can tell them', async () => {
    const desk = await openDesk({ policy: { limits: { waiting: 10 } } });
    for (let thread = 1; thread <= 10; thread += 1) await flood(desk, thread);
    expect(await flood(desk, 11)).toEqual({ kind: 'refused' });
  });
});
