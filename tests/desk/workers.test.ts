import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startInboxWorker } from '../../src/desk/inbox.ts';
import { startOutboxWorker } from '../../src/desk/outbox.ts';
import type { Channel, Clock } from '../../src/desk/ports.ts';
import type { Turn } from '../../src/desk/types.ts';
import { startWorker } from '../../src/desk/worker.ts';
import { minute } from '../held-clock.ts';
import { agentSays, botSays } from './build.ts';
import { type OpenDesk, openDesk } from './open-desk.ts';

const wallClock: Clock = { now: () => Date.now(), after: () => () => undefined };

function listensTo(desk: OpenDesk, handle: (turn: Turn) => Promise<'silent' | 'again'>) {
  const failures: unknown[] = [];
  const worker = startInboxWorker({
    inbox: desk.records.inbox,
    handle,
    clock: wallClock,
    owner: 'worker',
    channels: ['web'],
    reportFailure: (_, error) => failures.push(error),
    reportTrouble: (error) => failures.push(error),
  });
  onTestFinished(() => worker.stop());
  return { worker, failures };
}

function delivers(desk: OpenDesk, changed: Partial<Channel> = {}) {
  const failures: unknown[] = [];
  const worker = startOutboxWorker({
    outbox: desk.records.outbox,
    channels: [{ ...desk.channel, ...changed }],
    callAgents: async () => undefined,
    giveUp: async () => undefined,
    clock: wallClock,
    owner: 'worker',
    reportFailure: (_, error) => failures.push(error),
    reportTrouble: (error) => failures.push(error),
  });
  onTestFinished(() => worker.stop());
  return { worker, failures };
}

async function settle(desk: OpenDesk, turn: Turn): Promise<'silent'> {
  return desk.records.conversations.change(turn.conversationId, () => ({
    result: 'silent',
    settles: turn,
    say: [botSays(`You said: ${turn.text}`)],
  }));
}

test('answers each turn once and in order, side by side with other conversations', async () => {
  const desk = await openDesk({ startsAt: Date.now() - minute });
  const order: string[] = [];
  listensTo(desk, async (turn) => {
    order.push(`${turn.text} begins`);
    if (turn.text.startsWith('slow')) await sleep(150);
    order.push(`${turn.text} ends`);
    return settle(desk, turn);
  });
  delivers(desk);
  await desk.accepts('slow one', 'a');
  await vi.waitFor(() => expect(order).toContain('slow one begins'));
  await desk.accepts('slow two', 'a');
  await desk.accepts('quick', 'b');
  await vi.waitFor(() => expect(desk.channel.screen('a')).toHaveLength(2), 3_000);
  expect(desk.channel.screen('a')).toEqual(['You said: slow one', 'You said: slow two']);
  expect(desk.channel.screen('b')).toEqual(['You said: quick']);
  expect(order.indexOf('quick ends')).toBeLessThan(order.indexOf('slow one ends'));
  expect(order.indexOf('slow two begins')).toBeGreaterThan(order.indexOf('slow one ends'));
});

test('takes a turn up again that failed, or whose hands had changed', async () => {
  const desk = await openDesk({ startsAt: Date.now() - minute });
  const { failures } = listensTo(desk, async (turn) => {
    if (turn.attempt === 0) throw new Error('the disk is full');
    return turn.attempt === 1 ? 'again' : settle(desk, turn);
  });
  delivers(desk);
  await desk.accepts('hello again');
  await vi.waitFor(() => expect(desk.channel.screen()).toHaveLength(1), 3_000);
  expect(failures).toMatchObject([{ message: 'the disk is full' }]);
});

test('finds what another process took in, without being told', async () => {
  const desk = await openDesk({ startsAt: Date.now() - minute });
  let seen = '';
  startInboxWorkerDeaf(desk, (text) => {
    seen = text;
  });
  await sleep(50);
  await desk.accepts('written elsewhere');
  await vi.waitFor(() => expect(seen).toBe('written elsewhere'), 2_000);
});

