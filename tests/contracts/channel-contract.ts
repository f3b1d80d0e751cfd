/** What any channel must keep towards a customer, with the bot's own workers behind it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import type { Channel } from '../../src/desk/ports.ts';
import { answerTo, fallback, type OpenBot } from '../channels/open-bot.ts';
import { citation } from '../desk/build.ts';

/** A customer on the platform, and the bot that listens there. */
export interface CustomerSide {
  readonly bot: OpenBot;
  readonly channel: Channel;
  readonly agents: AgentsSide;
  /** Connects, once the channel is served. */
  arrive(): Promise<void>;
  /** Writes; resolves to whether the platform was told that it arrived. */
  write(text: string): Promise<boolean>;
  /** The platform delivers the last message once more; null where it never does. */
  readonly redeliver: (() => Promise<void>) | null;
  /** Asks for a person without words. */
  pressPerson(): Promise<void>;
  /** What the bot and agents have said, as it can be read now. */
  screen(): Promise<readonly string[]>;
  /** Everything that was ever shown, what has gone since included. */
  everShown(): string;
  /** What of it could act: markup, control characters, addresses that load. */
  active(): Promise<readonly string[]>;
}

/** Whom a call reaches there; at the beginning nobody. */
export interface AgentsSide {
  /** Somebody is there from now on, and may take cases under this name. */
  arrive(name: string): Promise<void>;
  /** They are not to be counted on any more. */
  leave(name: string): Promise<void>;
}

export type OpenCustomer = () => Promise<CustomerSide>;

const question = 'How do I export my invoices?';
const answer = answerTo(question).text;
const soon = { timeout: 5_000, interval: 20 };

