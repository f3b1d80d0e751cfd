/** What goes wrong on the way, and that it goes wrong alike each time. */
import { expect, test } from 'vitest';
import { createFaults } from '../slack/faults.ts';
import { openApp } from './open-app.ts';

test('a reset before the call leaves nothing, one after it leaves the message', async () => {
  const { slack, app, help } = await openApp();
  const send = async (text: string) => await app.client.chat.postMessage({ channel: help, text });
  slack.faults.calls.push({ trouble: 'reset_before', methods: ['chat.postMessage'], next: 1 });
  await expect(send('one')).rejects.toThrow();
  expect(slack.messages(help)).toEqual([]);
  slack.faults.calls.push({ trouble: 'reset_after', methods: ['chat.postMessage'], next: 1 });
  await expect(send('two')).rejects.toThrow();
  await send('three');
  expect(slack.messages(help).map(({ text }) => text)).toEqual(['two', 'three']);
  expect(slack.calls.slice(-3).map(({ result }) => result)).toEqual([
    'reset_before',
    'reset_after:ok',
    'ok',
  ]);
});

test.each(['status_500', 'status_503'] as const)('%s is no answer', async (trouble) => {
  const { slack, app, help } = await openApp();
  slack.faults.calls.push({ trouble, next: 1 });
  await expect(app.client.chat.postMessage({ channel: help, text: 'x' })).rejects.toThrow(
    trouble.slice(-3),
  );
  expect(slack.messages(help)).toEqual([]);
});

test('the same seed draws the same faults', () => {
  const draw = (seed: number) => {
    const faults = createFaults(seed);
    faults.calls.push({ trouble: 'reset_after', probability: 0.3 });
    return Array.from({ length: 50 }, () => faults.drawFor('chat.postMessage') !== undefined);
  };
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const share = draw(7).filter(Boolean).length / 50;
  expect(share).toBeGreaterThan(0.1);
  expect(share).toBeLessThan(0.5);
});

test('faults are cleared all at once', async () => {
  const { slack, app, help } = await openApp();
  slack.faults.calls.push({ trouble: 'status_500' });
  slack.faults.events.copies = 3;
  slack.faults.clear();
  await app.client.chat.postMessage({ channel: help, text: 'x' });
  await slack.idle();
  expect(slack.deliveries).toHaveLength(1);
});
