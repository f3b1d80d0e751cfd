/** What waits for more of the same burst, and what is answered at once. */
import { expect, test } from 'vitest';
import { longestQuietMs, quietMs } from '../../src/desk/quiet.ts';
import { openDesk } from './open-desk.ts';

test.each([
  'Hi',
  'hello there',
  'How do I',
  'I want to return my',
  'Two things:',
  'the app is slow and…',
])('more is likely to follow: %s', (text) => {
  expect(quietMs(text)).toBeGreaterThan(0);
  expect(quietMs(text)).toBeLessThanOrEqual(longestQuietMs);
});

test.each([
  'How do I return my helmet?',
  'How do I return my helmet',
  'Hi, how do I return my helmet?',
  'it does not work',
  'What is this for?',
  'yes',
])('this is answered at once: %s', (text) => {
  expect(quietMs(text)).toBe(0);
});

test('words that broke off and their rest are one question', async () => {
  const desk = await openDesk();
  await desk.accepts('How do I');
  await expect(desk.answers()).rejects.toThrow(/nothing waits/);
  await desk.accepts('return my helmet?');
  desk.clock.pass(longestQuietMs);
  await desk.answers();
  const { exchanges } = await desk.conversation();
  expect(exchanges.map(({ question }) => question)).toEqual(['How do I\nreturn my helmet?']);
});
