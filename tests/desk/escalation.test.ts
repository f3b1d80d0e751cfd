import { describe, expect, test } from 'vitest';
import { makePacket } from '../../src/desk/packet.ts';
import { day, minute } from '../held-clock.ts';
import { noAnswer, openDesk } from './open-desk.ts';

const plea = 'I want to talk to a person';

/** A customer in the queue, and two agents who can take the case. */
async function waiting() {
  const opened = await openDesk({ drafts: { [plea]: noAnswer } });
  for (const name of ['Mo', 'Ines']) await opened.records.people.invite(name, 'agent', 'test');
  await opened.hears('How do I pay?');
  await opened.hears(plea);
  const { id } = await opened.conversation();
  return { ...opened, id };
}

const state = async ({ conversation }: Awaited<ReturnType<typeof waiting>>) => {
  const { holder, escalation } = await conversation();
  return { holder: holder.kind === 'person' ? holder.agent : holder.kind, case: escalation?.state };
};

describe('the life of a hand-over', () => {
  test('waiting, claimed, waiting on the customer, resolved; with the time in each state', async () => {
    const desk = await waiting();
    expect(await state(desk)).toEqual({ holder: 'queue', case: 'waiting' });
    desk.clock.pass(3 * minute);
    await desk.desk.claim(desk.id, 'Mo');
    expect(await state(desk)).toEqual({ holder: 'Mo', case: 'claimed' });
    desk.clock.pass(2 * minute);
    await desk.desk.reply(desk.id, 'Mo', 'Which invoice is it?');
    expect(await state(desk)).toEqual({ holder: 'Mo', case: 'waiting_on_customer' });
    desk.clock.pass(5 * minute);
    await desk.hears('Number 7');
    expect(await state(desk)).toEqual({ holder: 'Mo', case: 'claimed' });
    desk.clock.pass(minute);
    await desk.desk.resolve(desk.id, 'Mo');
    expect(await state(desk)).toEqual({ holder: 'bot', case: 'resolved' });
    const { escalation } = await desk.conversation();
    const minutes = Object.entries(escalation?.spentMs ?? {}).map(([name, ms]) => [
      name,
      Math.round(ms / minute),
    ]);
    expect(Object.fromEntries(minutes)).toEqual({
      waiting: 3,
      claimed: 3,
      waiting_on_customer: 5,
    });
  });

  test('the customer reads who answers, and the bot says nothing between', async () => {
    const desk = await waiting();
    const before = desk.channel.screen().length;
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.reply(desk.id, 'Mo', 'Hello Ada');
    await desk.sends();
    await desk.hears('Hello! How do I pay?');
    await desk.hears('thanks');
    await desk.desk.reply(desk.id, 'Mo', 'By card.');
    await desk.sends();
    expect(desk.channel.screen().slice(before)).toEqual([
      expect.stringMatching(/^Mo is taking over/),
      'Mo: Hello Ada',
      'Mo: By card.',
    ]);
  });

  test('an agent who replies has claimed', async () => {
    const desk = await waiting();
    await desk.desk.reply(desk.id, 'Mo', 'Hello Ada');
    await desk.sends();
    expect(await state(desk)).toEqual({ holder: 'Mo', case: 'waiting_on_customer' });
    expect(desk.channel.screen().slice(-2)).toEqual([
      expect.stringMatching(/^Mo is taking over/),
      'Mo: Hello Ada',
    ]);
  });

  test('two agents claim: one wins, the other is told who', async () => {
    const desk = await waiting();
    const [mo, ines] = await Promise.all([
      desk.desk.claim(desk.id, 'Mo'),
      desk.desk.claim(desk.id, 'Ines'),
    ]);
    expect(mo?.ok).toBe(true);
    expect(ines).toEqual({ ok: false, refused: expect.stringMatching(/^Mo has this/) });
    const late = await desk.desk.reply(desk.id, 'Ines', 'Hello from Ines');
    expect(late).toEqual({ ok: false, refused: expect.stringMatching(/^Mo has this/) });
    await desk.sends();
    expect(desk.channel.screen().join('\n')).not.toContain('Ines');
  });

  test('a second click on claim tells the customer nothing twice', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.claim(desk.id, 'Mo');
    await desk.sends();
    const taken = desk.channel.screen().filter((line) => line.startsWith('Mo is taking over'));
    expect(taken).toHaveLength(1);
  });

  test('is transferred with a note that only agents see', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    const done = await desk.desk.transfer(desk.id, 'Mo', 'Ines', 'she knows this customer');
    expect(done.ok).toBe(true);
    await desk.sends();
    expect(await state(desk)).toEqual({ holder: 'Ines', case: 'claimed' });
    expect(desk.channel.screen().at(-1)).toMatch(/^Ines is taking this over/);
    expect(desk.channel.screen().join('\n')).not.toContain('knows this customer');
    const notes = (await desk.conversation()).messages.filter(({ kind }) => kind === 'note');
    expect(notes).toMatchObject([
      { text: 'she knows this customer', author: { kind: 'agent', name: 'Mo' } },
    ]);
    expect((await desk.desk.reply(desk.id, 'Mo', 'still me')).ok).toBe(false);
  });

  test('is transferred to nobody who is not at the desk', async () => {
    const desk = await waiting();
    await desk.records.people.revoke('Ines', 'test');
    for (const to of ['Ines', 'Nobody']) {
      const refused = expect.stringMatching(new RegExp(`called ${to}`));
      expect(await desk.desk.transfer(desk.id, 'Mo', to, '')).toEqual({ ok: false, refused });
    }
    expect(await state(desk)).toEqual({ holder: 'queue', case: 'waiting' });
  });

  test('can be put back into the queue: agents are called again and the customer is told', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.transfer(desk.id, 'Mo', null, 'needs billing');
    await desk.sends();
    expect(await state(desk)).toEqual({ holder: 'queue', case: 'waiting' });
    expect(desk.channel.calls).toHaveLength(2);
    expect(desk.channel.screen().at(-1)).toMatch(/^Mo is passing this on.*notified the team/s);
  });

  test('is never stuck with somebody who is gone: a colleague can transfer it', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    expect((await desk.desk.transfer(desk.id, 'Ines', 'Ines', '')).ok).toBe(true);
    expect(await state(desk)).toEqual({ holder: 'Ines', case: 'claimed' });
  });

  test('is handed back to the bot, which says so and answers again', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.handBack(desk.id, 'Mo');
    await desk.sends();
    expect(desk.channel.screen().at(-1)).toMatch(/^Mo has handed this back to me/);
    expect(await desk.hears('How do I export?')).toEqual(['The article on “How do I export?”.']);
    expect(await state(desk)).toEqual({ holder: 'bot', case: 'handed_back' });
  });

  test('a customer who writes after resolution reopens the same case', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.resolve(desk.id, 'Mo');
    await desk.sends();
    const first = (await desk.conversation()).escalation;
    desk.clock.pass(2 * day);
    const lines = await desk.hears('It is broken again');
    expect(lines).toEqual([expect.stringMatching(/reopened your case.*notified the team/s)]);
    const { escalation, holder } = await desk.conversation();
    expect(holder).toEqual({ kind: 'queue' });
    expect(escalation).toMatchObject({ id: first?.id, state: 'waiting', rule: 'reopened' });
    expect(escalation?.spentMs.resolved).toBeGreaterThanOrEqual(2 * day);
  });

  test('thanks does not reopen it, and after its days a new question is the bot’s', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.resolve(desk.id, 'Mo');
    await desk.hears('thank you so much!');
    expect(await state(desk)).toEqual({ holder: 'bot', case: 'resolved' });
    desk.clock.pass(8 * day);
    expect(await desk.hears('How do I export?')).toEqual(['The article on “How do I export?”.']);
    expect(await state(desk)).toEqual({ holder: 'bot', case: 'resolved' });
  });

  test('an agent may step in unasked, and the bot falls silent', async () => {
    const desk = await openDesk();
    await desk.hears('How do I pay?');
    const { id } = await desk.conversation();
    await desk.desk.claim(id, 'Mo');
    await desk.sends();
    expect(await desk.hears('And on Sundays?')).toEqual([]);
    expect((await desk.conversation()).escalation).toMatchObject({
      rule: 'agent_stepped_in',
      agent: 'Mo',
      state: 'claimed',
    });
  });

  test('nobody is told that a case was taken when an earlier agent took it', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    desk.clock.pass(2 * day);
    await desk.desk.transfer(desk.id, 'Mo', 'Ines', '');
    const refused = await desk.desk.claim(desk.id, 'Mo');
    expect(refused).toEqual({ ok: false, refused: 'Ines has this conversation.' });
  });
});

