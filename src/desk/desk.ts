/** What people do with a conversation: agents at the desk, and customers beside their words. */
import { calm } from './calm.ts';
import {
  type Act,
  claim,
  handBack,
  judge,
  note,
  openEscalation,
  reply,
  resolve,
  returnToBot,
  transfer,
} from './escalation.ts';
import { openHandOver } from './hand-over-words.ts';
import type { Policy } from './policy.ts';
import type { Clock, Conversations, People } from './ports.ts';
import { offerPerson } from './tone.ts';
import type { Conversation, Mark, Verdict } from './types.ts';

export interface Desk {
  /** Takes an escalation from the queue, or a conversation from the bot. */
  claim(conversationId: string, agent: string): Promise<DeskResult>;
  /** Says something to the customer; claims first what nobody has. */
  reply(conversationId: string, agent: string, text: string): Promise<DeskResult>;
  /**
   * Leaves a remark that only agents see; once for each `externalId`, the platform's id of a remark
   * that was made there.
   */
  note(
    conversationId: string,
    agent: string,
    text: string,
    externalId?: string,
  ): Promise<DeskResult>;
  /** Gives the case to `to`, or back to the queue where that is null; `note` is for agents. */
  transfer(
    conversationId: string,
    agent: string,
    to: string | null,
    note: string,
  ): Promise<DeskResult>;
  resolve(conversationId: string, agent: string): Promise<DeskResult>;
  /** Gives the conversation back to the bot. */
  handBack(conversationId: string, agent: string): Promise<DeskResult>;
  /** Says of a hand-over whether a person was needed, and in time. */
  judge(conversationId: string, agent: string, verdict: Verdict): Promise<DeskResult>;
  /** What a customer can do beside writing. */
  readonly customer: CustomerActions;
}

export interface CustomerActions {
  /** `agent`: who calls a colleague on the customer's behalf. */
  askForPerson(conversationId: string, agent?: string): Promise<DeskResult>;
  /** Leaves the queue; the bot answers again. */
  backToBot(conversationId: string): Promise<DeskResult>;
  /** Marks an answer, or takes the mark back. */
  mark(conversationId: string, exchangeId: string, mark: Mark | null): Promise<DeskResult>;
}

/** `refused` tells the person why in one sentence, for example who was quicker. */
export type DeskResult =
  | { readonly ok: true; readonly conversation: Conversation }
  | { readonly ok: false; readonly refused: string };

/** Why it was not done, in that sentence; null where it was. */
export function refusalOf(result: DeskResult): string | null {
  return result.ok ? null : result.refused;
}

export interface DeskPorts {
  readonly conversations: Conversations;
  readonly people: Pick<People, 'list'>;
  readonly clock: Clock;
  readonly policy: Policy;
}

export function createDesk({ conversations, people, clock, policy }: DeskPorts): Desk {
  const perform = async (conversationId: string, act: Act): Promise<DeskResult> => {
    const before = await conversations.read(conversationId);
    if (!before) return { ok: false, refused: 'This conversation no longer exists.' };
    const refused = await conversations.change(conversationId, act);
    if (refused !== null) return { ok: false, refused };
    return { ok: true, conversation: (await conversations.read(conversationId)) ?? before };
  };

  return {
    claim: (id, agent) => perform(id, claim(agent, clock.now())),
    reply: (id, agent, text) => perform(id, reply(agent, text, clock.now())),
    note: (id, agent, text, externalId) =>
      perform(id, note(agent, text, externalId ?? null, clock.now())),
    async transfer(id, agent, to, remark) {
      const known = await people.list();
      if (to !== null && !known.some(({ name, revokedAt }) => name === to && !revokedAt)) {
        return { ok: false, refused: `Nobody at the desk is called ${to}.` };
      }
      return perform(id, transfer(agent, to, remark, clock.now()));
    },
    resolve: (id, agent) =>
      perform(id, resolve(agent, policy.serviceLevels.reopenDays, clock.now())),
    handBack: (id, agent) => perform(id, handBack(agent, clock.now())),
    judge: (id, agent, verdict) => perform(id, judge(agent, verdict, clock.now())),
    customer: {
      askForPerson: (id, agent) => perform(id, askForPerson(agent ?? null, clock.now())),
      backToBot: (id) => perform(id, returnToBot(clock.now())),
      mark: (id, exchangeId, mark) => perform(id, markAnswer(exchangeId, mark, clock.now())),
    },
  };
}

function askForPerson(agent: string | null, at: number): Act {
  return (conversation) => {
    if (conversation.holder.kind !== 'bot') return { result: null };
    const feeling = conversation.exchanges.at(-1)?.feeling ?? calm;
    const escalation = openEscalation(
      conversation,
      {
        rule: 'asked_for_person',
        reason:
          agent === null
            ? 'the customer pressed "Talk to a person"'
            : `${agent} called a person for the customer`,
        opening: openHandOver(feeling, 'asked'),
      },
      at,
    );
    return { result: null, holder: { kind: 'queue' }, escalation, callAgents: true };
  };
}

/** A bad mark is met with the offer of a person, once until there is something new to be marked. */
function markAnswer(exchangeId: string, mark: Mark | null, at: number): Act {
  return ({ exchanges, holder, messages }) => {
    const exchange = exchanges.find(({ id }) => id === exchangeId);
    if (!exchange) return { result: 'This answer no longer exists.' };
    const newest = exchanges.at(-1)?.at ?? 0;
    // A mark can be taken back and made again as often as somebody likes.
    const offered = messages.some(
      ({ author, text, at }) => author.kind === 'bot' && text.startsWith(markNoted) && at >= newest,
    );
    const offers =
      mark === 'not_helpful' && exchange.mark === null && holder.kind === 'bot' && !offered;
    return {
      result: null,
      mark: { exchangeId, mark },
      say: offers
        ? [
            {
              author: { kind: 'bot' },
              kind: 'said',
              text: `${markNoted} ${offerPerson(exchange.feeling, exchanges.length)}`,
              at,
              voice: 'bot',
            },
          ]
        : [],
    };
  };
}

const markNoted = 'Thank you, I have written that down.';
