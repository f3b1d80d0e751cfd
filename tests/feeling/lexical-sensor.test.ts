import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Feeling } from '../../src/desk/types.ts';
import { evaluateFeelings } from '../../src/feeling/evaluate.ts';
import { createLexicalSensor } from '../../src/feeling/lexical-sensor.ts';
import { evalPath, hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';

const offer = 0.45;
const handOver = 0.75;
const sensor = createLexicalSensor();

async function readTurns(...texts: readonly string[]): Promise<readonly Feeling[]> {
  const readings: Feeling[] = [];
  for (const text of texts) readings.push(await sensor.read(text, readings));
  return readings;
}

describe('hears that a person should be called at once', () => {
  test.each([
    'THIS IS RIDICULOUS!!! Third time I ask, fix it NOW',
    'I want my money back!',
    'this is unacceptable, I am furious',
    'what the fuck is wrong with you people',
    'I am sick and tired of this. You will hear from my lawyer.',
    'This is outrageous!!! How many times do I have to explain it?',
    '🤬🤬🤬',
  ])('%s', async (text) => {
    expect((await sensor.read(text, [])).upset).toBeGreaterThanOrEqual(handOver);
  });
});

describe('hears that a person should be offered', () => {
  test.each([
    ['this is annoying', 'frustration'],
    ['useless', 'frustration'],
    ['what a waste of time', 'frustration'],
    ['it is still not working', 'frustration'],
    ['I am really frustrated', 'frustration'],
    ['you let me down', 'disappointment'],
    ['I am very disappointed', 'disappointment'],
    ['not good at all', 'disappointment'],
    ['this bot is stupid', 'anger'],
    ['I will cancel if this is not fixed', 'anger'],
    ['😡', 'anger'],
    ['thanks for nothing', 'frustration'],
  ])('%s is %s', async (text, label) => {
    const feeling = await sensor.read(text, []);
    expect(feeling.upset).toBeGreaterThanOrEqual(offer);
    expect(feeling.upset).toBeLessThan(handOver);
    expect(feeling.label).toBe(label);
  });
});

describe('takes a technical question as calm', () => {
  test.each([
    'How do I kill the process?',
    'fatal error on start',
    'how do I fix a crash',
    'which user agent does it send?',
    'abort',
    'my build failed, how do I fix it?',
    'How do I connect Slack?',
    'How do I stop the bot?',
    'How do I cancel my subscription?',
    'Is there a dumb mode for the terminal?',
    'How does garbage collection work?',
    'What is the HTTP API URL in JSON?',
    'I get a bad request with status 400',
    'When is a customer angry?',
    'how does it tell frustrated users from calm ones',
    'how does it know someone is angry',
    'how angry must a customer be',
    'how do I stop it',
    'Why does the bot not answer at night?',
    'The page is broken and the link fails',
    '```\nWTF THIS IS FUCKED\n```\nwhat does this log line mean?',
    '',
  ])('%s', async (text) => {
    const feeling = await sensor.read(text, []);
    expect(feeling.label).toBe('calm');
    expect(feeling.upset).toBeLessThan(0.3);
  });
});

describe('hears confusion, and does not take it for anger', () => {
  test.each([
    "I don't get it",
    'I dont understand this',
    'what do you mean?',
    'what do you mean???',
    'that makes no sense',
    "I'm lost",
    'this is so confusing',
    '🤔',
  ])('%s', async (text) => {
    const feeling = await sensor.read(text, []);
    expect(feeling.label).toBe('confusion');
    expect(feeling.upset).toBeLessThan(offer);
  });
});

describe('hears praise, however loud', () => {
  test.each([
    'thanks!',
    'THANK YOU SO MUCH!!!',
    'great, it works',
    '❤️',
    'I love it',
    'not bad, thanks',
  ])('%s', async (text) => {
    const feeling = await sensor.read(text, []);
    expect(feeling.label).toBe('pleased');
    expect(feeling.upset).toBeLessThan(0.2);
  });

  test('a thank-you with a complaint is not praise', async () => {
    expect((await sensor.read('Thanks, but it still fails', [])).label).toBe('frustration');
  });
});

describe('keeps the temperature of a conversation', () => {
  test('two irritations weigh more than one', async () => {
    const [first, second] = await readTurns('ugh, wrong answer', 'ugh, wrong answer');
    expect(second?.upset).toBeGreaterThan(first?.upset ?? 1);
  });

  test('upset dies down over calm turns and is said to fall', async () => {
    const turns = await readTurns(
      'This is ridiculous, I am furious!',
      'How do I connect Slack?',
      'And how do I connect Discord?',
    );
    const [angry, calmer, calm] = turns.map(({ upset }) => upset);
    expect(calmer).toBeLessThan(offer);
    expect(calmer).toBeGreaterThan(calm ?? 1);
    expect(angry).toBeGreaterThan(handOver);
    expect(turns.map(({ trend }) => trend)).toEqual(['steady', 'falling', 'falling']);
  });

  test('rising upset is said to rise', async () => {
    const turns = await readTurns(
      'How do I connect Slack?',
      'this is annoying',
      'THIS IS A JOKE!!!',
    );
    expect(turns.map(({ trend }) => trend)).toEqual(['steady', 'rising', 'rising']);
  });

  test('a pleased customer carries no upset on', async () => {
    const turns = await readTurns('this is so annoying!', 'great, that worked, thank you!');
    expect(turns.at(-1)).toMatchObject({ label: 'pleased', trend: 'falling' });
    expect(turns.at(-1)?.upset).toBeLessThan(0.1);
  });
});

describe('reads whatever comes', () => {
  const inRange = (feeling: Feeling) =>
    [feeling.upset, feeling.intensity, ...Object.values(feeling.scores)].every(
      (score) => score >= 0 && score <= 1,
    );

  test.each([
    ['letters', 'a'.repeat(40_000)],
    ['curses', 'fuck '.repeat(8_000)],
    ['marks', '?!'.repeat(20_000)],
    ['emoji', '😡'.repeat(20_000)],
    ['back-ticks', '`'.repeat(40_000)],
    ['negations', "don't ".repeat(6_600)],
  ])('40,000 characters of %s within 20 ms', async (_name, text) => {
    await sensor.read(text, []);
    const startedAt = performance.now();
    const feeling = await sensor.read(text, []);
    expect(performance.now() - startedAt).toBeLessThan(20);
    expect(inRange(feeling)).toBe(true);
  });

  test.skipIf(!hasNaughtyStrings)(`every hostile string: ${whyNoEvalData}`, async () => {
    for (const text of readNaughtyStrings())
      expect(inRange(await sensor.read(text, []))).toBe(true);
  });
});

const messages = evalPath('goemotions', 'dev.jsonl');
test.skipIf(!existsSync(messages))(
  `ranks upset messages of strangers above others, at 50 µs a message: ${whyNoEvalData}`,
  async () => {
    const lines = readFileSync(messages, 'utf8').trim().split('\n');
    const rows = lines.map((line) => JSON.parse(line));
    await evaluateFeelings(sensor, rows, offer);
    const { report } = await evaluateFeelings(sensor, rows, offer);
    expect(report.auroc).toBeGreaterThan(0.75);
    expect(report.f1).toBeGreaterThan(0.38);
    expect(report.microsecondsPerRow).toBeLessThan(50);
  },
);
