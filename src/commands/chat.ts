/** `chat`: the terminal as a channel, on the same records as the bot. */
import { userInfo } from 'node:os';
import { Command } from 'commander';
import { createTerminalChannel } from '../channels/terminal/terminal-channel.ts';
import { loadConfig } from '../config.ts';
import { countPresent } from '../desk/present.ts';
import { systemClock } from '../desk/system-clock.ts';
import { createLog } from '../log.ts';
import { openBot, serve } from '../main.ts';
import { holdLock } from '../records/lock.ts';

export function chatCommand(): Command {
  return new Command('chat').description('talk to the bot in this terminal').action(chat);
}

async function chat(): Promise<void> {
  const config = loadConfig();
  const unlock = holdLock(config.dataDir, 'terminal');
  const bot = await openBot(config, createLog({ logLevel: 'error' }));
  const { records, desk } = bot;
  const channel = createTerminalChannel({
    input: process.stdin,
    output: process.stdout,
    botName: config.policy.name,
    user: userInfo().username,
    clock: systemClock,
    conversations: records.conversations,
    actions: desk.customer,
    countAgents: async () => countPresent(await records.people.list(), Date.now()),
  });
  const stop = await serve(bot, [channel]);
  await channel.ended;
  await stop();
  await bot.close();
  unlock();
}
