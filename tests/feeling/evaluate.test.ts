import { describe, expect, test } from 'vitest';
import type { FeelingSensor } from '../../src/desk/ports.ts';
import { evaluateFeelings, isUpset } from '../../src/feeling/evaluate.ts';

/** Reads the number that a message consists of. */
const numberSensor: FeelingSensor = {
  read: async (text) => ({
    label: 'calm',
    intensity: 0,
    trend: 'steady',
    scores: { anger: 0, frustration: 0, confusion: 0, disappointment: 0 },
    upset: Number(text),
  }),
};

const upset = (score: number) => ({ text: String(score), labels: ['annoyance'] });
const other = (score: number) => ({ text: String(score), labels: ['joy'] });
const evaluate = async (rows: ReturnType<typeof upset>[]) =>
  (await evaluateFeelings(numberSensor, rows, 0.5)).report;

describe('measures how well feelings are read', () => {
  test('a sensor that separates all scores 1', async () => {
    expect(await evaluate([upset(0.9), upset(0.8), other(0.2)])).toMatchObject({
      rows: 3,
      upset: 2,
      auroc: 1,
      f1: 1,
      precision: 1,
      recall: 1,
    });
  });

  test('equal scores say nothing', async () => {
    expect((await evaluate([upset(0.3), other(0.3), other(0.3)])).auroc).toBe(0.5);
  });

  test('an inverted sensor scores 0', async () => {
    expect(await evaluate([upset(0.1), other(0.9)])).toMatchObject({ auroc: 0, f1: 0 });
  });

  test('counts ties by half', async () => {
    expect((await evaluate([upset(0.5), upset(0.9), other(0.5), other(0.1)])).auroc).toBe(0.875);
  });

  test('weighs precision and recall at the threshold, and names the best one besides', async () => {
    const report = await evaluate([upset(0.9), upset(0.3), other(0.6), other(0.1)]);
    expect(report).toMatchObject({ threshold: 0.5, precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(report.best).toMatchObject({ threshold: 0.3, recall: 1, f1: 0.8 });
  });

  test('no rows and one kind of rows are no error', async () => {
    expect(await evaluate([])).toMatchObject({ rows: 0, auroc: 0.5, f1: 0, microsecondsPerRow: 0 });
    expect(await evaluate([other(0.4)])).toMatchObject({ auroc: 0.5, recall: 0 });
  });

  test('gives back each row with what was read', async () => {
    const { predictions } = await evaluateFeelings(numberSensor, [upset(0.7)], 0.5);
    expect(predictions).toEqual([
      {
        text: '0.7',
        labels: ['annoyance'],
        feeling: 'calm',
        scores: { anger: 0, frustration: 0, confusion: 0, disappointment: 0 },
        upset: 0.7,
      },
    ]);
  });

  test.each([
    [['anger'], true],
    [['joy', 'annoyance'], true],
    [['frustration'], true],
    [['confusion'], true],
    [['disappointment'], true],
    [['sadness', 'fear'], false],
    [[], false],
  ])('labels %s are upset: %s', (labels, expected) => {
    expect(isUpset(labels)).toBe(expected);
  });
});
