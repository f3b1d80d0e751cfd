import { expect, test } from 'vitest';
import { findGaps } from '../../src/voice/gaps.ts';
import { readMoment } from '../../src/voice/period.ts';
import { citation } from '../desk/build.ts';
import { day, hour, noon } from '../held-clock.ts';
import { always, openVoice } from './open-voice.ts';

const unknown = { outcome: 'unknown', answer: 'I do not know.', citations: [] } as const;

test('lists what nobody could answer, the most frequent first, in the newest words', async () => {
  const { db, asks } = await openVoice();
  await asks('Ada', { ...unknown, question: 'Do you ship to Malta?', at: noon });
  await asks('Bo', { ...unknown, question: 'Is there a dark mode?', at: noon + 1 });
  await asks('Bo', { ...unknown, question: 'do you ship to malta', at: noon + 2 });
  await asks('Cy', { ...unknown, question: 'How do I ship to Malta?', at: noon + 3 });
  await asks('Cy', { question: 'How do I pay?', at: noon + 4 });
  expect(await findGaps(db, always, 10)).toEqual([
    {
      question: 'How do I ship to Malta?',
      count: 3,
      customers: 3,
      unanswered: 3,
      markedBad: 0,
      article: null,
      lastAt: noon + 3,
    },
    expect.objectContaining({ question: 'Is there a dark mode?', count: 1 }),
  ]);
  expect(await findGaps(db, always, 1)).toHaveLength(1);
});

test('counts an answer that was marked as not helpful, with the article to mend', async () => {
  const { db, asks } = await openVoice();
  await asks('Ada', { question: 'How do I pay?', mark: 'not_helpful' });
  await asks('Bo', { question: 'How do I export?', mark: 'helpful' });
  expect(await findGaps(db, always, 10)).toMatchObject([
    { question: 'How do I pay?', markedBad: 1, unanswered: 0, article: citation.article },
  ]);
});

test('counts a question that no article answered even where a person was called for it', async () => {
  const { db, asks } = await openVoice();
  await asks('Ada', {
    question: 'Why was I charged twice?',
    outcome: 'handed_over',
    rule: 'no_answer_and_upset',
  });
  await asks('Bo', { question: 'A person!', outcome: 'handed_over', rule: 'asked_for_person' });
  expect(await findGaps(db, always, 10)).toMatchObject([{ question: 'Why was I charged twice?' }]);
});

test('does not count one customer who asks again and again as many', async () => {
  const { db, asks } = await openVoice();
  for (let time = 0; time < 3; time += 1) {
    await asks('Ada', { ...unknown, question: 'Do you ship to Malta?', at: noon + time });
  }
  expect(await findGaps(db, always, 10)).toMatchObject([{ count: 3, customers: 1 }]);
});

test('looks at the time that was asked for, its beginning included and its end not', async () => {
  const { db, asks } = await openVoice();
  await asks('Ada', { ...unknown, question: 'the first', at: noon });
  await asks('Bo', { ...unknown, question: 'the second', at: noon + day });
  const on = (since: number, until: number) => findGaps(db, { since, until }, 10);
  expect(await on(noon, noon + day)).toMatchObject([{ question: 'the first' }]);
  expect(await on(noon + 1, noon + day + 1)).toMatchObject([{ question: 'the second' }]);
});

test.each([
  ['7d', noon - 7 * day],
  ['24h', noon - 24 * hour],
  ['2w', noon - 14 * day],
  ['2026-01-31', Date.parse('2026-01-31T00:00:00Z')],
  ['yesterday', null],
  ['', null],
  ['7', null],
  ['2026-13-45', null],
  ['99999999999999999999d', null],
])('reads "%s" as a moment', (text, at) => {
  expect(readMoment(text, noon)).toBe(at);
});
