import { describe, expect, test } from 'vitest';
import { leansOnContext, readSignals } from '../../src/desk/signals.ts';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';

test('hears a plea for a person beside everything else', () => {
  const signals = readSignals("That didn't help. Can I talk to a human?", ['How do I log in?']);
  expect(signals).toMatchObject({ wantsPerson: true, didNotHelp: true, smallTalk: null });
});

describe('hears that the bot is asked for again', () => {
  test.each([
    '@earshot how do I connect Slack?',
    'back to the bot',
    'can I go back to the bot please',
    'ask the bot',
    'let the bot answer this',
    'bot, what about Discord?',
    'never mind the person',
    'I no longer need a human',
  ])('%s', (text) => {
    expect(readSignals(text, []).wantsBot).toBe(true);
  });

  test.each([
    'the bot was useless',
    'how do agents hand a thread back to the bot?',
    'my order is 1234',
    'are you there?',
    'what does the bot do at night?',
  ])('not in: %s', (text) => {
    expect(readSignals(text, []).wantsBot).toBe(false);
  });
});

describe('hears that an answer did not help', () => {
  const earlier = ['How do I connect Slack?'];
  test.each([
    'that did not help',
    "That didn't help at all",
    "doesn't work",
    "it still doesn't work",
    'wrong answer',
    'not what I asked',
    "that's not what I meant",
    "no, that's not it",
    'No. That is wrong.',
    "you didn't answer my question",
    'this is not helpful',
    'still the same error',
    'I already tried that',
    'same problem again',
    "thanks, but it still fails and that didn't help",
    'no help',
    'did not help',
    'why is it still not working',
    'still not working',
  ])('%s', (text) => {
    expect(readSignals(text, earlier).didNotHelp).toBe(true);
  });

  test.each([
    'that helped, thanks',
    'does this help with SEO?',
    'and on Discord?',
    'How do I fix a wrong link in an article?',
    'what if the customer says it did nothing?',
    'ok, what is the next step?',
  ])('not in: %s', (text) => {
    expect(readSignals(text, earlier).didNotHelp).toBe(false);
  });

  test('a first message that tells of a failure is a question, not a verdict on an answer', () => {
    expect(readSignals("I installed it and it doesn't work", []).didNotHelp).toBe(false);
    expect(readSignals('Slack login still fails', []).didNotHelp).toBe(false);
  });
});

describe('hears the same question again', () => {
  test.each([
    ['How do I connect Slack?', 'how do i connect slack'],
    ['How do I connect Slack?', 'How can I get Slack connected??'],
    ['How do I reset my password?', 'I asked how to reset the password'],
    ['Where are the logs stored?', 'I am asking again: where do you store the logs'],
    ['How do I export conversations?', 'how can I export all of my conversations please'],
    ['slack?', 'slack?'],
    ['What does it cost?', 'THIS IS RIDICULOUS!!! Third time I ask'],
    ['Where are the logs stored?', 'I already asked you this'],
    ['What is the price for ten seats?', 'still not working. What is the price for ten seats'],
  ])('%s · %s', (earlier, text) => {
    expect(readSignals(text, ['Hello', earlier]).asksAgain).toBe(true);
  });

  test.each([
    ['How do I connect Slack?', 'and on Discord?'],
    ['How do I connect Slack?', 'How do I connect Discord?'],
    ['How do I connect Slack?', 'How do I disconnect Slack?'],
    ['How do I turn on emails?', 'How do I turn off emails?'],
    ['How do I enable the dark mode?', 'How do I disable the dark mode?'],
    ['How do I export conversations as CSV?', 'How do I export conversations as JSONL?'],
    ['How do I add a channel in Slack?', 'How do I delete a channel in Slack?'],
    ['ok', 'ok'],
    ['thanks', 'thanks!'],
    ['How do I connect Slack?', 'thanks'],
    ['How do I connect Slack?', ''],
  ])('not in: %s · %s', (earlier, text) => {
    expect(readSignals(text, [earlier]).asksAgain).toBe(false);
  });
});

describe('takes a plain yes as a yes', () => {
  test.each(['yes please', 'yeah', 'ok do that', 'Yes!', 'sure, go ahead', '👍', 'YES', 'ok'])(
    '%s',
    (text) => expect(readSignals(text, []).accepts).toBe(true),
  );
  test.each(['no', 'yes but first tell me how', 'yes I tried that', 'is that ok?', '', 'thanks'])(
    'not: %s',
    (text) => expect(readSignals(text, []).accepts).toBe(false),
  );
});

