/** A customer whom the agent who has their case leaves waiting. */
import { describe, expect, test } from 'vitest';
import { minute } from '../held-clock.ts';
import { openDesk } from './open-desk.ts';

const fallback = 'help@example.com';

/** Mo has the case of a customer who waits for an answer; Ines is at the desk too. */
async function claimed() {
  const desk = await openDesk({ policy: { serviceLevels: { answerMinutes: 15 }, fallback } });
  for (const name of ['Mo', 'Ines']) await desk.records.people.invite(name, 'agent', 'test');
  await desk.hears('I want to talk to a person');
  const { id } = await desk.conversation();
  await desk.desk.claim(id, 'Mo');
  await desk.sends();
  const lines = desk.channel.screen().length;
  const calls = desk.channel.calls.length;
  return {
    ...desk,
    id,
    /** What the customer has read since. */
    news: () => desk.channel.screen().slice(lines),
    calls: () => desk.channel.calls.length - calls,
    async after(minutes: number): Promise<number> {
      desk.clock.pass(minutes * minute);
      return desk.looksForOverdue();
    },
  };
}

describe('an agent who leaves a customer waiting', () => {
  test('is called once when their time is over, and the customer hears nothing of it', async () => {
    const desk = await claimed();
    expect(await desk.after(14)).toBe(0);
    expect(await desk.after(1)).toBe(1);
    expect(await desk.after(5)).toBe(0);
    expect(desk.calls()).toBe(1);
    expect(desk.news()).toEqual([]);
    expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Mo' });
  });

  test('gives way to everybody when that helps nothing, and the customer is told', async () => {
    const desk = await claimed();
    await desk.after(15);
    expect(await desk.after(15)).toBe(1);
    const { holder, escalation } = await desk.conversation();
    expect(holder).toEqual({ kind: 'queue' });
    expect(escalation).toMatchObject({
      state: 'waiting',
      rule: 'asked_for_person',
      reason: expect.stringMatching(/Mo has not answered$/),
    });
    expect(desk.calls()).toBe(2);
    expect(desk.news()).toEqual([
      expect.stringMatching(/^Mo has not been able to answer.*notified the team/s),
    ]);
    expect(await desk.records.people.audit(1)).toMatchObject([
      { actor: 'the bot', action: 'took from Mo, who had not answered' },
    ]);
    expect(await desk.after(1)).toBe(0);
  });

  test('has the whole time again after each answer', async () => {
    const desk = await claimed();
    await desk.after(15);
    await desk.desk.reply(desk.id, 'Mo', 'Which invoice is it?');
    expect(await desk.after(60)).toBe(0);
    await desk.hears('Number 7');
    expect(await desk.after(14)).toBe(0);
    expect(await desk.after(1)).toBe(1);
    expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Mo' });
  });

  test('who takes a case from a silent colleague has their own time', async () => {
    const desk = await claimed();
    await desk.after(15);
    desk.clock.pass(10 * minute);
    await desk.desk.transfer(desk.id, 'Mo', 'Ines', '');
    expect(await desk.after(10)).toBe(0);
    expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Ines' });
    expect(await desk.after(5)).toBe(1);
    expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Ines' });
  });

  test('is not called to thanks, to a bystander or to what was deleted', async () => {
    const desk = await claimed();
    await desk.desk.reply(desk.id, 'Mo', 'It is paid now.');
    await desk.hears('Thank you!');
    await desk.writes('I had the same', { author: { externalId: 'b', name: 'Bo', agent: null } });
    await desk.writes('and one more thing', { externalId: 'x' });
    await desk.intake.retract({ channel: 'web', address: 'thread-1', externalId: 'x' });
    expect(await desk.after(60)).toBe(0);
    await desk.writes('Thanks', { attachments: ['invoice.pdf'] });
    expect(await desk.after(60)).toBe(1);
  });

  test('and who wrote in the thread itself is called like any other', async () => {
    const desk = await openDesk();
    const mo = { author: { externalId: 'U-mo', name: 'Mo', agent: 'Mo' } };
    await desk.hears('How do I pay?');
    await desk.writes('Hello Ada', mo);
    desk.clock.pass(60 * minute);
    expect(await desk.looksForOverdue()).toBe(0);
    await desk.hears('Are you still there?');
    desk.clock.pass(15 * minute);
    expect(await desk.looksForOverdue()).toBe(1);
    expect(desk.channel.calls).toHaveLength(1);
    await desk.writes('Yes, sorry', mo);
    desk.clock.pass(60 * minute);
    expect(await desk.looksForOverdue()).toBe(0);
  });
});
