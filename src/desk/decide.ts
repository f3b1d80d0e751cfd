/** The policy, pure: what to do with a turn, and how it ends. Each result says why. */
import { questionToBot } from './address.ts';
import { type HandOverCause, openHandOver, sayFailed } from './hand-over-words.ts';
import type { Policy } from './policy.ts';
import { askBack, offerPerson, saySmallTalk, sayUnknown, toneAnswer } from './tone.ts';
import type {
  Conversation,
  Decision,
  Draft,
  Exchange,
  Feeling,
  Settlement,
  Signals,
} from './types.ts';

export interface Situation {
  readonly text: string;
  readonly conversation: Conversation;
  readonly signals: Signals;
  readonly feeling: Feeling;
  readonly policy: Policy;
  readonly now: number;
}

/** Before anything is searched or written. The first rule that fits decides. */
export function decide(situation: Situation): Decision {
  const { text, conversation, signals, feeling, policy } = situation;
  const { holder } = conversation;
  if (holder.kind === 'person') {
    return silent('person_holds', `${holder.agent} has the conversation`);
  }
  if (holder.kind === 'queue') return decideInQueue(text, signals);
  if (isReopening(situation)) {
    return handOver('reopened', 'the customer wrote again about a resolved case');
  }
  if (signals.wantsPerson) return handOver('asked_for_person', 'the customer asked for a person');
  if (signals.accepts && personWasOffered(conversation, policy)) {
    return handOver('accepted_offer', 'the customer said yes to a person');
  }
  if (feeling.upset >= policy.thresholds.handOver) {
    return handOver('upset', `the customer seems upset (${feeling.label}, ${trendWords(feeling)})`);
  }
  const troubles = countTroubles(conversation);
  if ((signals.didNotHelp || signals.asksAgain) && troubles > 0) {
    return signals.asksAgain
      ? handOver('asked_again', 'the customer asked the same again after an earlier trouble')
      : handOver('did_not_help', 'the customer said again that it did not help');
  }
  if (signals.didNotHelp) {
    return {
      kind: 'offer_person',
      rule: 'did_not_help',
      reason: 'the customer said that it did not help',
    };
  }
  if (signals.smallTalk) {
    return { kind: 'small_talk', rule: signals.smallTalk, reason: 'there is nothing to look up' };
  }
  if (signals.lost && conversation.exchanges.length > 0) return decideLost(conversation);
  if (signals.asksAgain) return answer('asked_again', 'the customer asked the same once more');
  return answer('question', 'the bot holds the conversation');
}

/** After the draft: what is said and done. A null draft is one that failed or was not asked for. */
export function settle(
  situation: Situation,
  decision: Decision,
  draft: Draft | null,
  profile: { readonly topics: readonly string[] },
): Settlement {
  const { conversation, feeling, policy, signals } = situation;
  const turn = conversation.exchanges.length;
  const base = { rule: decision.rule, reason: decision.reason, ...silence };
  switch (decision.kind) {
    case 'stay_silent':
      return { ...base, outcome: 'handed_over' };
    case 'hand_over':
      return settleHandOver(situation, decision, draft);
    case 'return_to_bot':
      return { ...base, outcome: 'chat', handsOver: 'to_bot' };
    case 'offer_person':
      return { ...base, outcome: 'offered', text: offerPerson(feeling, turn) };
    case 'ask_back':
      return { ...base, outcome: 'clarified', text: askBack(turn) };
    case 'small_talk': {
      const { name: botName, company } = policy;
      const kind = signals.smallTalk ?? 'greeting';
      const text = saySmallTalk(kind, { botName, company, topics: profile.topics }, turn);
      return { ...base, outcome: 'chat', text };
    }
    case 'try_to_answer':
      return settleAnswer(situation, decision, draft);
  }
}

/** For a turn that cannot even be decided: to a person, or silence where one is there already. */
export function settleFailure({ holder }: Conversation): {
  readonly decision: Decision;
  readonly settlement: Settlement;
} {
  const { rule, reason } = failed;
  const base = { ...silence, outcome: 'handed_over', rule, reason } as const;
  if (holder.kind !== 'bot') return { decision: silent(rule, reason), settlement: base };
  return { decision: failed, settlement: { ...base, text: sayFailed(), handsOver: 'to_queue' } };
}

function settleAnswer(situation: Situation, decision: Decision, draft: Draft | null): Settlement {
  const { conversation, feeling, policy } = situation;
  const turn = conversation.exchanges.length;
  if (draft === null) {
    return settleHandOver(situation, failed, null);
  }
  const { confidence } = draft;
  const base = { rule: decision.rule, reason: decision.reason, ...silence, confidence };
  if (draft.text === '' || confidence < policy.thresholds.answer) {
    return settleUnknown(situation, draft);
  }
  if (decision.rule === 'asked_again' && saysTheSame(conversation, draft)) {
    const reason = 'the articles say nothing else about a question asked again';
    return {
      ...base,
      reason,
      outcome: 'offered',
      text: offerPerson(feeling, turn),
      withheld: draft,
    };
  }
  const offersPerson = offersBeside(feeling, decision.rule, policy);
  const text = toneAnswer(draft.text, feeling, { offersPerson, turn });
  return { ...base, outcome: 'answered', text, citations: draft.citations };
}

