/** What becomes of an answer whose question is changed or deleted. */
import { describe, expect, test } from 'vitest';
import { feeling } from './build.ts';
import { answerTo, noAnswer, type OpenDesk, openDesk } from './open-desk.ts';

const first = { externalId: 'q1' };
const place = { channel: 'web', address: 'thread-1', externalId: 'q1' } as const;
const pay = 'How do I pay?';
const leave = 'How do I leave?';
const boats = 'Do you sell boats?';
const ships = 'Do you sell ships?';

/** Works off what waits, and says what can be read then. */
async function settled(desk: OpenDesk): Promise<readonly string[]> {
  while (await desk.answersOne());
  await desk.sends();
  return desk.channel.screen();
}

async function revised(desk: OpenDesk, text: string): Promise<readonly string[]> {
  await desk.intake.revise({ ...place, text });
  return settled(desk);
}

async function retracted(desk: OpenDesk, externalId = 'q1'): Promise<readonly string[]> {
  await desk.intake.retract({ ...place, externalId });
  return settled(desk);
}

describe('a question that its author changes', () => {
  test('has its answer revised in place, which says so, and one record of it', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    expect(await revised(desk, leave)).toEqual([
      expect.stringMatching(/^\*You changed your question.*The article on “How do I leave\?”\.$/s),
    ]);
    const { messages, exchanges } = await desk.conversation();
    expect(messages).toMatchObject([
      { text: leave, editedAt: expect.any(Number) },
      { delivery: 'delivered', citations: answerTo(leave).citations },
    ]);
    expect(exchanges).toMatchObject([{ question: leave, outcome: 'answered', rule: 'question' }]);
  });

  test('may be changed again, and is not taken for asked again', async () => {
    const desk = await openDesk();
    await desk.reads('How do I pya?', first);
    await revised(desk, 'How do I pay');
    expect(await revised(desk, pay)).toEqual([expect.stringContaining('“How do I pay?”')]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ rule: 'question' }]);
  });

  test('while it is being answered gets the answer to the new words alone', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    const answering = desk.answers({
      answerer: {
        async draft({ text }) {
          await desk.intake.revise({ ...place, text: leave });
          return answerTo(text);
        },
      },
    });
    await expect(answering).rejects.toThrow(/changed meanwhile/);
    desk.clock.pass(1_000);
    expect(await settled(desk)).toEqual([answerTo(leave).text]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ question: leave }]);
  });

  test('before its answer is sent gets one answer, to the new words', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    await desk.answers();
    expect(await revised(desk, leave)).toEqual([expect.stringContaining('“How do I leave?”')]);
  });

  test('is not answered anew where only its looks changed', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    expect(await revised(desk, pay)).toEqual([answerTo(pay).text]);
  });

  test('into one that no article answers is told so in place of the answer', async () => {
    const desk = await openDesk({ drafts: { [leave]: noAnswer } });
    await desk.reads(pay, first);
    expect(await revised(desk, leave)).toEqual([expect.stringMatching(/You changed.*article/s)]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ outcome: 'unknown' }]);
  });

  test('into a plea for a person has its answer taken back, and a person called', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    const screen = await revised(desk, 'I want to talk to a person');
    expect(screen).toEqual([expect.stringMatching(/bringing in a person.*notified the team/s)]);
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('into words to somebody else has its answer taken back and its record struck', async () => {
    const desk = await openDesk();
    await desk.reads(pay, { ...first, hearing: 'always' });
    expect(await revised(desk, '@bo how do I pay?')).toEqual([]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ question: '', answer: '' }]);
  });

  test('where the bot had no confident answer keeps its silence, or breaks it', async () => {
    const unsure = { ...first, hearing: 'when_confident' } as const;
    const desk = await openDesk({ drafts: { [boats]: noAnswer, [ships]: noAnswer } });
    await desk.reads(boats, unsure);
    expect(await revised(desk, ships)).toEqual([]);
    expect(await revised(desk, pay)).toEqual([answerTo(pay).text]);
  });

  test('is shown to the agent who has the conversation, and answered by no bot', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    const before = await settled(desk);
    expect(await revised(desk, leave)).toEqual(before);
    const { messages, exchanges } = await desk.conversation();
    expect(messages[0]?.text).toBe(leave);
    expect(exchanges).toMatchObject([{ question: pay, outcome: 'answered' }]);
  });

  test('by somebody upset by then goes to a person, with the answer that was not sent', async () => {
    const angry = 'How do I leave?!!!';
    const desk = await openDesk({ feelings: { [angry]: feeling('anger', 0.9) } });
    await desk.reads(pay, first);
    expect(await revised(desk, angry)).toEqual([expect.stringMatching(/bringing in a person/)]);
    const { messages } = await desk.conversation();
    expect(messages.find(({ kind }) => kind === 'withheld')?.text).toBe(answerTo(angry).text);
  });
});

