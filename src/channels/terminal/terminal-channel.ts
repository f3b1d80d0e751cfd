/** The terminal as a channel: what is typed is a customer's, what is printed is delivered. */
import { randomUUID } from 'node:crypto';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { CustomerActions, DeskResult } from '../../desk/desk.ts';
import { sayRefused } from '../../desk/hand-over-words.ts';
import type { Channel, Clock, Conversations, Intake } from '../../desk/ports.ts';
import type { Conversation } from '../../desk/types.ts';
import { formatMessage } from './format-message.ts';

export interface TerminalOptions {
  readonly input: Readable;
  readonly output: Writable & { readonly isTTY?: boolean };
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
  const person = output.isTTY === true;
  const shown = new Set<string>();
  // Made on starting: lines that arrive before anyone listens would be lost.
  let lines: Interface | null = null;

  const prompt = (): void => lines?.prompt();
  const write = (text: string): void => {
    // What is being typed gives way to what arrives.
    output.write(`${person ? '\r\x1b[K' : ''}${text}\n`);
    prompt();
  };

  const obey = async (command: string): Promise<void> => {
    const act = commands[command];
    if (!act) return write(commandHelp);
    const conversation = await options.conversations.find('terminal', address);
    if (!conversation) return write('Ask something first.');
    const answered = conversation.messages.findLast(
      ({ author, kind, exchangeId }) =>
        author.kind === 'bot' && kind === 'said' && exchangeId !== null,
    );
    const result = await act(options.actions, conversation.id, answered?.exchangeId ?? '');
    if (!result.ok) write(result.refused);
  };

  const hear = async (intake: Intake, line: string): Promise<void> => {
    const text = line.trim();
    if (text === '') return prompt();
    if (text === '/quit') return lines?.close();
    if (text.startsWith('/')) return obey(text);
    const acceptance = await intake.accept({
      channel: 'terminal',
      address,
      externalId: randomUUID(),
      author: { externalId: options.user, name: options.user, agent: null },
      text,
      attachments: [],
      hearing: 'direct',
      place: null,
      at: clock.now(),
    });
    if (acceptance.kind === 'refused') return write(sayRefused());
    // A script's lines are turns of their own, not one burst.
    if (!person) await quiet(options, address);
  };

  return {
    name: 'terminal',
    ended: ended.promise,
    async start(intake) {
      output.write(`${botName} is listening. ${commandHelp}\n`);
      let typed: Promise<unknown> = Promise.resolve();
      lines = createInterface({ input: options.input, output, prompt: person ? '> ' : '' })
        .on('line', (line) => {
          typed = typed
            .then(() => hear(intake, line))
            .catch((error: Error) => write(`This was not taken in: ${error.message}`));
        })
        .on('close', () => {
          lines = null;
          typed.then(() => quiet(options, address)).then(ended.resolve, ended.reject);
        });
      prompt();
    },
    showWorking: async () => async () => undefined,
    async deliver({ id, address: to, message }) {
      // What an earlier chat left unsent has nobody to read it any more.
      if (to === address && !shown.has(id)) write(formatMessage(message, botName));
      shown.add(id);
      return id;
    },
    async withdraw({ address: from }) {
      if (from === address) write('(The last answer was withdrawn: a person has taken over.)');
    },
    callAgents: options.countAgents,
    async stop() {
      lines?.close();
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

/** Waits, within reason, until the customer's last words are settled and everything is printed. */
async function quiet({ conversations, clock }: TerminalOptions, address: string): Promise<void> {
  const until = clock.now() + longestQuietMs;
  while (clock.now() < until) {
    const conversation = await conversations.find('terminal', address);
    if (!conversation || isSettled(conversation)) return;
    await new Promise<void>((resolve) => clock.after(30, resolve));
  }
}

function isSettled({ messages, exchanges, escalation }: Conversation): boolean {
  const heardAt = messages.findLast(({ author }) => author.kind === 'customer')?.at ?? 0;
  const called = escalation?.state !== 'waiting' || escalation.calledAt !== null;
  const pending = messages.some(({ delivery }) => delivery === 'pending');
  return called && !pending && (exchanges.at(-1)?.at ?? 0) >= heardAt;
}
