import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { leansOnContext, readSignals } from '../../src/desk/signals.ts';

describe('hears a plea for a person', () => {
  test.each([
    'can I talk to a human',
    'agent please',
    'Agent!',
    'human',
    'get me a person',
    'speak to someone',
    'I want a real person',
    'representative',
    'I want to speak with your manager',
    'connect me to support',
    'escalate this',
    'Please escalate.',
    'how can I speak to a person?',
    'How do I reach a human being here??',
    'hi, can you transfer me to an agent',
    "I'd like to chat with somebody from your team",
    'is there a real person I can talk to?',
    'Is anyone there?',
    'can someone help me please',
    'yes, a person please',
    'This is broken, give me a human',
    'it is broken give me a human now',
    'the bot is useless let me talk to a human',
    'stop the nonsense. I need an agent.',
    "I don't want to talk to a bot",
    'no more bots',
    'I am a customer and I want to talk to a human',
    'put me through to a supervisor',
    'I asked for a person',
    'call me back please',
    'could someone from your team look at this?',
    'I need someone to help me with my invoice',
    'let me speak to your boss',
    'I want this escalated',
    'please pass this on to your team',
    'contact support',
    'live agent',
    'I need to speak to a real human!!!',
    'can a human help me?',
    'Ich möchte mit einem Menschen sprechen',
    'quiero hablar con una persona',
    'je veux parler à un humain',
    'LET ME TALK TO A HUMAN',
    'I need help from a person',
    'transfer to human',
    'pls connect to agent',
    'I want to talk an agent',
    'how do i get to a human',
    'need human help',
    'please get someone',
    'someone please help',
    'put me in touch with your team',
    'who can I talk to about this?',
    'is there someone I can talk to?',
    'please hand me over',
    'not a robot, a human',
    'stop giving me automated answers',
    'customer care executive',
    'can you please call me',
  ])('%s', (text) => {
    expect(readSignals(text, []).wantsPerson).toBe(true);
  });
});

describe('takes a question about people and agents as a question', () => {
  test.each([
    'which user agent does it send?',
    'How do I set the user agent?',
    'which agent framework do you support',
    'how do I invite an agent to the desk',
    'how does the bot hand over to a person?',
    'what happens when a customer asks for a person',
    'Can customers talk to a person?',
    'can I let my customers talk to a human?',
    'When does the bot call a person?',
    'How do I transfer a conversation to another agent?',
    'how do I transfer this to another agent',
    'do I need an agent to be online?',
    'How many agents can I have?',
    'What can an agent do that an owner cannot?',
    'I have an agent and two owners, is that fine?',
    'Can an agent reply from Slack?',
    'are you a real person?',
    'am I talking to a human?',
    'I need a person field in my form',
    "I don't need a person, just tell me how",
    'Is there support for Microsoft Teams?',
    'do you support Discord?',
    'someone told me this works offline, does it?',
    'can someone read my data?',
    'What does an agent see on the desk?',
    'how do I make someone an owner?',
    'how to kill the agent process',
    'does the bot escalate angry customers?',
    'Which escalation rules are there?',
    'how do I contact the API',
    'my team uses Slack, does it work there?',
    'how can I get a personal link',
    '```\ntalk to a human\n```\nwhat does this log mean?',
    'Does Earshot talk to people in channels?',
    'how do I give a person access to the desk?',
    'Can the bot contact someone when I am away?',
    'How does human support work?',
    'How do I assign an agent?',
    'Does Earshot have live chat?',
    'what does the bot call me?',
    'How do I connect an agent to Slack?',
    'when should it hand over to a person?',
    'What are your support hours?',
    'Does it support importing from CSV?',
    'How do I find the messages of a person?',
    'How can I message someone on Discord?',
    'I want to follow someone on the forum',
    'what is the customer support plan?',
  ])('%s', (text) => {
    expect(readSignals(text, []).wantsPerson).toBe(false);
  });
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

  const file = resolve(process.env.EVAL_DIR ?? '../shared/eval', 'hostile/naughty-strings.json');
  test.skipIf(!existsSync(file))('reads every hostile string (needs EVAL_DIR)', () => {
    const strings: readonly string[] = JSON.parse(readFileSync(file, 'utf8'));
    for (const text of strings) {
      expect(readSignals(text, strings)).toMatchObject({ wantsPerson: false });
      expect(typeof leansOnContext(text)).toBe('boolean');
    }
  });
});
