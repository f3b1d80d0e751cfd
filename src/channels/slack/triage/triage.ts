/** The triage channel: where agents see who waits, and talk about a case without the customer. */
import { createInTurn } from '../../../desk/in-turn.ts';
import type { Conversation } from '../../../desk/types.ts';
import { type Place, writeAddress } from '../address.ts';
import { mentions, readSlackText } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import { type CardBoard, createCardBoard } from './card-board.ts';
import { callByCard, patiently, tellOfTransfer } from './card-calls.ts';
import { keepCardsTrue } from './card-keeper.ts';

export interface Triage {
  /**
   * Posts the card of a case, calls again in its thread where it hangs already, or calls the one
   * agent who has it. Resolves to how many can have heard it.
   */
  callAgents(conversation: Conversation, attempt: number): Promise<number>;
  /** Keeps every card true until it is stopped. */
  keepCards(): () => Promise<void>;
  /**
   * A message in the triage channel. What an agent writes below a card is kept as a note; true where
   * it was written below one, by whomever, so that nothing of it is taken for a customer's.
   */
  hear(message: SaidAtTriage): Promise<boolean>;
  /** Tells an agent that a colleague has given them this case. Best effort. */
  tellNewAgent(conversation: Conversation, from: string, to: string): Promise<void>;
}

export interface SaidAtTriage {
  readonly user: string;
  readonly text: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly files?: readonly string[];
}

export function createTriage(parts: SlackParts): Triage {
  const { options } = parts;
  const channel = options.policy.slack.triage;
  if (channel === undefined) return withoutTriage;
  const board = oneAtATime(createCardBoard(parts, channel));
  return {
    callAgents: ({ id }, attempt) =>
      patiently(options.clock, { isUnsure: attempt > 0 }, (tries) =>
        callByCard(id, tries, { parts, board }),
      ),
    keepCards: () => keepCardsTrue(parts, board),
    async hear(message) {
      if (message.threadTs === null) return false;
      const place = { channel, threadTs: message.threadTs };
      const card = await options.cards.at('slack', writeAddress(place));
      if (!card) return false;
      await keepNote(card.conversationId, message, channel, parts);
      return true;
    },
    async tellNewAgent(conversation, from, to) {
      try {
        const account = await options.identities.accountOf(to, 'slack');
        if (account === undefined) return;
        const hanging = await board.hang(conversation.id, { isUnsure: false });
        if (hanging === null) return;
        await tellOfTransfer(hanging.place, { to: account, from, conversation }, parts);
      } catch (error) {
        options.log.warn({ err: error }, 'an agent could not be told of their new case');
      }
    },
  };
}

const withoutTriage: Triage = {
  callAgents: async () => 0,
  keepCards: () => async () => undefined,
  hear: async () => false,
  tellNewAgent: async () => undefined,
};

async function keepNote(
  conversationId: string,
  { user, text, ts, files = [] }: SaidAtTriage,
  channel: string,
  parts: SlackParts,
): Promise<void> {
  const { directory, options } = parts;
  const agent = await directory.agentOf(user);
  if (agent === null) return;
  const names = await directory.namesOf(mentions(text));
  const words = readSlackText(text, (id) => names.get(id) ?? null);
  const note = [words, ...files.map((name) => `[${name}]`)].filter(Boolean).join('\n');
  if (note.trim() === '') return;
  const place: Place = { channel, threadTs: ts };
  const kept = await options.desk.note(conversationId, agent, note, writeAddress(place));
  // Nobody waits for the sign that it was kept.
  if (kept.ok) void showKept(place, parts);
}

async function showKept({ channel, threadTs }: Place, { api, options }: SlackParts): Promise<void> {
  try {
    await api.call('mark a note as kept', (web) =>
      web.reactions.add({ channel, timestamp: threadTs ?? '', name: 'memo' }),
    );
  } catch (error) {
    options.log.info({ err: error }, 'a note is kept and could not be marked');
  }
}

/** A call and a redrawing must not both post the card of a conversation. */
function oneAtATime({ hang, redraw }: CardBoard): CardBoard {
  const inTurn = createInTurn();
  return {
    hang: (id, tries) => inTurn(id, () => hang(id, tries)),
    redraw: (id) => inTurn(id, () => redraw(id)),
  };
}
