/** The outbox worker, where the platform refuses, is busy, or leaves open what became of a message. */
import { setTimeout as sleep } from 'node:timers/promises';
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
  let wake: () => void = () => undefined;
  const worker = startOutboxWorker({
    outbox: {
      ...outbox,
      onDue(listener) {
        wake = listener;
        return outbox.onDue(listener);
      },
    },
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
  return {
    failures,
    /** Lets time pass, and the worker try again at once instead of at its next look. */
    async triesAgain(ms: number): Promise<void> {
      const before = failures.length;
      desk.clock.pass(ms);
      wake();
      for (let look = 0; look < 60 && failures.length === before; look += 1) await sleep(10);
    },
  };
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
  const { failures } = delivers(desk, {
    async deliver(delivery, isCurrent) {
      tries += 1;
      if (tries === 1) throw new PlatformBusy('429', 5 * minute, new Error('ratelimited'));
      return desk.channel.deliver(delivery, isCurrent);
    },
  });
  await says(botSays('hello'));
  await vi.waitFor(() => expect(failures).toHaveLength(1), longestWait);
  desk.clock.pass(5 * minute - 1);
  await sleep(400);
  expect(desk.channel.screen()).toEqual([]);
  desk.clock.pass(1);
  await vi.waitFor(() => expect(desk.channel.screen()).toEqual(['hello']), longestWait);
});

test('calls a person where the platform takes no answer for half an hour', async () => {
  const { desk, says, deliveries } = await asked();
  const { failures, triesAgain } = delivers(desk, { deliver: down });
  await says(botSays('hello'));
  await vi.waitFor(() => expect(failures.length).toBeGreaterThan(0), longestWait);
  for (let minutes = 0; minutes < 20; minutes += 1) await triesAgain(minute);
  expect((await desk.conversation()).holder).toEqual({ kind: 'bot' });
  for (let minutes = 20; minutes < 40; minutes += 1) {
    if ((await deliveries())[0] === 'pending') await triesAgain(minute);
  }
  await vi.waitFor(async () => {
    const { holder, escalation } = await desk.conversation();
    expect(holder).toEqual({ kind: 'queue' });
    expect(escalation).toMatchObject({ state: 'waiting', rule: 'undeliverable' });
  }, longestWait);
  expect((await deliveries())[0]).toBe('failed');
}, 20_000);

test('leaves the case with the agent whose own words cannot be delivered, and shows it', async () => {
  const { desk, id, says, deliveries } = await asked();
  await desk.desk.claim(id, 'Mo');
  await desk.sends();
  const { triesAgain } = delivers(desk, { deliver: down });
  await says(agentSays('Mo', 'Hello Ada'));
  for (let minutes = 0; minutes < 40; minutes += 1) {
    if ((await deliveries())[1] === 'pending') await triesAgain(minute);
  }
  await vi.waitFor(async () => {
    expect(await deliveries()).toEqual(['delivered', 'failed']);
  }, longestWait);
  expect((await desk.conversation()).holder).toEqual({ kind: 'person', agent: 'Mo' });
}, 20_000);

const down = () => Promise.reject(new Error('503'));

test("takes back what had arrived unknown once a person's words are there, and sends those", async () => {
  const { desk, id, says, deliveries } = await asked();
  const { failures } = delivers(desk, {
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
