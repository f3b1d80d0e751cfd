/** The outbox worker, where the platform refuses, is busy, or leaves open what became of a message. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { PlatformBusy } from '../../src/desk/deliveries.ts';
import { startOutboxWorker } from '../../src/desk/outbox.ts';
import type { Channel } from '../../src/desk/ports.ts';
import { callOverUndelivered } from '../../src/desk/undelivered.ts';
import { minute } from '../held-clock.ts';
import { agentSays, botSays } from './build.ts';
import { type OpenDesk, openDesk } from './open-desk.ts';

const longestWait = { timeout: 5_000, interval: 10 };

/** The worker on the desk's held clock, with a channel that a test makes fail. */
function delivers(desk: OpenDesk, changed: Partial<Channel>) {
  const { outbox, conversations } = desk.records;
  const failures: unknown[] = [];
  const worker = startOutboxWorker({
    outbox,
    channels: [{ ...desk.channel, ...changed }],
    callAgents: async () => undefined,
    giveUp: ({ conversationId }) =>
      conversations.change(conversationId, callOverUndelivered(desk.clock.now())),
    clock: desk.clock,
    owner: 'worker',
    reportFailure: (_, error) => failures.push(error),
    reportTrouble: (error) => failures.push(error),
  });
  onTestFinished(() => worker.stop());
  return failures;
}

async function asked() {
  const desk = await openDesk();
  const id = await desk.accepts('How do I pay?');
  const says = (...say: ReturnType<typeof botSays>[]) =>
    desk.records.conversations.change(id, () => ({ result: undefined, say }));
  const deliveries = async () =>
    (await desk.conversation()).messages.slice(1).map(({ delivery }) => delivery);
  return { desk, id, says, deliveries };
}

test('leaves a busy platform alone for as long as it asks', async () => {
  const { desk, says } = await asked();
  let tries = 0;
  const failures = delivers(desk, {
    async deliver(delivery, isCurrent) {
      tries += 1;
      if (tries === 1) throw new PlatformBusy('429', 5 * minute, new Error('ratelimited'));
      return desk.channel.deliver(delivery, isCurrent);
    },
  });
  await says(botSays('hello'));
  await vi.waitFor(() => expect(failures).toHaveLength(1), longestWait);
  desk.clock.pass(5 * minute - 1);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(desk.channel.screen()).toEqual([]);
  desk.clock.pass(1);
  await vi.waitFor(() => expect(desk.channel.screen()).toEqual(['hello']), longestWait);
});

test('calls a person where the platform takes no answer for half an hour', async () => {
  const { desk, says, deliveries } = await asked();
  const down = () => Promise.reject(new Error('503'));
  const failures = delivers(desk, { deliver: down });
  await says(botSays('hello'));
  for (let tries = 1; tries <= 12; tries += 1) {
    await vi.waitFor(() => expect(failures.length).toBeGreaterThanOrEqual(tries), longestWait);
    if (tries < 12) expect((await desk.conversation()).holder).toEqual({ kind: 'bot' });
    desk.clock.pass(5 * minute);
  }
  await vi.waitFor(async () => {
    const { holder, escalation } = await desk.conversation();
    expect(holder).toEqual({ kind: 'queue' });
    expect(escalation).toMatchObject({ state: 'waiting', rule: 'undeliverable' });
  }, longestWait);
  expect(await deliveries()).toContain('failed');
});

test('tells no customer twice of one case where an agent’s own words cannot be delivered', async () => {
  const { desk, id, says, deliveries } = await asked();
  await desk.desk.claim(id, 'Mo');
  await desk.sends();
  const failures = delivers(desk, { deliver: () => Promise.reject(new Error('503')) });
  await says(agentSays('Mo', 'Hello Ada'));
  for (let tries = 1; tries <= 12; tries += 1) {
    await vi.waitFor(() => expect(failures.length).toBeGreaterThanOrEqual(tries), longestWait);
    desk.clock.pass(5 * minute);
  }
  await vi.waitFor(async () => expect(await deliveries()).toContain('failed'), longestWait);
  expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Mo' });
});

test("takes back what had arrived unknown once a person's words are there, and sends those", async () => {
  const { desk, id, says, deliveries } = await asked();
  const failures = delivers(desk, {
    async deliver(delivery, isCurrent) {
      const receipt = await desk.channel.deliver(delivery, isCurrent);
      if (delivery.message.text === 'an answer') throw new Error('the connection broke off');
      return receipt;
    },
  });
  await says(botSays('an answer'));
  await vi.waitFor(() => expect(failures).toHaveLength(1), longestWait);
  expect(desk.channel.screen()).toEqual(['an answer']);
  await desk.desk.reply(id, 'Mo', 'Hello Ada');
  await vi.waitFor(() => expect(desk.channel.screen().at(-1)).toBe('Mo: Hello Ada'), longestWait);
  expect(desk.channel.screen()[0]).toMatch(/^Mo is taking over/);
  expect(desk.channel.screen()).toHaveLength(2);
  await vi.waitFor(async () => {
    expect(await deliveries()).toEqual(['withdrawn', 'delivered', 'delivered']);
  }, longestWait);
});

test('stops what it says piece by piece when a person takes over', async () => {
  const { desk, id, says, deliveries } = await asked();
  const pieces: string[] = [];
  const half = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  delivers(desk, {
    async deliver(delivery, isCurrent) {
      if (delivery.message.author.kind !== 'bot' || delivery.message.kind !== 'said') {
        return desk.channel.deliver(delivery, isCurrent);
      }
      for (const piece of ['one', 'two', 'three']) {
        if (!(await isCurrent())) break;
        pieces.push(piece);
        if (piece === 'one') {
          half.resolve();
          await goOn.promise;
        }
      }
      return desk.channel.deliver(delivery, isCurrent);
    },
  });
  await says(botSays('a long answer'));
  await half.promise;
  await desk.desk.claim(id, 'Mo');
  goOn.resolve();
  await vi.waitFor(async () => {
    expect(await deliveries()).toEqual(['withdrawn', 'delivered']);
  }, longestWait);
  expect(pieces).toEqual(['one']);
  expect(desk.channel.screen()).toEqual([expect.stringMatching(/^Mo is taking over/)]);
});