describe('what the desk keeps', () => {
  test('every act with its name, and none of the words', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    await desk.desk.note(desk.id, 'Mo', 'secret note');
    await desk.desk.reply(desk.id, 'Mo', 'secret reply');
    await desk.desk.transfer(desk.id, 'Mo', 'Ines', 'secret remark');
    await desk.desk.handBack(desk.id, 'Ines');
    await desk.desk.claim(desk.id, 'Ines');
    await desk.desk.resolve(desk.id, 'Ines');
    const audit = await desk.records.people.audit(7);
    const acts = audit.toReversed().map(({ actor, action }) => `${actor} ${action}`);
    expect(acts.toSorted()).toEqual(
      [
        'Ines claimed',
        'Ines handed back',
        'Ines resolved',
        'Mo claimed',
        'Mo noted',
        'Mo replied',
        'Mo transferred to Ines',
      ].toSorted(),
    );
    expect(JSON.stringify(audit)).not.toContain('secret');
  });

  test('refuses to end what nobody holds', async () => {
    const desk = await openDesk();
    await desk.hears('How do I pay?');
    const { id } = await desk.conversation();
    for (const act of ['resolve', 'handBack'] as const) {
      expect((await desk.desk[act](id, 'Mo')).ok).toBe(false);
    }
    expect(await desk.desk.claim('gone', 'Mo')).toEqual({
      ok: false,
      refused: expect.stringMatching(/no longer exists/),
    });
  });

  test('a full picture for the agent: first question, last message, what was tried and why', async () => {
    const desk = await waiting();
    await desk.hears('It is about invoice 7');
    const picture = makePacket(await desk.conversation());
    expect(picture).toMatchObject({
      firstQuestion: 'How do I pay?',
      lastMessage: 'It is about invoice 7',
      tried: [{ question: 'How do I pay?', outcome: 'answered' }],
      reason: 'the customer asked for a person',
      withheld: null,
    });
    expect(picture.feelings).toHaveLength(3);
  });
});

