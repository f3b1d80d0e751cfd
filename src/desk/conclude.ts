/** A settled turn → what is written, all or nothing. */
import { isStanding } from './afterthoughts.ts';
import type { Change, Saying } from './change.ts';
import { hasEnded, move, openEscalation, returnToBot } from './escalation.ts';
import { sayQueued, sayReopened } from './hand-over-words.ts';
import type { Settled, Thought } from './handle-turn.ts';
import { redact } from './redact.ts';
import { sayRevised } from './tone.ts';
import type { Conversation, Escalation, Exchange, Message, Settlement, Turn } from './types.ts';

/** Pure. `now` is the conversation within the transaction; its epoch decides about the draft. */
export function conclude(
  turn: Turn,
  thought: Thought,
  now: Conversation,
  at: number,
): Change<Settled | 'again'> {
  if (now.epoch !== thought.conversation.epoch) {
    if (now.holder.kind === 'bot') return { result: 'again' };
    return concludeSuperseded(turn, thought, now, at);
  }
  const { settlement, decision } = thought;
  // What people say to each other is nobody's exchange with the bot.
  if (decision.kind === 'stay_silent' && now.holder.kind === 'bot') {
    return { result: 'silent', settles: turn, ...forget(turn, now) };
  }
  const exchange = record(turn, thought, settlement, at);
  const written = { result: exchange, settles: turn, exchange } as const;
  switch (settlement.handsOver) {
    case 'to_queue':
      if (now.holder.kind !== 'bot') return { ...written, ...answer(turn, settlement, now, at) };
      return { ...written, ...takeBack(turn, now), ...toQueue(turn, now, settlement, at) };
    case 'to_bot':
      return { ...returnToBot(at)(now), ...written };
    case 'nobody': {
      if (decision.kind === 'stay_silent') return { ...written, ...listen(now, at) };
      const answered = answer(turn, settlement, now, at);
      const say = [...(answered.say ?? []), ...withheld(turn, settlement, at)];
      return { ...written, ...answered, say };
    }
  }
}

/** A person was called or took over while the answer was being written: it goes to them alone. */
function concludeSuperseded(
  turn: Turn,
  thought: Thought,
  now: Conversation,
  at: number,
): Change<Settled> {
  const { settlement } = thought;
  const late: Settlement = {
    ...settlement,
    outcome: 'handed_over',
    rule: 'superseded',
    reason: 'a person took the conversation while the answer was being written',
    withheld:
      settlement.outcome === 'answered'
        ? {
            text: settlement.text,
            citations: settlement.citations,
            confidence: settlement.confidence,
          }
        : settlement.withheld,
    text: '',
    citations: [],
  };
  const heard = listen(now, at);
  const exchange = record(turn, thought, late, at);
  return {
    result: exchange,
    settles: turn,
    exchange,
    ...heard,
    say: [...withheld(turn, late, at), ...(heard.say ?? [])],
  };
}

function toQueue(
  turn: Turn,
  now: Conversation,
  settlement: Settlement,
  at: number,
): Partial<Change<never>> {
  const { rule, reason, text } = settlement;
  const opening = rule === 'reopened' ? sayReopened() : text;
  const before =
    now.escalation?.state === 'resolved' && rule !== 'reopened'
      ? { ...now, escalation: null }
      : now;
  return {
    holder: { kind: 'queue' },
    escalation: openEscalation(before, { rule, reason, opening }, at),
    callAgents: true,
    say: withheld(turn, settlement, at),
  };
}

/** What a customer's message does while the queue or a person holds the conversation. */
function listen(now: Conversation, at: number): { say?: Saying[]; escalation?: Escalation } {
  const { escalation, holder } = now;
  if (!escalation || hasEnded(escalation)) return {};
  if (holder.kind === 'person') {
    return {
      escalation:
        escalation.state === 'waiting_on_customer' ? move(escalation, 'claimed', at) : escalation,
    };
  }
  const acknowledged = now.exchanges.some(
    (exchange) => exchange.rule === 'in_queue' && exchange.at >= escalation.since,
  );
  if (acknowledged) return {};
  return {
    say: [{ author: { kind: 'bot' }, kind: 'notice', text: sayQueued(), at, voice: 'bot' }],
  };
}

/** Says it; where the question was changed, in the place of what was said to it before. */
function answer(
  turn: Turn,
  { text, citations }: Settlement,
  now: Conversation,
  at: number,
): Pick<Change<never>, 'say' | 'rewrite' | 'withdraw'> {
  if (text === '') return takeBack(turn, now);
  const before = turn.revised ? now.messages.find(isAnswerTo(turn)) : undefined;
  if (before) {
    return { rewrite: { messageId: before.id, text: sayRevised(text), citations, at } };
  }
  const author = { kind: 'bot' } as const;
  const exchangeId = turn.id;
  return { say: [{ author, kind: 'said', text, at, citations, exchangeId, voice: 'bot' }] };
}

/** An answer to words that no longer stand. */
function takeBack(turn: Turn, { messages }: Conversation): Pick<Change<never>, 'withdraw'> {
  if (!turn.revised) return {};
  return { withdraw: messages.filter(isAnswerTo(turn)).map(({ id }) => id) };
}

/** What was asked once has become talk between people. */
function forget(turn: Turn, now: Conversation): Pick<Change<never>, 'withdraw' | 'strikes'> {
  return turn.revised ? { ...takeBack(turn, now), strikes: turn.id } : {};
}

function isAnswerTo(turn: Turn): (message: Message) => boolean {
  return (message) => message.exchangeId === turn.id && isStanding(message);
}

function withheld(turn: Turn, settlement: Settlement, at: number): Saying[] {
  const draft = settlement.withheld;
  if (!draft) return [];
  const { text, citations } = draft;
  const author = { kind: 'bot' } as const;
  const exchangeId = turn.id;
  return [{ author, kind: 'withheld', text, at, citations, exchangeId, voice: 'bot' }];
}

/** The exchange, redacted before it is written. */
function record(turn: Turn, thought: Thought, settlement: Settlement, at: number): Exchange {
  const { conversation, feeling, found } = thought;
  return {
    id: turn.id,
    conversationId: conversation.id,
    customerId: turn.customerId,
    channel: conversation.channel,
    at,
    question: redact(turn.text),
    answer: redact(settlement.text),
    outcome: settlement.outcome,
    rule: settlement.rule,
    reason: settlement.reason,
    feeling,
    confidence: settlement.confidence,
    citations: settlement.citations,
    passages: found.passages.map((passage) => passage.id),
    latencyMs: at - turn.receivedAt,
    mark: null,
  };
}
