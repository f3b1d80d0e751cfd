/** Whether the bot works, and whether it takes messages, as a load balancer is told. */
import { expect, test } from 'vitest';
import { watchHealth } from '../src/health.ts';
import { openTestBot } from './channels/open-bot.ts';

async function watched() {
  const bot = await openTestBot();
  await bot.knowledge.ready;
  let now = bot.clock.now();
  const state = { connected: true, stopping: false };
  const health = watchHealth({
    bot: { ...bot, clock: { ...bot.clock, now: () => now } },
    platforms: [{ name: 'slack', isConnected: () => state.connected }],
    isStopping: () => state.stopping,
  });
  const later = (): void => {
    now += 2_000;
  };
  return { bot, state, later, health };
}

test('is ready when it reads its records and articles and every platform is connected', async () => {
  const { health } = await watched();
  expect(await health('ready')).toEqual({ ok: true });
  expect(await health()).toMatchObject({ ok: true, articles: 1, articleFaults: 0 });
});

test('names the platform that is not connected, and works all the same', async () => {
  const { state, health } = await watched();
  state.connected = false;
  expect(await health('ready')).toEqual({ ok: false, waiting: ['slack'] });
  expect(await health()).toMatchObject({ ok: true });
  state.connected = true;
  expect(await health('ready')).toEqual({ ok: true });
});

test('takes nothing more once it stops', async () => {
  const { state, health } = await watched();
  state.stopping = true;
  expect(await health('ready')).toEqual({ ok: false, waiting: ['stopping'] });
});

test('neither works nor is ready while its records cannot be read, and is again when they can', async () => {
  const { bot, later, health } = await watched();
  await bot.records.db.schema.alterTable('conversations').renameTo('elsewhere').execute();
  expect(await health()).toEqual({ ok: false });
  later();
  expect(await health('ready')).toEqual({ ok: false, waiting: ['records or index'] });
  await bot.records.db.schema.alterTable('elsewhere').renameTo('conversations').execute();
  later();
  expect(await health('ready')).toEqual({ ok: true });
});
