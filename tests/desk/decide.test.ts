import { describe, expect, test } from 'vitest';
import { decide, type Situation } from '../../src/desk/decide.ts';
import type { Decision } from '../../src/desk/types.ts';
import { day, noon } from '../held-clock.ts';
import {
  conversation,
  escalation,
  exchange,
  feeling,
  policy,
  signals,
  situation,
  turn,
} from './build.ts';

const afterTrouble = conversation({ exchanges: [exchange({ outcome: 'unknown' })] });
const resolved = escalation({ state: 'resolved', endedAt: noon - 6 * day });
const mo = { kind: 'person', agent: 'Mo' } as const;
const queue = { kind: 'queue' } as const;

interface Row {
  readonly when: string;
  readonly parts: Partial<Situation>;
  readonly kind: Decision['kind'];
  readonly rule: string;
  /** What an agent reads. */
  readonly reason: RegExp;
}

const rows: readonly Row[] = [
  {
    when: 'a person has the conversation, whatever is said',
    parts: {
      conversation: conversation({ holder: mo }),
      signals: signals({ wantsPerson: true, wantsBot: true, smallTalk: 'thanks' }),
      feeling: feeling('anger', 1),
    },
    kind: 'stay_silent',
    rule: 'person_holds',
    reason: /^Mo has the conversation$/,
  },
  {
    when: 'the customer waits for a person and writes more',
    parts: { conversation: conversation({ holder: queue }), feeling: feeling('anger', 1) },
    kind: 'stay_silent',
    rule: 'in_queue',
    reason: /waits for a person/,
  },
  {
    when: 'the customer waits and asks the bot by name',
    parts: {
      conversation: conversation({ holder: queue }),
      turn: turn({ text: '@bot how do I pay?' }),
    },
    kind: 'try_to_answer',
    rule: 'asked_in_queue',
    reason: /asked the bot while waiting/,
  },
  {
    when: 'somebody else would rather have the bot than the person whom the customer waits for',
    parts: {
      conversation: conversation({ holder: queue }),
      signals: signals({ wantsBot: true }),
      turn: turn({ text: 'bot', customerId: 'bystander-1', hearing: 'called' }),
    },
    kind: 'stay_silent',
    rule: 'in_queue',
    reason: /waits for a person/,
  },
  {
    when: 'the customer waits and would rather have the bot',
    parts: {
      conversation: conversation({ holder: queue }),
      signals: signals({ wantsBot: true }),
      turn: turn({ text: 'never mind the person' }),
    },
    kind: 'return_to_bot',
    rule: 'wants_bot',
    reason: /asked for the bot/,
  },
  {
    when: 'the customer writes again about a case resolved six days ago',
    parts: { conversation: conversation({ escalation: resolved }) },
    kind: 'hand_over',
    rule: 'reopened',
    reason: /resolved case/,
  },
  {
    when: 'the customer asks for a person',
    parts: { signals: signals({ wantsPerson: true, smallTalk: 'greeting' }) },
    kind: 'hand_over',
    rule: 'asked_for_person',
    reason: /asked for a person/,
  },
  {
    when: 'the customer says yes to the offer of a person',
    parts: {
      conversation: conversation({ exchanges: [exchange({ outcome: 'offered' })] }),
      signals: signals({ accepts: true, smallTalk: 'affirmation' }),
    },
    kind: 'hand_over',
    rule: 'accepted_offer',
    reason: /said yes to a person/,
  },
  {
    when: 'the customer says yes after "no article answers", which offers a person too',
    parts: { conversation: afterTrouble, signals: signals({ accepts: true }) },
    kind: 'hand_over',
    rule: 'accepted_offer',
    reason: /said yes/,
  },
  {
    when: 'the customer is very upset',
    parts: { feeling: { ...feeling('anger', 0.8), trend: 'rising' } },
    kind: 'hand_over',
    rule: 'upset',
    reason: /upset \(anger, rising\)/,
  },
  {
    when: 'the customer asks the same again after an earlier trouble',
    parts: { conversation: afterTrouble, signals: signals({ asksAgain: true }) },
    kind: 'hand_over',
    rule: 'asked_again',
    reason: /the same again/,
  },
  {
    when: 'it did not help a second time',
    parts: { conversation: afterTrouble, signals: signals({ didNotHelp: true }) },
    kind: 'hand_over',
    rule: 'did_not_help',
    reason: /again that it did not help/,
  },
  {
    when: 'it did not help',
    parts: { signals: signals({ didNotHelp: true }) },
    kind: 'offer_person',
    rule: 'did_not_help',
    reason: /did not help/,
  },
  {
    when: 'the customer says thanks',
    parts: { signals: signals({ smallTalk: 'thanks' }) },
    kind: 'small_talk',
    rule: 'thanks',
    reason: /nothing to look up/,
  },
  {
    when: 'the customer does not understand an answer',
    parts: {
      conversation: conversation({ exchanges: [exchange()] }),
      signals: signals({ lost: true }),
    },
    kind: 'ask_back',
    rule: 'unclear',
    reason: /does not understand/,
  },
  {
    when: 'the customer still does not understand',
    parts: {
      conversation: conversation({ exchanges: [exchange({ rule: 'unclear' })] }),
      signals: signals({ lost: true }),
    },
    kind: 'offer_person',
    rule: 'unclear',
    reason: /does not understand/,
  },
  {
    when: 'the customer asks the same once more',
    parts: { signals: signals({ asksAgain: true }) },
    kind: 'try_to_answer',
    rule: 'asked_again',
    reason: /once more/,
  },
  {
    when: 'the customer asks something',
    parts: {},
    kind: 'try_to_answer',
    rule: 'question',
    reason: /the bot holds/,
  },
];