test('sends again what a platform refused for a while, and nothing overtakes it', async () => {
  const desk = await openDesk({ startsAt: Date.now() - minute });
  const { id } = await withConversation(desk);
  let tries = 0;
  const { failures } = delivers(desk, {
    async deliver(delivery, isCurrent) {
      tries += 1;
      if (tries === 1) throw new Error('503');
      return desk.channel.deliver(delivery, isCurrent);
    },
  });
  const say = [agentSays('Mo', 'one'), agentSays('Mo', 'two')];
  await desk.records.conversations.change(id, () => ({ result: undefined, say }));
  await vi.waitFor(() => expect(desk.channel.screen()).toHaveLength(2), 4_000);
  expect(desk.channel.screen()).toEqual(['Mo: one', 'Mo: two']);
  expect(failures).toMatchObject([{ message: '503' }]);
});

test("takes back the bot's words that were under way when a person took over", async () => {
  const desk = await openDesk({ startsAt: Date.now() - minute });
  const { id } = await withConversation(desk);
  const arrived = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  delivers(desk, {
    async deliver(delivery, isCurrent) {
      const receipt = await desk.channel.deliver(delivery, isCurrent);
      if (delivery.message.author.kind === 'bot' && delivery.message.kind === 'said') {
        arrived.resolve();
        await goOn.promise;
      }
      return receipt;
    },
  });
  const say = [botSays('a late answer')];
  await desk.records.conversations.change(id, () => ({ result: undefined, say }));
  await arrived.promise;
  await desk.desk.claim(id, 'Mo');
  goOn.resolve();
  await vi.waitFor(() => expect(desk.channel.screen()).toHaveLength(1), 2_000);
  await vi.waitFor(() => expect(desk.channel.screen()[0]).toMatch(/^Mo is taking over/), 2_000);
  const { messages } = await desk.conversation();
  expect(messages.find(({ text }) => text === 'a late answer')?.delivery).toBe('withdrawn');
});

test('stops when what it began is done, and begins nothing more', async () => {
  const done: number[] = [];
  let next = 0;
  const worker = startWorker<number>({
    atOnce: 2,
    listen: () => () => undefined,
    reportTrouble: () => undefined,
    take: async (room) => Array.from({ length: room }, () => ++next),
    async run(job) {
      await sleep(50);
      done.push(job);
    },
  });
  await sleep(20);
  await worker.stop();
  expect(done).toEqual([1, 2]);
  await sleep(120);
  expect(done).toEqual([1, 2]);
});

test('goes on after a look that failed, and tells of the trouble once', async () => {
  let looks = 0;
  const troubles: unknown[] = [];
  const done: string[] = [];
  const worker = startWorker<string>({
    atOnce: 1,
    listen: () => () => undefined,
    reportTrouble: (error) => troubles.push(error),
    async take() {
      looks += 1;
      if (looks <= 2) throw new Error('database is locked');
      return looks === 3 ? ['job'] : [];
    },
    run: async (job) => void done.push(job),
  });
  onTestFinished(() => worker.stop());
  await vi.waitFor(() => expect(done).toEqual(['job']), 2_000);
  expect(troubles).toEqual([new Error('database is locked')]);
});

async function withConversation(desk: OpenDesk) {
  await desk.accepts('hello');
  await desk.answers();
  const conversation = await desk.conversation();
  const [mine] = await desk.records.outbox.claim({ ...desk.claim(), limit: 1 });
  if (mine) await desk.records.outbox.sent(mine.id, 'sent by the test');
  return conversation;
}

/** A worker that nobody wakes. */
function startInboxWorkerDeaf(desk: OpenDesk, hear: (text: string) => void): void {
  const deaf = { ...desk.records.inbox, onArrival: () => () => undefined };
  const worker = startInboxWorker({
    inbox: deaf,
    clock: wallClock,
    owner: 'worker',
    channels: ['web'],
    reportFailure: () => undefined,
    reportTrouble: () => undefined,
    async handle(turn) {
      hear(turn.text);
      return settle(desk, turn);
    },
  });
  onTestFinished(() => worker.stop());
}