describe('a question that its author deletes', () => {
  test('takes its answer with it, and leaves no word of either on record', async () => {
    const desk = await openDesk();
    await desk.reads(pay, { ...first, attachments: ['screen.png'] });
    expect(await retracted(desk)).toEqual([]);
    const { messages, exchanges } = await desk.conversation();
    expect(messages).toMatchObject([
      { text: '', attachments: [], deletedAt: expect.any(Number) },
      { delivery: 'withdrawn' },
    ]);
    expect(exchanges).toMatchObject([{ question: '', answer: '', outcome: 'answered' }]);
    expect(JSON.stringify(messages[0])).not.toContain('pay');
  });

  test('before it is answered is not answered', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    expect(await retracted(desk)).toEqual([]);
    expect((await desk.conversation()).exchanges).toEqual([]);
  });

  test('while it is being answered is not answered', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    const answering = desk.answers({
      answerer: {
        async draft({ text }) {
          await desk.intake.retract(place);
          return answerTo(text);
        },
      },
    });
    await expect(answering).rejects.toThrow(/changed meanwhile/);
    expect(await settled(desk)).toEqual([]);
    expect((await desk.conversation()).exchanges).toEqual([]);
  });

  test('with its answer on the way gets none', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    await desk.answers();
    expect(await retracted(desk)).toEqual([]);
    expect((await desk.conversation()).messages[1]?.delivery).toBe('cancelled');
  });

  test('leaves what else was asked, and its answer', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    await desk.reads(leave, { externalId: 'q2' });
    expect(await retracted(desk)).toEqual([answerTo(leave).text]);
    expect((await desk.conversation()).exchanges).toMatchObject([
      { question: '' },
      { question: leave },
    ]);
  });

  test('as a part of a burst leaves the rest, which is answered anew', async () => {
    const desk = await openDesk();
    await desk.writes(pay, first);
    await desk.writes(leave, { externalId: 'q2' });
    expect(await settled(desk)).toEqual([answerTo(`${pay}\n${leave}`).text]);
    expect(await retracted(desk)).toEqual([expect.stringContaining(answerTo(leave).text)]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ question: leave }]);
    expect(await retracted(desk, 'q2')).toEqual([]);
    expect((await desk.conversation()).exchanges).toMatchObject([{ question: '' }]);
  });

  test('while a person has the conversation is gone from what they see', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    expect(await retracted(desk)).toEqual([expect.stringMatching(/^Mo is taking over/)]);
    const { messages, exchanges } = await desk.conversation();
    expect(messages[0]?.text).toBe('');
    expect(exchanges).toMatchObject([{ question: '', answer: '' }]);
  });

  test('leaves no offer to be said yes to', async () => {
    const desk = await openDesk({ drafts: { [boats]: noAnswer } });
    await desk.reads(boats, first);
    await retracted(desk);
    await desk.reads('yes');
    expect((await desk.conversation()).holder).toEqual({ kind: 'bot' });
  });

  test('can be deleted twice without harm, and changed no more', async () => {
    const desk = await openDesk();
    await desk.reads(pay, first);
    await retracted(desk);
    expect(await retracted(desk)).toEqual([]);
    expect(await revised(desk, leave)).toEqual([]);
    expect((await desk.conversation()).messages[0]?.text).toBe('');
  });
});