describe('decides, with its reason, when', () => {
  test.each(rows)('$when: $kind', ({ parts, kind, rule, reason }) => {
    const decision = decide(situation(parts));
    expect(decision).toMatchObject({ kind, rule });
    expect(decision.reason).toMatch(reason);
  });

  test('a resolved case is reopened within the days of the policy, not after them', () => {
    const old = escalation({ state: 'resolved', endedAt: noon - 8 * day });
    const late = situation({ conversation: conversation({ escalation: old }) });
    expect(decide(late).kind).toBe('try_to_answer');
    const patient = policy({ serviceLevels: { reopenDays: 10 } });
    expect(decide({ ...late, policy: patient }).rule).toBe('reopened');
  });

  test('thanks does not reopen a resolved case, and neither does one handed back', () => {
    const thanks = { signals: signals({ smallTalk: 'thanks' }) };
    const done = conversation({ escalation: resolved });
    expect(decide(situation({ ...thanks, conversation: done })).kind).toBe('small_talk');
    const handedBack = escalation({ state: 'handed_back', endedAt: noon - 1 });
    const back = situation({ conversation: conversation({ escalation: handedBack }) });
    expect(decide(back).rule).toBe('question');
  });

  test('a plain yes calls nobody where no person was offered', () => {
    const yes = signals({ accepts: true, smallTalk: 'affirmation' });
    const answered = conversation({ exchanges: [exchange()] });
    expect(decide(situation({ conversation: answered, signals: yes })).kind).toBe('small_talk');
  });

  test('troubles from before a person had the conversation count no more', () => {
    const before = exchange({ outcome: 'unknown', at: noon - 2 });
    const ended = escalation({ state: 'handed_back', endedAt: noon - 1 });
    const again = conversation({ exchanges: [before], escalation: ended });
    const failed = situation({ conversation: again, signals: signals({ didNotHelp: true }) });
    expect(decide(failed).kind).toBe('offer_person');
  });

  test('a bad mark counts as a trouble', () => {
    const marked = conversation({ exchanges: [exchange({ mark: 'not_helpful' })] });
    const failed = situation({ conversation: marked, signals: signals({ didNotHelp: true }) });
    expect(decide(failed)).toMatchObject({ kind: 'hand_over', rule: 'did_not_help' });
  });
});