function settleUnknown(situation: Situation, draft: Draft): Settlement {
  const { conversation, feeling, policy } = situation;
  if (conversation.holder.kind === 'bot' && feeling.upset >= policy.thresholds.offer) {
    const decision = handOver(
      'no_answer_and_upset',
      'no article answers, and the customer seems upset',
    );
    return settleHandOver(situation, decision, draft);
  }
  if (feeling.label === 'pleased' && thanks.test(situation.text)) {
    const reason = 'the customer says that they are pleased';
    return { ...silence, outcome: 'chat', rule: 'praise', reason, text: sayThanks(conversation) };
  }
  return {
    ...silence,
    outcome: 'unknown',
    rule: 'no_answer',
    reason: 'no article answers this well enough',
    text: sayUnknown(feeling, conversation.exchanges.length),
    confidence: draft.confidence,
  };
}

/** Praise of something else, as in "best pizza in town", is no thanks to us. */
const thanks =
  /\b(?:thank(?:s| you)|thx|cheers|appreciate|(?:great|good|excellent|awesome) (?:service|help|support|job|work|bot))\b/i;

function sayThanks({ exchanges }: Conversation): string {
  const profile = { botName: '', company: undefined, topics: [] };
  return saySmallTalk('thanks', profile, exchanges.length);
}

function settleHandOver(
  { feeling, policy }: Situation,
  { rule, reason }: Decision,
  draft: Draft | null,
): Settlement {
  const cause = causes[rule];
  return {
    ...silence,
    outcome: 'handed_over',
    rule,
    reason,
    text: cause === 'failed' ? sayFailed() : cause ? openHandOver(feeling, cause) : '',
    confidence: draft?.confidence ?? 0,
    withheld: draft && isWorthShowing(draft, policy) ? draft : null,
    handsOver: 'to_queue',
  };
}

/** An agent wants a doubtful answer too, but no guess. */
function isWorthShowing(draft: Draft, policy: Policy): boolean {
  return draft.text !== '' && draft.confidence >= policy.thresholds.answer / 2;
}

const failed = handOver('failed', 'no answer could be finished');

/** What is told first, by the rule that called a person; `reopened` has words of its own. */
const causes: Readonly<Record<string, HandOverCause>> = {
  asked_for_person: 'asked',
  accepted_offer: 'accepted',
  upset: 'upset',
  asked_again: 'asked_again',
  did_not_help: 'did_not_help',
  no_answer_and_upset: 'upset',
  failed: 'failed',
};

const silence = {
  text: '',
  citations: [],
  confidence: 0,
  withheld: null,
  handsOver: 'nobody',
} as const;

function decideInQueue(text: string, signals: Signals): Decision {
  if (questionToBot(text) !== null) {
    return answer('asked_in_queue', 'the customer asked the bot while waiting');
  }
  if (signals.wantsBot) {
    return { kind: 'return_to_bot', rule: 'wants_bot', reason: 'the customer asked for the bot' };
  }
  return silent('in_queue', 'the conversation waits for a person');
}

function isReopening({ conversation, signals, policy, now }: Situation): boolean {
  const { escalation } = conversation;
  if (escalation?.state !== 'resolved' || escalation.endedAt === null) return false;
  if (signals.smallTalk) return false;
  return now - escalation.endedAt <= policy.serviceLevels.reopenDays * 86_400_000;
}

/** Once the bot asks what is unclear; a person explains better than a second asking. */
function decideLost({ exchanges }: Conversation): Decision {
  const reason = 'the customer does not understand the answer';
  const kind = exchanges.at(-1)?.rule === 'unclear' ? 'offer_person' : 'ask_back';
  return { kind, rule: 'unclear', reason };
}

/** Whether the bot's last words to this customer offered a person. */
function personWasOffered(conversation: Conversation, policy: Policy): boolean {
  const last = conversation.exchanges.at(-1);
  if (!last) return false;
  if (last.outcome === 'offered' || last.outcome === 'unknown') return true;
  if (last.mark === 'not_helpful') return true;
  return last.outcome === 'answered' && offersBeside(last.feeling, last.rule, policy);
}

function offersBeside(feeling: Feeling, rule: string, policy: Policy): boolean {
  return (
    feeling.label === 'anger' || feeling.upset >= policy.thresholds.offer || rule === 'asked_again'
  );
}

/** What went wrong since a person last had the conversation. */
function countTroubles(conversation: Conversation): number {
  const since = conversation.escalation?.endedAt ?? 0;
  return conversation.exchanges.filter((exchange) => exchange.at > since && isTrouble(exchange))
    .length;
}

function isTrouble(exchange: Exchange): boolean {
  return (
    exchange.mark === 'not_helpful' ||
    exchange.outcome === 'offered' ||
    exchange.outcome === 'unknown' ||
    exchange.rule === 'asked_again'
  );
}

function saysTheSame(conversation: Conversation, draft: Draft): boolean {
  const last = conversation.exchanges.findLast((exchange) => exchange.outcome === 'answered');
  const first = draft.citations[0]?.passage;
  return first !== undefined && last?.citations[0]?.passage === first;
}

function trendWords(feeling: Feeling): string {
  return feeling.trend === 'steady' ? `at ${feeling.upset.toFixed(2)}` : feeling.trend;
}

function handOver(rule: string, reason: string): Decision {
  return { kind: 'hand_over', rule, reason };
}

function answer(rule: string, reason: string): Decision {
  return { kind: 'try_to_answer', rule, reason };
}

function silent(rule: string, reason: string): Decision {
  return { kind: 'stay_silent', rule, reason };
}
