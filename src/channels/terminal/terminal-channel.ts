/** The terminal as a channel: what is typed is a customer's, what is printed is delivered. */
import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { CustomerActions, DeskResult } from '../../desk/desk.ts';
import type { Accept, Channel, Clock, Conversations } from '../../desk/ports.ts';
import { formatMessage } from './format-message.ts';

export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable & { readonly columns?: number };
  readonly botName: string;
  /** The customer's id and name. */
  readonly user: string;
  readonly clock: Clock;
  readonly conversations: Pick<Conversations, 'find'>;
  readonly actions: CustomerActions;
  /** How many agents can hear a call. */
  readonly countAgents: () => Promise<number>;
}

export interface TerminalChannel extends Channel {
  /** Resolves when the customer leaves and everything typed has been answered. */
  readonly ended: Promise<void>;
}

export function createTerminalChannel(options: TerminalOptions): TerminalChannel {
  const { output, botName, clock } = options;
  const address = randomUUID();
  const ended = Promise.withResolvers<void>();
  const lines = createInterface({ input: options.input, output, prompt: '> ' });
  const shown = new Set<string>();

  const write = (text: string): void => {
    output.write(`\r\x1b[K${text}\n`);
    lines.prompt();
  };

  const obey = async (command: string): Promise<void> => {
    const act = commands[command];
    if (!act) return write(commandHelp);
    const conversation = await options.conversations.find('terminal', address);
    if (!conversation) return write('Ask something first.');
    const answered = conversation.messages.findLast((message) => message.exchangeId !== null);
    const result = await act(options.actions, conversation.id, answered?.exchangeId ?? '');
    if (!result.ok) write(result.refused);
  };

  const hear = async (accept: Accept, line: string): Promise<void> => {
    const text = line.trim();
    if (text === '') return lines.prompt();
    if (text === '/quit') return lines.close();
    if (text.startsWith('/')) return obey(text);
    await accept({
      channel: 'terminal',
      address,
      externalId: randomUUID(),
      customer: { externalId: options.user, name: options.user },
      text,
      at: clock.now(),
    });
  };

  return {
    name: 'terminal',
    ended: ended.promise,
    async start(accept) {
      output.write(`${botName} is listening. ${commandHelp}\n`);
      let typed: Promise<unknown> = Promise.resolve();
      lines.on('line', (line) => {
        typed = typed
          .then(() => hear(accept, line))
          .catch((error: Error) => write(`This was not taken in: ${error.message}`));
      });
      lines.on('close', () =>
        typed.then(() => quiet(options, address)).then(ended.resolve, ended.reject),
      );
      lines.prompt();
    },
    async showWorking() {},
    async deliver({ id, message }) {
      if (!shown.has(id)) write(formatMessage(message, botName));
      shown.add(id);
      return id;
    },
    async withdraw() {
      write('(The last answer was withdrawn: a person has taken over.)');
    },
    callAgents: options.countAgents,
    async stop() {
      lines.close();
    },
  };
}

type Command = (actions: CustomerActions, id: string, exchangeId: string) => Promise<DeskResult>;

const commands: Readonly<Record<string, Command>> = {
  '/person': (actions, id) => actions.askForPerson(id),
  '/bot': (actions, id) => actions.backToBot(id),
  '/good': (actions, id, exchangeId) => actions.mark(id, exchangeId, 'helpful'),
  '/bad': (actions, id, exchangeId) => actions.mark(id, exchangeId, 'not_helpful'),
};

const commandHelp = 'Commands: /person /bot /good /bad /quit';
const longestQuietMs = 10_000;

/** Waits, within reason, until the customer's last words have been answered. */
async function quiet({ conversations, clock }: TerminalOptions, address: string): Promise<void> {
  const until = clock.now() + longestQuietMs;
  while (clock.now() < until) {
    const conversation = await conversations.find('terminal', address);
    const last = conversation?.messages.at(-1);
    const settled = last?.author.kind !== 'customer' || conversation?.holder.kind === 'person';
    if (settled && last?.delivery !== 'pending') return;
    await new Promise<void>((resolve) => clock.after(50, resolve));
  }
}
