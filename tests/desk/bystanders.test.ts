/** A customer's thread in which other people write too. */
import { describe, expect, test } from 'vitest';
import { feeling, sender } from './build.ts';
import { answerTo, type OpenDesk, openDesk } from './open-desk.ts';

const customer = { hearing: 'always' } as const;
const bo = { author: sender('U-bo', 'Bo'), hearing: 'always' } as const;
const pay = 'How do I pay?';

async function answered(): Promise<OpenDesk> {
  const desk = await openDesk();
  expect(await desk.reads(pay, customer)).toEqual([answerTo(pay).text]);
  return desk;
}

describe("a bystander in a customer's thread", () => {
  test('is heard and not answered', async () => {
    const desk = await answered();
    expect(await desk.reads('Does this work for cards too?', bo)).toEqual([]);
    const { messages, exchanges, holder } = await desk.conversation();
    expect(messages.at(-1)?.author).toEqual({ kind: 'bystander', name: 'Bo' });
    expect(exchanges).toHaveLength(1);
    expect(holder).toEqual({ kind: 'bot' });
  });

  test('is answered where they call the bot, and it is recorded as theirs', async () => {
    const desk = await answered();
    const question = 'Does this work for cards too?';
    const called = { ...bo, hearing: 'called' } as const;
    expect(await desk.reads(question, called)).toEqual([answerTo(question).text]);
    const { exchanges, customer } = await desk.conversation();
    expect(exchanges[1]).toMatchObject({ question, outcome: 'answered' });
    expect(exchanges[1]?.customerId).not.toBe(customer.id);
  });

  test('can call a person, who is told that it was not the customer', async () => {
    const desk = await answered();
    await desk.reads('I want to talk to a person', { ...bo, hearing: 'called' });
    const { escalation } = await desk.conversation();
    expect(escalation?.reason).toBe('somebody else there asked for a person');
  });

  test('makes the bot wait until it is addressed', async () => {
    const desk = await answered();
    await desk.reads('Try the other card, Ada', bo);
    expect(await desk.reads('How would I do that?', customer)).toEqual([]);
    expect(await desk.reads('And how do I remove the old one?', customer)).toEqual([]);
    expect((await desk.conversation()).exchanges).toHaveLength(1);
    const called = { ...customer, hearing: 'called' } as const;
    expect(await desk.reads('How do I remove a card?', called)).toHaveLength(1);
    expect(await desk.reads('What about invoices?', customer)).toHaveLength(1);
  });

  test('hands nobody over: talk between people is no plea to the bot', async () => {
    const angry = 'This is outrageous, I want a person';
    const desk = await openDesk({ feelings: { [angry]: feeling('anger', 0.9) } });
    await desk.reads(pay, customer);
    await desk.reads('I know what you mean', bo);
    expect(await desk.reads(angry, customer)).toEqual([]);
    expect((await desk.conversation()).holder).toEqual({ kind: 'bot' });
  });

  test('does not give up the place in the queue of whoever waits for a person', async () => {
    const desk = await answered();
    await desk.reads('I want to talk to a person', customer);
    expect(await desk.reads('bot', { ...bo, hearing: 'called' })).not.toContainEqual(
      expect.stringMatching(/back with you/),
    );
    expect((await desk.conversation()).holder).toEqual({ kind: 'queue' });
  });

  test('leaves the place alone that is the bot’s own', async () => {
    const desk = await openDesk();
    await desk.reads(pay, { hearing: 'direct' });
    await desk.reads('I am here too', { ...bo, hearing: 'direct' });
    expect(await desk.reads('How do I leave?', { hearing: 'direct' })).toHaveLength(1);
  });

  test('changes and deletes their own words, and the record of them', async () => {
    const desk = await answered();
    const called = { ...bo, hearing: 'called', externalId: 'b1' } as const;
    const place = { channel: 'web', address: 'thread-1', externalId: 'b1' } as const;
    await desk.reads('Does this work for cards too?', called);
    await desk.intake.revise({ ...place, text: 'Does it work in euros?' });
    await desk.answers();
    await desk.sends();
    expect(desk.channel.screen().at(-1)).toMatch(/You changed.*euros/s);
    await desk.intake.retract(place);
    await desk.sends();
    expect(desk.channel.screen()).toEqual([answerTo(pay).text]);
    expect((await desk.conversation()).exchanges).toMatchObject([
      { question: pay },
      { question: '' },
    ]);
  });
});

test('a customer who turns to somebody by name is not answered by the bot', async () => {
  const desk = await answered();
  expect(await desk.reads('@bo how did you pay?', customer)).toEqual([]);
  expect((await desk.conversation()).exchanges).toHaveLength(1);
  expect(await desk.reads('How do I leave?', customer)).toHaveLength(1);
});
