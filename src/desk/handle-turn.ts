/** THE flow: what becomes of one turn, from the conversation as it stands to what is committed. */
import { questionToBot } from './address.ts';
import { withoutPlea } from './asks-for-person.ts';
import { calm } from './calm.ts';
import { conclude } from './conclude.ts';
import { decide } from './decide.ts';
import type { Policy } from './policy.ts';
import type { Answerer, Clock, Conversations, FeelingSensor, Knowledge } from './ports.ts';
import { settle, settleFailure } from './settle.ts';
import { leansOnContext, readSignals } from './signals.ts';
import type {
  Conversation,
  Decision,
  Draft,
  Exchange,
  Feeling,
  SearchResult,
  Settlement,
  Turn,
} from './types.ts';

export interface TurnPorts {
  readonly conversations: Pick<Conversations, 'read' | 'change'>;
  readonly feeling: FeelingSensor;
  readonly knowledge: Pick<Knowledge, 'search'>;
  readonly answerer: Answerer;
  readonly clock: Clock;
  readonly policy: Policy;
  /** What can be asked, in a few questions. */
  readonly topics: () => readonly string[];
  /** Resolves to what takes the sign of life away again. */
  readonly showWorking: (conversation: Conversation, turn: Turn) => Promise<() => Promise<void>>;
  readonly reportFailure: (turn: Turn, error: unknown) => void;
}

/** How often a turn may bring the process down or fail to commit before a person gets it. */
const patience = 3;

/**
 * Settles a turn: afterwards its reply, its record and any change of hands are on disk. Resolves to
 * what came of it, or to `again` where hands changed and changed back meanwhile; nothing was written
 * then.
 */
export async function handleTurn(turn: Turn, ports: TurnPorts): Promise<Settled | 'again'> {
  const read = await ports.conversations.read(turn.conversationId);
  if (!read) throw new Error(`[desk] turn ${turn.id} belongs to no conversation`);
  const conversation = before(turn, read);
  const thought =
    turn.attempt < patience
      ? await think(turn, conversation, ports)
      : giveUp(turn, conversation, ports);
  try {
    return await ports.conversations.change(conversation.id, (now) =>
      conclude(turn, thought, now, ports.clock.now()),
    );
  } finally {
    // Nobody waits for a sign to go away.
    void thought.stopWorking();
  }
}

/** What came of a turn; `silent` where it was talk between people, of which there is no record. */
export type Settled = Exchange | 'silent';

/** A turn that was changed by its author is thought of as if it had not been answered yet. */
function before(turn: Turn, conversation: Conversation): Conversation {
  if (!turn.revised) return conversation;
  const exchanges = conversation.exchanges.filter(({ id }) => id !== turn.id);
  return { ...conversation, exchanges };
}

/** A turn understood and an answer written, with nothing said or recorded. */
export interface Thought {
  readonly conversation: Conversation;
  readonly feeling: Feeling;
  readonly decision: Decision;
  readonly found: SearchResult;
  readonly settlement: Settlement;
  readonly stopWorking: () => Promise<void>;
}

export async function think(
  turn: Turn,
  conversation: Conversation,
  ports: Omit<TurnPorts, 'conversations'>,
): Promise<Thought> {
  const { policy, clock } = ports;
  const { text } = turn;
  const feeling = await readFeeling(turn, conversation, ports);
  const signals = readSignals(text, earlierQuestions(conversation));
  const situation = { turn, conversation, signals, feeling, policy, now: clock.now() };
  const decision = decide(situation);
  // Who may end up saying nothing does not begin by promising an answer.
  const speaksUp = decision.kind !== 'stay_silent' && turn.hearing !== 'when_confident';
  const working = speaksUp ? ports.showWorking(conversation, turn) : null;
  const { found, draft } = needsDraft(decision, text)
    ? await tryDraft(turn, conversation, feeling, ports)
    : { found: nothing, draft: null };
  const settlement = settle(situation, decision, draft, { topics: ports.topics() });
  const stopWorking = async () => (await working)?.();
  return { conversation, feeling, decision, found, settlement, stopWorking };
}

/** What cannot be thought through goes to a person as it is, with nothing more tried. */
function giveUp(
  turn: Turn,
  conversation: Conversation,
  { reportFailure }: Pick<TurnPorts, 'reportFailure'>,
): Thought {
  reportFailure(turn, new Error(`[desk] gave up after ${turn.attempt} tries`));
  const feeling = conversation.exchanges.at(-1)?.feeling ?? calm;
  return {
    conversation,
    feeling,
    found: nothing,
    stopWorking: async () => undefined,
    ...settleFailure(conversation),
  };
}

/** A reading that fails silences nobody: the last one stands in for it. */
async function readFeeling(
  turn: Turn,
  conversation: Conversation,
  ports: Pick<TurnPorts, 'feeling' | 'reportFailure'>,
): Promise<Feeling> {
  const earlier = conversation.exchanges.map((exchange) => exchange.feeling);
  try {
    return await ports.feeling.read(turn.text, earlier);
  } catch (error) {
    ports.reportFailure(turn, error);
    return earlier.at(-1) ?? calm;
  }
}

/** Where a person is called over a question, an answer may still help the agent. */
function needsDraft({ kind }: Decision, text: string): boolean {
  return kind === 'try_to_answer' || (kind === 'hand_over' && asks.test(withoutPlea(text)));
}

const asks = /\?|(?:^|[.!\n]\s*)(?:how|what|where|when|why|who|which|can|could|does|do|is|are)\b/i;

async function tryDraft(
  turn: Turn,
  conversation: Conversation,
  feeling: Feeling,
  ports: Pick<TurnPorts, 'knowledge' | 'answerer' | 'reportFailure'>,
): Promise<{ found: SearchResult; draft: Draft | null }> {
  const asked = questionToBot(turn.text) ?? turn.text;
  const text = withoutPlea(asked) || asked;
  const context = leansOnContext(text) ? earlierQuestions(conversation).slice(-2).join('\n') : '';
  try {
    const found = await ports.knowledge.search({
      text,
      ...(context && { context }),
      audience: 'customers',
      limit: 8,
    });
    const question = { text, context: context || null, feeling, channel: conversation.channel };
    return { found, draft: await ports.answerer.draft(question, found) };
  } catch (error) {
    ports.reportFailure(turn, error);
    return { found: nothing, draft: null };
  }
}

const nothing: SearchResult = { passages: [], confidence: 0 };

/** What the customer asked since a person last had the conversation, oldest first. */
function earlierQuestions(conversation: Conversation): readonly string[] {
  const since = conversation.escalation?.endedAt ?? 0;
  return conversation.exchanges
    .filter(({ at, outcome }) => at > since && outcome !== 'chat' && outcome !== 'handed_over')
    .map((exchange) => exchange.question);
}
