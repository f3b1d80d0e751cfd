/** What agents say of a hand-over: whether a person was needed, and in time. */
import { expect, test } from 'vitest';
import { openDesk } from './open-desk.ts';

test('is kept with the case, may be changed, and is told of who said it', async () => {
  const desk = await openDesk();
  await desk.hears('I want to talk to a person');
  const { id } = await desk.conversation();
  expect((await desk.desk.judge(id, 'Mo', 'not_needed')).ok).toBe(true);
  expect((await desk.conversation()).escalation?.verdict).toBe('not_needed');
  await desk.desk.judge(id, 'Ines', 'too_late');
  expect((await desk.conversation()).escalation?.verdict).toBe('too_late');
  expect(await desk.records.people.audit(2)).toMatchObject([
    { actor: 'Ines', action: 'judged as too late', subject: id },
    { actor: 'Mo', action: 'judged as not needed', subject: id },
  ]);
});

test('changes nothing for the customer, and can be said when the case is over', async () => {
  const desk = await openDesk();
  await desk.hears('I want to talk to a person');
  const { id } = await desk.conversation();
  await desk.desk.claim(id, 'Mo');
  await desk.desk.resolve(id, 'Mo');
  await desk.sends();
  const before = desk.channel.screen();
  await desk.desk.judge(id, 'Ines', 'needed');
  await desk.sends();
  expect(desk.channel.screen()).toEqual(before);
  expect((await desk.conversation()).escalation).toMatchObject({
    state: 'resolved',
    agent: 'Mo',
    verdict: 'needed',
  });
});

test('begins anew where the case is opened again', async () => {
  const desk = await openDesk();
  await desk.hears('I want to talk to a person');
  const { id } = await desk.conversation();
  await desk.desk.claim(id, 'Mo');
  await desk.desk.resolve(id, 'Mo');
  await desk.desk.judge(id, 'Mo', 'needed');
  await desk.hears('It happens again');
  expect((await desk.conversation()).escalation).toMatchObject({ state: 'waiting', verdict: null });
});

test('is refused where nobody was called', async () => {
  const desk = await openDesk();
  await desk.hears('How do I pay?');
  const { id } = await desk.conversation();
  expect(await desk.desk.judge(id, 'Mo', 'needed')).toEqual({
    ok: false,
    refused: 'There is no hand-over to judge.',
  });
});
