/** Files that come with a message and that the bot cannot read. */
import { expect, test } from 'vitest';
import { answerTo, noAnswer, openDesk } from './open-desk.ts';

const screen = { attachments: ['screen.png'] } as const;
const pay = 'How do I pay?';

test.each(['', 'Look', 'thanks'])(
  'a file with no question goes to a person (“%s”)',
  async (text) => {
    const desk = await openDesk();
    expect(await desk.reads(text, screen)).toEqual([
      expect.stringMatching(/cannot read the file.*bringing in a person.*notified the team/s),
    ]);
    const { escalation, holder } = await desk.conversation();
    expect(escalation).toMatchObject({ rule: 'attachment', state: 'waiting' });
    expect(holder).toEqual({ kind: 'queue' });
  },
);

test('a question with a file is answered, and told that the file was not read', async () => {
  const desk = await openDesk();
  const [answer] = await desk.reads(pay, screen);
  expect(answer).toContain(answerTo(pay).text);
  expect(answer).toMatch(/cannot read the file you sent/);
  expect((await desk.conversation()).exchanges).toMatchObject([{ outcome: 'answered' }]);
});

test('speaks of several files as several', async () => {
  const desk = await openDesk();
  const [answer] = await desk.reads(pay, { attachments: ['a.png', 'b.log'] });
  expect(answer).toMatch(/cannot read the files you sent.*depends on them/);
});

test('a question with a file that no article answers goes to a person', async () => {
  const desk = await openDesk({ drafts: { [pay]: noAnswer } });
  expect(await desk.reads(pay, screen)).toEqual([
    expect.stringMatching(/cannot read the file.*bringing in a person/),
  ]);
  expect((await desk.conversation()).escalation?.rule).toBe('attachment');
});

test('a file for the person who has the conversation is kept for them in silence', async () => {
  const desk = await openDesk();
  await desk.reads(pay);
  await desk.desk.claim((await desk.conversation()).id, 'Mo');
  await desk.sends();
  expect(await desk.reads('', screen)).toEqual([]);
  expect((await desk.conversation()).messages.at(-1)?.attachments).toEqual(['screen.png']);
});