describe('knows small talk', () => {
  test.each([
    ['hi', 'greeting'],
    ['Hello there!', 'greeting'],
    ['heyyyy', 'greeting'],
    ['👋', 'greeting'],
    ['good morning everyone', 'greeting'],
    ['thanks', 'thanks'],
    ['Thank you so much for your help!', 'thanks'],
    ['ok thanks', 'thanks'],
    ['great, that worked!', 'thanks'],
    ['bye', 'goodbye'],
    ["no, that's all, thanks", 'goodbye'],
    ['what can you do?', 'capabilities'],
    ['Hi, what can you do?', 'capabilities'],
    ['help', 'capabilities'],
    ['are you a bot?', 'identity'],
    ['Hi! Who are you?', 'identity'],
    ['am I talking to a real person?', 'identity'],
    ['ok', 'affirmation'],
    ['got it', 'affirmation'],
    ['great', 'affirmation'],
  ])('%s is %s', (text, kind) => {
    expect(readSignals(text, []).smallTalk).toBe(kind);
  });

  test.each([
    'hi, how do I connect slack?',
    'thanks, but it still fails',
    'thanks for nothing',
    'hello world program does not start',
    'help me connect Slack',
    'ok but why',
    'great, another error',
    'what can you do about refunds?',
    'who are you to tell me that',
    '',
    '???',
    'constructor',
    '__proto__',
  ])('more than small talk: %s', (text) => {
    expect(readSignals(text, []).smallTalk).toBe(null);
  });
});

describe('knows a turn that leans on the one before', () => {
  test.each([
    'and on Discord?',
    'what about teams?',
    'how?',
    'why not?',
    'how do I delete it?',
    'does it work on Discord?',
    'on Discord?',
    'for how long?',
    'where do I find that?',
    'can you explain?',
    'which one?',
  ])('%s', (text) => expect(leansOnContext(text)).toBe(true));

  test.each([
    'How do I connect Slack?',
    'Is it possible to export conversations?',
    'What does the bot do when nobody answers at night?',
    'Where are logs stored?',
    'hi',
    '',
  ])('not: %s', (text) => expect(leansOnContext(text)).toBe(false));
});

describe('stays quick and whole', () => {
  const long = 40_000;
  test.each([
    ['one letter', 'a'.repeat(long)],
    ['spaces', ' '.repeat(long)],
    ['words', 'talk to '.repeat(long / 8)],
    ['pleas begun', 'I want a real live human support '.repeat(1_200)],
    ['negations', "don't want to need to ".repeat(1_800)],
    ['back-ticks', '`'.repeat(long)],
    ['bot words', 'no not the the the bot '.repeat(1_800)],
    ['still', 'no, no, still still not '.repeat(1_700)],
    ['links', 'https://'.repeat(long / 8)],
    ['apostrophes', "'".repeat(long)],
    ['new lines', '\n'.repeat(long)],
    ['emoji', '😡'.repeat(long / 2)],
  ])('reads 40,000 characters of %s within 50 ms', (_name, text) => {
    const tookMs = [1, 2, 3].map(() => {
      const startedAt = performance.now();
      readSignals(text, ['How do I connect Slack?']);
      leansOnContext(text);
      return performance.now() - startedAt;
    });
    expect(Math.min(...tookMs)).toBeLessThan(50);
  });

  test.skipIf(!hasNaughtyStrings)(`reads every hostile string: ${whyNoEvalData}`, () => {
    const strings = readNaughtyStrings();
    for (const text of strings) {
      expect(readSignals(text, strings)).toMatchObject({ wantsPerson: false });
      expect(typeof leansOnContext(text)).toBe('boolean');
    }
  });
});

describe('hears that an answer was not understood', () => {
  test.each([
    'I dont get it',
    "Sorry, I don't understand",
    'what do you mean?',
    'That is confusing.',
    'huh?',
  ])('%s', (text) => expect(readSignals(text, ['How do I connect Slack?']).lost).toBe(true));

  test.each([
    "I don't get the invoice",
    'what do you mean by epoch',
    'I am lost on step 3',
    'what is a passage?',
  ])('but not in: %s', (text) =>
    expect(readSignals(text, ['How do I connect Slack?']).lost).toBe(false),
  );
});

test('takes "how often must I …" for a question, and "how often must I ask" for a complaint', () => {
  expect(readSignals('how often should I descale?', []).asksAgain).toBe(false);
  expect(readSignals('how many times do I have to ask?', []).asksAgain).toBe(true);
});

test('takes a plain no to an offer for what it is', () => {
  expect(readSignals('no thanks', ['Boats?'])).toMatchObject({
    smallTalk: 'affirmation',
    accepts: false,
  });
});
