/** The policy, pure: what to do with a turn, and why. */
import { questionToBot } from './address.ts';
import { isRequest } from './is-request.ts';
import { peopleTalk } from './listen.ts';
import type { Policy } from './policy.ts';
import type { Conversation, Decision, Exchange, Feeling, Signals, Turn } from './types.ts';

export interface Situation {
  readonly turn: Turn;
  readonly conversation: Conversation;
  readonly signals: Signals;
  readonly feeling: Feeling;
  readonly policy: Policy;
  readonly now: number;
}

/** Before anything is searched or written. The first rule that fits decides. */
export function decide(situation: Situation): Decision {
  const { turn, conversation, signals, feeling, policy } = situation;
  const { holder } = conversation;
  if (holder.kind === 'person') {
    return silent('person_holds', `${holder.agent} has the conversation`);
  }
  if (holder.kind === 'queue') return decideInQueue(situation);
  if (isOverheard(turn) && peopleTalk(conversation, turn)) {
    return silent('people_talk', 'people are talking; the bot waits until it is addressed');
  }
  if (isOverheard(turn) && toSomebody.test(turn.text)) {
    return silent('to_somebody', 'the customer wrote to somebody else');
  }
  if (isReopening(situation)) {
    return handOver('reopened', 'the customer wrote again about a resolved case');
  }
  if (signals.wantsPerson) {
    return handOver('asked_for_person', `${whoAsks(situation)} asked for a person`);
  }
  if (signals.accepts && personWasOffered(conversation, policy)) {
    return handOver('accepted_offer', 'the customer said yes to a person');
  }
  if (feeling.upset >= policy.thresholds.handOver) {
    return handOver('upset', `the customer seems upset (${feeling.label}, ${trendWords(feeling)})`);
  }
  if (turn.attachments.length > 0 && !isRequest(turn.text)) {
    return handOver('attachment', 'the customer sent a file that the bot cannot read');
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

/** In a thread others may call the bot too; the agent is told so. */
function whoAsks({ turn, conversation }: Situation): string {
  return turn.customerId === conversation.customer.id ? 'the customer' : 'somebody else there';
}

/** Heard by the policy of the place, and not spoken to the bot itself. */
function isOverheard({ hearing }: Turn): boolean {
  return hearing !== 'called' && hearing !== 'direct';
}

const toSomebody = /^@\S/;

function decideInQueue({ turn, conversation, signals }: Situation): Decision {
  const { text, hearing, customerId } = turn;
  if (questionToBot(text) !== null || (hearing === 'called' && /\S\s+\S/.test(text))) {
    return answer('asked_in_queue', 'the customer asked the bot while waiting');
  }
  // Nobody else may give up the place in the queue of whoever waits.
  if (signals.wantsBot && customerId === conversation.customer.id) {
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
  // Where only an article would have spoken up, nothing was said and nobody offered.
  if (last.outcome === 'offered' || last.outcome === 'unknown') return last.answer !== '';
  if (last.mark === 'not_helpful') return true;
  return last.outcome === 'answered' && offersBeside(last.feeling, last.rule, policy);
}

/** Whether an answer comes with the offer of a person. */
export function offersBeside(feeling: Feeling, rule: string, policy: Policy): boolean {
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

function trendWords(feeling: Feeling): string {
  return feeling.trend === 'steady' ? `at ${feeling.upset.toFixed(2)}` : feeling.trend;
}

export function handOver(rule: string, reason: string): Decision {
  return { kind: 'hand_over', rule, reason };
}

function answer(rule: string, reason: string): Decision {
  return { kind: 'try_to_answer', rule, reason };
}

export function silent(rule: string, reason: string): Decision {
  return { kind: 'stay_silent', rule, reason };
}
