import { describe, expect, test } from 'vitest';
import { asksForPerson, withoutPlea } from '../../src/desk/asks-for-person.ts';

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
    expect(asksForPerson(text)).toBe(true);
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
    expect(asksForPerson(text)).toBe(false);
  });
});

test.each([
  ['I tried that. Can I talk to a person please?', 'I tried that.'],
  ['How do I export my invoices? I want a human!', 'How do I export my invoices?'],
  ['Get me an agent', ''],
])('what a message is about beside its plea: %s', (text, rest) => {
  expect(withoutPlea(text)).toBe(rest);
});

test.each([
  'Please get me a person about my invoice',
  'I need someone from support about this order',
  'find me a human regarding the refund',
])('a plea that says what it is about is one: %s', (text) => {
  expect(asksForPerson(text)).toBe(true);
});

test.each([
  "I don't need a person about my invoice",
  'How do customers get a person about an invoice?',
])('and this is none: %s', (text) => {
  expect(asksForPerson(text)).toBe(false);
});
