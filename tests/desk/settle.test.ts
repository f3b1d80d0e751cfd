import { describe, expect, test } from 'vitest';
import { decide, type Situation } from '../../src/desk/decide.ts';
import { settle } from '../../src/desk/settle.ts';
import type { Draft } from '../../src/desk/types.ts';
import {
  citation,
  conversation,
  draft,
  exchange,
  feeling,
  policy,
  signals,
  situation,
  turn,
} from './build.ts';

const mo = { kind: 'person', agent: 'Mo' } as const;
const queue = { kind: 'queue' } as const;
const topics = { topics: ['Invoices'] };

function finish(parts: Partial<Situation>, written: Draft | null) {
  const now = situation(parts);
  return settle(now, decide(now), written, topics);
}

describe('settles a turn', () => {
  test('with an answer and its sources', () => {
    const written = draft();
    expect(finish({}, written)).toMatchObject({
      outcome: 'answered',
      text: written.text,
      citations: [citation],
      confidence: 0.9,
      handsOver: 'nobody',
      withheld: null,
    });
  });

  test.each([
    ['no passage answers', draft({ text: '', citations: [] })],
    ['it is not sure enough', draft({ confidence: 0.49 })],
  ])('by saying that no article answers, where %s', (_, written) => {
    const settlement = finish({}, written);
    expect(settlement).toMatchObject({ outcome: 'unknown', citations: [], withheld: null });
    expect(settlement.text).not.toContain('Open Billing');
    expect(settlement.text).toMatch(/person|someone|colleague/i);
  });

  test('as sure as the policy asks for', () => {
    const strict = { policy: policy({ thresholds: { answer: 0.95 } }) };
    expect(finish(strict, draft()).outcome).toBe('unknown');
    const lax = { policy: policy({ thresholds: { answer: 0.1 } }) };
    expect(finish(lax, draft({ confidence: 0.2 })).outcome).toBe('answered');
  });

  test('by calling a person to an upset customer whom no article answers', () => {
    const upset = { feeling: feeling('frustration', 0.5) };
    const settlement = finish(upset, draft({ confidence: 0.4 }));
    expect(settlement).toMatchObject({
      outcome: 'handed_over',
      rule: 'no_answer_and_upset',
      handsOver: 'to_queue',
      citations: [],
    });
    expect(settlement.withheld?.text).toBe(draft().text);
  });

  test('by showing an agent a doubtful answer, but no guess', () => {
    const upset = { feeling: feeling('anger', 0.9) };
    expect(finish(upset, draft({ confidence: 0.3 })).withheld).not.toBeNull();
    expect(finish(upset, draft({ confidence: 0.2 })).withheld).toBeNull();
    expect(finish(upset, draft({ text: '' })).withheld).toBeNull();
  });

  test('by calling a person where no answer could be finished, and saying so', () => {
    const settlement = finish({}, null);
    expect(settlement).toMatchObject({
      outcome: 'handed_over',
      rule: 'failed',
      handsOver: 'to_queue',
    });
    expect(settlement.text).toMatch(/could not finish/);
  });

  test('by offering a person rather than saying the same again', () => {
    const asked = conversation({ exchanges: [exchange()] });
    const again = { conversation: asked, signals: signals({ asksAgain: true }) };
    const same = finish(again, draft());
    expect(same).toMatchObject({ outcome: 'offered', handsOver: 'nobody', citations: [] });
    expect(same.text).not.toContain(draft().text);
    const other = draft({ text: 'Or by mail.', citations: [{ ...citation, passage: 'other' }] });
    expect(finish(again, other)).toMatchObject({ outcome: 'answered' });
  });

  test('in silence while a person or the queue has the conversation', () => {
    for (const holder of [mo, queue]) {
      const settlement = finish({ conversation: conversation({ holder }) }, null);
      expect(settlement).toMatchObject({ text: '', outcome: 'handed_over', handsOver: 'nobody' });
    }
  });

  test.each(['unknown', 'offered', 'answered', 'chat', 'handed_over'] as const)(
    'with a reason in words (%s)',
    (outcome) => {
      const cases: Record<string, [Partial<Situation>, Draft | null]> = {
        unknown: [{}, draft({ text: '' })],
        offered: [{ signals: signals({ didNotHelp: true }) }, null],
        answered: [{}, draft()],
        chat: [{ signals: signals({ smallTalk: 'greeting' }) }, null],
        handed_over: [{ signals: signals({ wantsPerson: true }) }, draft()],
      };
      const [parts, written] = cases[outcome] ?? [{}, null];
      const settlement = finish(parts, written);
      expect(settlement.outcome).toBe(outcome);
      expect(settlement.reason).toMatch(/\w+ \w+ \w+/);
      expect(settlement.rule).toMatch(/^[a-z_]+$/);
    },
  );
});

test('takes praise that no article answers for praise', () => {
  const settled = settle(
    situation({ turn: turn({ text: 'Thank you, great service' }), feeling: feeling('pleased') }),
    { kind: 'try_to_answer', rule: 'question', reason: '' },
    draft({ confidence: 0.1 }),
    { topics: [] },
  );
  expect(settled).toMatchObject({ outcome: 'chat', rule: 'praise' });
});

test('but takes praise of something else for a question', () => {
  const settled = finish(
    { turn: turn({ text: 'best pizza in town' }), feeling: feeling('pleased') },
    draft({ confidence: 0.1 }),
  );
  expect(settled.outcome).toBe('unknown');
});