describe('what customers can do beside writing', () => {
  test('a bad mark is kept and met with the offer of a person, once', async () => {
    const desk = await openDesk();
    await desk.hears('How do I pay?');
    const { id, exchanges } = await desk.conversation();
    const exchangeId = exchanges[0]?.id ?? '';
    await desk.desk.customer.mark(id, exchangeId, 'not_helpful');
    await desk.desk.customer.mark(id, exchangeId, 'not_helpful');
    await desk.sends();
    expect(desk.channel.screen().slice(1)).toEqual([expect.stringMatching(/written that down/)]);
    expect((await desk.conversation()).exchanges[0]?.mark).toBe('not_helpful');
    await desk.hears('yes');
    expect((await desk.conversation()).escalation?.rule).toBe('accepted_offer');
  });

  test('"Talk to a person" calls the agents once, however often it is pressed', async () => {
    const desk = await openDesk();
    await desk.hears('How do I pay?');
    const { id } = await desk.conversation();
    await desk.desk.customer.askForPerson(id);
    await desk.desk.customer.askForPerson(id);
    await desk.sends();
    expect(desk.channel.calls).toEqual([id]);
    expect(desk.channel.screen().at(-1)).toMatch(/bringing in a person.*notified the team/s);
  });

  test('back to the bot leaves the queue, but no person', async () => {
    const desk = await waiting();
    await desk.desk.claim(desk.id, 'Mo');
    expect(await desk.desk.customer.backToBot(desk.id)).toEqual({
      ok: false,
      refused: 'Mo is with you now.',
    });
    await desk.desk.transfer(desk.id, 'Mo', null, '');
    expect((await desk.desk.customer.backToBot(desk.id)).ok).toBe(true);
    expect(await state(desk)).toEqual({ holder: 'bot', case: 'handed_back' });
  });
});
