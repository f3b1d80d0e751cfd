import { describe, expect, test } from 'vitest';
import * as handOver from '../../src/desk/hand-over-words.ts';
import { readSignals } from '../../src/desk/signals.ts';
import * as tone from '../../src/desk/tone.ts';
import type { Feeling, FeelingLabel, SmallTalk } from '../../src/desk/types.ts';

const labels: readonly FeelingLabel[] = [
  'calm',
  'pleased',
  'confusion',
  'disappointment',
  'frustration',
  'anger',
];
const turns = [0, 1, 2, 3];
const answer = 'Open the settings and paste the token.';
const steps = '1. Open the settings.\n2. Paste the token.';
const plain = { offersPerson: false, turn: 0 };

function feel(label: FeelingLabel): Feeling {
  const scores = { anger: 0, frustration: 0, confusion: 0, disappointment: 0 };
  return { label, intensity: 0.6, trend: 'steady', scores, upset: 0.5 };
}

describe('an answer in the tone of the moment', () => {
  test.each(['calm', 'pleased'] as const)('%s: the answer alone', (label) => {
    expect(tone.toneAnswer(answer, feel(label), plain)).toBe(answer);
  });

  test('anger: the trouble acknowledged first, no cheer, a person offered last', () => {
    const text = tone.toneAnswer(answer, feel('anger'), plain);
    expect(text).toMatch(/^I can see this has been a lot of trouble\./);
    expect(text).toMatch(/person[^.]*\.$|person[^?]*\?$|shall I call one\?$/);
    expect(text).not.toContain('!');
  });

  test('frustration: one concrete next step first', () => {
    expect(tone.toneAnswer(steps, feel('frustration'), plain)).toMatch(/first step/);
    expect(tone.toneAnswer(answer, feel('frustration'), plain)).toMatch(/what to do next/);
  });

  test('confusion: the answer, then a check that it was understood', () => {
    expect(tone.toneAnswer(steps, feel('confusion'), plain)).toBe(
      `${steps}\n\nDoes that make it clearer? If one step is unclear, tell me which.`,
    );
  });

  test('disappointment: taken seriously and passed on', () => {
    expect(tone.toneAnswer(answer, feel('disappointment'), plain)).toMatch(/written it down/);
  });

  test.each(labels)('%s: the answer is in it, whole and unchanged', (label) => {
    for (const turn of turns) {
      expect(tone.toneAnswer(steps, feel(label), { offersPerson: true, turn })).toContain(steps);
    }
  });

  test.each(labels)('%s: a person is offered when asked to', (label) => {
    for (const turn of turns) {
      const text = tone.toneAnswer(answer, feel(label), { offersPerson: true, turn });
      expect(text).toContain(tone.offerPerson(feel(label), turn));
    }
  });
});

describe('no article answers', () => {
  test.each(labels)('%s: says so plainly and offers a person', (label) => {
    for (const turn of turns) {
      const text = tone.sayUnknown(feel(label), turn);
      expect(text).toMatch(/article/);
      expect(text).toMatch(/person\?$/);
    }
  });
});

test('never says the same in two consecutive turns', () => {
  for (const label of labels.slice(2)) {
    const say = (turn: number) =>
      tone.toneAnswer(answer, feel(label), { offersPerson: true, turn });
    expect(say(1)).not.toBe(say(2));
    expect(tone.sayUnknown(feel(label), 1)).not.toBe(tone.sayUnknown(feel(label), 2));
  }
});

describe('small talk', () => {
  const profile = { botName: 'Ada', company: 'Acme', topics: ['Connect Slack', 'Prices'] };
  const kinds: readonly SmallTalk[] = [
    'greeting',
    'thanks',
    'goodbye',
    'capabilities',
    'identity',
    'affirmation',
  ];

  test('introduces itself by name and company', () => {
    expect(tone.saySmallTalk('greeting', profile, 0)).toContain("I'm Ada, the support bot of Acme");
    const nameless = { botName: 'Ada', company: undefined, topics: [] };
    expect(tone.saySmallTalk('greeting', nameless, 0)).toContain("I'm Ada, a support bot.");
  });

  test('says that it is a program', () => {
    expect(tone.saySmallTalk('identity', profile, 0)).toContain('a program, not a person');
  });

  test('shows what can be asked, and no empty list', () => {
    expect(tone.saySmallTalk('capabilities', profile, 0)).toContain('- Connect Slack\n- Prices');
    expect(tone.saySmallTalk('capabilities', { ...profile, topics: [] }, 0)).not.toContain(
      'For ex',
    );
  });

  test.each(kinds)('%s has an answer at any turn', (kind) => {
    for (const turn of [...turns, -1, 1.5]) {
      expect(tone.saySmallTalk(kind, profile, turn)).toMatch(/\w[.!?]/);
    }
  });
});

