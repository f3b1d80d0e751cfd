import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { formatMessage } from '../../src/channels/terminal/format-message.ts';
import { createTerminalChannel } from '../../src/channels/terminal/terminal-channel.ts';
import { countPresent } from '../../src/desk/present.ts';
import { type CustomerSide, channelContract } from '../contracts/channel-contract.ts';
import { citation, message } from '../desk/build.ts';
import { agentsAtTheDesk, type OpenBot, openTestBot } from './open-bot.ts';

function openTerminal(bot: OpenBot) {
  const input = new PassThrough();
  const output = new PassThrough();
  let printed = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const { records, desk, clock } = bot;
  const channel = createTerminalChannel({
    input,
    output,
    botName: 'Earshot',
    user: 'ada',
    clock,
    conversations: records.conversations,
    actions: desk.customer,
    countAgents: async () => countPresent(await records.people.list(), clock.now()),
  });
  // A test may end while somebody is still waited for.
  channel.ended.catch(() => undefined);
  return { channel, input, printed: () => printed };
}

async function openCustomer(): Promise<CustomerSide> {
  const bot = await openTestBot();
  const { channel, input, printed } = openTerminal(bot);
  const heard = async () =>
    (await bot.conversation())?.messages.filter(({ author }) => author.kind === 'customer')
      .length ?? 0;
  const refusals = () => printed().split('This was not taken in').length - 1;
  return {
    bot,
    channel,
    agents: agentsAtTheDesk(bot),
    async arrive() {},
    async write(text) {
      const before = { heard: await heard(), refusals: refusals() };
      input.write(`${text}\n`);
      for (;;) {
        if (refusals() > before.refusals) return false;
        if ((await heard()) > before.heard) return true;
        await sleep(20);
      }
    },
    redeliver: null,
    async pressPerson() {
      input.write('/person\n');
    },
    screen: async () => printed().split(/\n(?=\S)/),
    everShown: printed,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    active: async () => printed().match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g) ?? [],
  };
}

channelContract('the terminal', openCustomer);

test('/bad marks the last answer, /bot leaves the queue, anything else explains itself', async () => {
  const bot = await openTestBot();
  const { channel, input, printed } = openTerminal(bot);
  await bot.serves(channel);
  const prints = (words: string | RegExp) =>
    vi.waitFor(() => expect(printed()).toMatch(words), 5_000);
  input.write('/good\n');
  await prints('Ask something first.');
  input.write('How do I pay?\n/bad\n');
  await prints(/written that down/);
  expect((await bot.conversation())?.exchanges[0]?.mark).toBe('not_helpful');
  input.write('/person\n/bot\n');
  await prints(/back with you/);
  expect((await bot.conversation())?.holder).toEqual({ kind: 'bot' });
  input.write('/dance\n');
  await prints(/Commands: .*\n(.*\n)+.*Commands: /);
});

test('leaving waits until everything typed has been answered', async () => {
  const bot = await openTestBot();
  const { channel, input, printed } = openTerminal(bot);
  await bot.serves(channel);
  input.end('How do I pay?\nHow do I leave?\n');
  await channel.ended;
  expect(printed()).toContain('The article on “How do I pay?”');
  expect(printed()).toContain('The article on “How do I leave?”');
});

test('markdown reads as text: emphasis goes, links keep their address', () => {
  const text =
    'Press **Export**, see [the guide](https://help.example.com/a) and run `npm i`.\n\n- one';
  const printed = formatMessage(
    message({ author: { kind: 'bot' }, text, citations: [citation] }),
    'Earshot',
  );
  expect(printed).toBe(
    [
      'Earshot: Press Export, see the guide (https://help.example.com/a) and run `npm i`.',
      '',
      '- one',
      '  ↳ Exporting invoices (https://help.example.com/invoices)',
    ].join('\n'),
  );
});

test('an address in prose is printed bare', () => {
  const text = 'Open <http://127.0.0.1:3000>, or write to <mailto:a@example.com>. 2 <3> 1';
  expect(formatMessage(message({ author: { kind: 'bot' }, text }), 'Earshot')).toBe(
    'Earshot: Open http://127.0.0.1:3000, or write to mailto:a@example.com. 2 <3> 1',
  );
});

test("an agent's words are left as they are", () => {
  const author = { kind: 'agent', name: 'Mo' } as const;
  expect(formatMessage(message({ author, text: '2 ** 3 ** 2 [x](y)' }), 'Earshot')).toBe(
    'Mo: 2 ** 3 ** 2 [x](y)',
  );
});