export function channelContract(name: string, open: OpenCustomer): void {
  const begin = async (changed: (channel: Channel) => Partial<Channel> = () => ({})) => {
    const customer = await open();
    const { bot } = customer;
    await bot.serves({ ...customer.channel, ...changed(customer.channel) });
    await customer.arrive();
    const reads = (pattern: RegExp | string) =>
      vi.waitFor(async () => expect((await customer.screen()).join('\n')).toMatch(pattern), soon);
    const settled = async () => {
      await vi.waitFor(async () => {
        const { exchanges = [], messages = [] } = (await bot.conversation()) ?? {};
        expect(exchanges.length).toBeGreaterThan(0);
        expect(messages.filter(({ delivery }) => delivery === 'pending')).toEqual([]);
      }, soon);
      // Time enough for a second answer, where one were to come.
      await sleep(150);
    };
    return { bot, customer, reads, settled };
  };

  describe(`${name}: a message`, () => {
    test('is answered once, with its source', async () => {
      const { customer, settled, reads } = await begin();
      expect(await customer.write(question)).toBe(true);
      await reads(answer);
      await settled();
      const said = (await customer.screen()).filter((line) => line.includes(answer));
      expect(said).toEqual([expect.stringContaining(citation.heading)]);
      expect(said[0]).toContain(citation.url);
    });

    test('counts as arrived only once it is on disk', async () => {
      const disk = Promise.withResolvers<void>();
      let kept = false;
      const { bot, customer } = await begin((channel) => ({
        start: (intake) =>
          channel.start({
            ...intake,
            async accept(message) {
              await disk.promise;
              kept = true;
              return intake.accept(message);
            },
          }),
      }));
      const told = customer.write(question).then((arrived) => ({ arrived, kept }));
      expect(await Promise.race([told, sleep(200, 'nobody was told')])).toBe('nobody was told');
      disk.resolve();
      expect(await told).toEqual({ arrived: true, kept: true });
      expect((await bot.conversation())?.messages[0]?.text).toBe(question);
    });

    test('that cannot be kept is never said to have arrived', async () => {
      let full = true;
      const { bot, customer } = await begin((channel) => ({
        start: (intake) =>
          channel.start({
            ...intake,
            async accept(message) {
              if (full) throw new Error('database or disk is full');
              return intake.accept(message);
            },
          }),
      }));
      expect(await customer.write(question)).toBe(false);
      expect(await bot.conversation()).toBeUndefined();
      full = false;
      expect(await customer.write(question)).toBe(true);
    });

    test('that the platform delivers again is answered once', async ({ skip }) => {
      const { bot, customer, reads, settled } = await begin();
      const { redeliver } = customer;
      if (!redeliver) return skip('this platform delivers nothing twice');
      await customer.write(question);
      await redeliver();
      await reads(answer);
      await redeliver();
      await settled();
      expect((await customer.screen()).filter((line) => line.includes(answer))).toHaveLength(1);
      const { messages, exchanges } = (await bot.conversation()) ?? {};
      expect(messages).toHaveLength(2);
      expect(exchanges).toHaveLength(1);
    });

    test('is kept whole, whatever it holds', async () => {
      const { bot, customer } = await begin();
      const text = 'ümläut 🧾 <b>bold</b> & "quotes" \\n {{slot}} $1 %s';
      await customer.write(text);
      expect((await bot.conversation())?.messages[0]?.text).toBe(text);
    });
  });

  describe(`${name}: an answer`, () => {
    test('whose sending broke off is shown once', async () => {
      let broken = false;
      const { customer, reads, settled } = await begin((channel) => ({
        async deliver(delivery, isCurrent) {
          const receipt = await channel.deliver(delivery, isCurrent);
          if (broken) return receipt;
          broken = true;
          throw new Error('the connection was cut before the platform answered');
        },
      }));
      await customer.write(question);
      await reads(answer);
      await settled();
      expect((await customer.screen()).filter((line) => line.includes(answer))).toHaveLength(1);
    });

    test('that comes after a person took over is never shown', async () => {
      const { bot, customer, reads, settled } = await begin();
      const writing = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      bot.answer = async ({ text }) => {
        writing.resolve();
        await goOn.promise;
        return answerTo(text);
      };
      await customer.agents.arrive('Mo');
      await customer.write(question);
      await writing.promise;
      const { id = '' } = (await bot.conversation()) ?? {};
      await bot.desk.claim(id, 'Mo');
      await reads(/Mo is taking over/);
      goOn.resolve();
      await settled();
      await bot.desk.reply(id, 'Mo', 'Hello, how can I help?');
      await reads(/Mo[\s\S]*Hello, how can I help\?/);
      expect(customer.everShown()).not.toContain(answer);
    });

    test('that was under way when a person took over is taken back', async () => {
      const arrived = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const { bot, customer, reads } = await begin((channel) => ({
        async deliver(delivery, isCurrent) {
          const receipt = await channel.deliver(delivery, isCurrent);
          if (delivery.message.kind === 'said') {
            arrived.resolve();
            await goOn.promise;
          }
          return receipt;
        },
      }));
      await customer.write(question);
      await arrived.promise;
      const { id = '' } = (await bot.conversation()) ?? {};
      await bot.desk.claim(id, 'Mo');
      goOn.resolve();
      await reads(/Mo is taking over/);
      const screen = (await customer.screen()).join('\n');
      expect(!screen.includes(answer) || /withdrawn/.test(screen)).toBe(true);
      expect((await bot.conversation())?.messages[1]?.delivery).toBe('withdrawn');
    });
  });

  describe(`${name}: a person`, () => {
    test('is called at one press, and the customer hears that the team was notified', async () => {
      const { bot, customer, reads } = await begin();
      await customer.agents.arrive('Mo');
      await customer.write(question);
      await reads(answer);
      await customer.pressPerson();
      await reads(/bringing in a person/);
      await reads(/notified the team/);
      expect((await bot.conversation())?.escalation).toMatchObject({
        state: 'waiting',
        reached: 1,
      });
    });

    test('cannot be reached: the customer is told so, and where else to turn', async () => {
      const { customer, reads } = await begin();
      await customer.write('I want to talk to a person');
      await reads(/could not notify anyone/);
      const screen = (await customer.screen()).join('\n');
      expect(screen).toContain(fallback);
      expect(screen).not.toMatch(/notified the team/);
    });

    test('who is away is not counted on', async () => {
      const { customer, reads } = await begin();
      await customer.agents.arrive('Mo');
      await customer.agents.leave('Mo');
      await customer.write('I want to talk to a person');
      await reads(/could not notify anyone/);
    });

    test('speaks under their name, while their notes and withheld answers stay at the desk', async () => {
      const { bot, customer, reads } = await begin();
      await customer.agents.arrive('Mo');
      await customer.write('I want to talk to a person');
      await reads(/notified the team/);
      const { id = '' } = (await bot.conversation()) ?? {};
      await bot.records.conversations.change(id, () => ({
        result: undefined,
        say: [
          {
            author: { kind: 'bot' },
            kind: 'withheld',
            text: 'doubtful words',
            at: Date.now(),
            voice: 'bot',
          },
        ],
      }));
      await bot.desk.note(id, 'Mo', 'this customer is difficult');
      await bot.desk.reply(id, 'Mo', 'Hello Ada,\nwhich invoice is it?');
      await reads(/Mo[\s\S]*Hello Ada,\n.*which invoice is it\?/);
      expect(customer.everShown()).not.toMatch(/difficult|doubtful/);
    });
  });

  describe(`${name}: words that try to act`, () => {
    const hostile = [
      '<script>alert(1)</script><img src=x onerror=alert(1)>',
      '![x](https://evil.example/pixel.png) [click](javascript:alert(1))',
      '\u001b[2J\u001b]0;owned\u0007\u001b[31mred\u001b[0m \u009b5m \u0000\u0008',
      '[help](data:text/html;base64,PHNjcmlwdD4=) <iframe src="//evil.example">',
    ].join('\n\n');

    test('are inert from a customer, from an article and from an agent', async () => {
      const { bot, customer, reads } = await begin();
      bot.answer = async () => ({
        text: `Answer: ${hostile}`,
        citations: [{ ...citation, heading: `Heading ${hostile}` }],
        confidence: 0.9,
      });
      await customer.write(`Question: ${hostile.replaceAll(/\s/g, ' ')}`);
      await reads(/Answer:/);
      const { id = '' } = (await bot.conversation()) ?? {};
      await bot.desk.reply(id, 'Mo', `Agent: ${hostile}`);
      await reads(/Agent:/);
      expect(await customer.active()).toEqual([]);
    });
  });
}