describe('a hand-over', () => {
  const causes = [
    'asked',
    'accepted',
    'upset',
    'asked_again',
    'did_not_help',
    'unknown',
    'failed',
  ] as const satisfies readonly handOver.HandOverCause[];

  test.each(causes)('%s: says that a person is called, not that one was reached', (cause) => {
    for (const label of labels) {
      const text = handOver.openHandOver(feel(label), cause);
      expect(text).toContain("I'm bringing in a person");
      expect(text).not.toMatch(/notified|reached|is here|soon|shortly|will be with you/);
    }
  });

  test('acknowledges the trouble once', () => {
    for (const cause of causes) {
      const text = handOver.openHandOver(feel('anger'), cause);
      expect(text.match(/a lot of trouble/g)).toHaveLength(1);
    }
  });

  const waiting = { reached: 2, hours: null, medianMs: null, fallback: undefined };
  test('promises no time where none is known', () => {
    expect(handOver.sayWaiting(waiting)).toContain("can't promise a time");
  });

  test('says the median wait in words, and that it is no promise', () => {
    const text = handOver.sayWaiting({ ...waiting, medianMs: 11.2 * 60_000 });
    expect(text).toContain('usually answered here within 12 minutes');
    expect(text).toContain("can't promise");
  });

  test.each([
    [5_000, 'a minute'],
    [61_000, '2 minutes'],
    [90 * 60_000, '90 minutes'],
    [91 * 60_000, '2 hours'],
    [50 * 3_600_000, '3 days'],
  ])('%d ms are %s', (medianMs, words) => {
    expect(handOver.sayWaiting({ ...waiting, medianMs })).toContain(`within ${words};`);
  });

  test('says the hours before the median, and another way while the desk is closed', () => {
    const closed = { open: false, text: 'We are here Monday.' };
    const told = { ...waiting, medianMs: 60_000, fallback: 'help@acme.example' };
    expect(handOver.sayWaiting({ ...told, hours: closed })).toBe(
      'I have notified the team. We are here Monday. Until then you can also turn to: help@acme.example',
    );
    expect(handOver.sayWaiting({ ...told, hours: { ...closed, open: true } })).toBe(
      'I have notified the team. We are here Monday.',
    );
  });

  test('says that nobody could be notified, and where else to turn', () => {
    const nobody = { ...waiting, reached: 0, hours: { open: true, text: 'We are here.' } };
    expect(handOver.sayWaiting({ ...nobody, fallback: 'help@acme.example' })).toMatch(
      /could not notify anyone.*kept.*help@acme\.example/,
    );
    expect(handOver.sayWaiting(nobody)).toMatch(/could not notify anyone.*next opens the desk/);
    expect(handOver.sayStillWaiting({ reached: 0, fallback: undefined })).not.toContain('called');
  });

  test('names the agent who takes over', () => {
    expect(handOver.sayClaimed('Dana')).toContain('Dana');
    expect(handOver.sayTransferred('Dana')).toContain('Dana');
    expect(handOver.sayHandedBack('Dana')).toContain('Dana');
  });

  test('tells how long a resolved case can be reopened', () => {
    expect(handOver.sayResolved('Dana', 7)).toContain('within 7 days');
    expect(handOver.sayResolved('Dana', 1)).toContain('within a day');
    expect(handOver.sayResolved('Dana', 0)).not.toContain('within');
  });

  test('the way back to the bot that it names is one it hears', () => {
    const quoted = /"([^"]+)"/.exec(handOver.sayQueued())?.[1] ?? '';
    expect(readSignals(`${quoted} how do I connect Slack?`, []).wantsBot).toBe(true);
  });
});

describe('no sentence of the bot', () => {
  const said = labels.flatMap((label) =>
    turns.flatMap((turn) => [
      tone.toneAnswer(answer, feel(label), { offersPerson: true, turn }),
      tone.toneAnswer(steps, feel(label), { offersPerson: false, turn }),
      tone.sayUnknown(feel(label), turn),
      tone.askBack(turn),
      handOver.openHandOver(feel(label), 'upset'),
      handOver.openHandOver(feel(label), 'failed'),
      handOver.sayFailed(),
    ]),
  );

  test.each([
    ['names a feeling', /\b(?:angry|anger|upset|frustrat\w*|confus\w*|disappoint\w*)\b/i],
    ['claims to know how one feels', /understand how you feel|know how you feel/i],
    ['admits a fault', /our (?:mistake|fault|error)|my (?:mistake|fault)|we (?:messed|failed)/i],
    ['promises a remedy', /refund|compensat|right away|as soon as possible|shortly|we will fix/i],
  ])('%s', (_rule, forbidden) => {
    for (const text of said) expect(text).not.toMatch(forbidden);
  });
});
