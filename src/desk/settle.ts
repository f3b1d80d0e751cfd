/** How a turn ends, pure: what is said and done, each with its reason. */
import { handOver, offersBeside, type Situation, silent } from './decide.ts';
import { type HandOverCause, openHandOver, sayFailed } from './hand-over-words.ts';
import type { Policy } from './policy.ts';
import {
  askBack,
  offerPerson,
  sayCannotRead,
  saySmallTalk,
  sayUnknown,
  toneAnswer,
} from './tone.ts';
import type { Conversation, Decision, Draft, Settlement } from './types.ts';

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
  const { attachments } = situation.turn;
  const toned = toneAnswer(draft.text, feeling, { offersPerson, turn });
  const text = attachments.length > 0 ? `${toned}\n\n${sayCannotRead(attachments)}` : toned;
  return { ...base, outcome: 'answered', text, citations: draft.citations };
}

function settleUnknown(situation: Situation, draft: Draft): Settlement {
  const { conversation, feeling, policy, turn } = situation;
  if (turn.attachments.length > 0 && conversation.holder.kind === 'bot') {
    const decision = handOver('attachment', 'no article answers, and the bot cannot read the file');
    return settleHandOver(situation, decision, draft);
  }
  if (conversation.holder.kind === 'bot' && feeling.upset >= policy.thresholds.offer) {
    const decision = handOver(
      'no_answer_and_upset',
      'no article answers, and the customer seems upset',
    );
    return settleHandOver(situation, decision, draft);
  }
  if (feeling.label === 'pleased' && thanks.test(turn.text)) {
    const reason = 'the customer says that they are pleased';
    return { ...silence, outcome: 'chat', rule: 'praise', reason, text: sayThanks(conversation) };
  }
  if (turn.hearing === 'when_confident' && conversation.exchanges.length === 0) {
    return {
      ...silence,
      outcome: 'unknown',
      rule: 'not_confident',
      reason: 'no article answers this well enough, and the bot speaks up here only where one does',
      confidence: draft.confidence,
    };
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
  attachment: 'attachment',
  failed: 'failed',
};

const silence = {
  text: '',
  citations: [],
  confidence: 0,
  withheld: null,
  handsOver: 'nobody',
} as const;

function saysTheSame(conversation: Conversation, draft: Draft): boolean {
  const last = conversation.exchanges.findLast((exchange) => exchange.outcome === 'answered');
  const first = draft.citations[0]?.passage;
  return first !== undefined && last?.citations[0]?.passage === first;
}
