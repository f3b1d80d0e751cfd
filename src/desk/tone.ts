/** All of the bot's own sentences. Each reads well even where the feeling was read wrongly. */
import type { Feeling, SmallTalk } from './types.ts';

export interface AnswerTone {
  readonly offersPerson: boolean;
  /** Grows with each turn, so that no sentence comes twice in a row. */
  readonly turn: number;
}

/** Puts an answer into words that fit the moment; calm and pleased customers get it as it is. */
export function toneAnswer(answer: string, feeling: Feeling, tone: AnswerTone): string {
  const { turn } = tone;
  const offer = tone.offersPerson ? offerPerson(feeling, turn) : '';
  const shape = hasSteps(answer) ? 'steps' : 'prose';
  switch (feeling.label) {
    case 'anger':
      return paragraphs(pick(troubleSeen, turn), answer, offerPerson(feeling, turn));
    case 'frustration':
      return paragraphs(pick(nextStep[shape], turn), answer, offer || pick(afterStep, turn));
    case 'confusion':
      return paragraphs(answer, pick(checks[shape], turn), offer);
    case 'disappointment':
      return paragraphs(pick(takenSeriously, turn), answer, offer);
    default:
      return paragraphs(answer, offer);
  }
}

/** No article answers. A person is offered, so that a plain yes is enough. */
export function sayUnknown(feeling: Feeling, turn: number): string {
  const opening = isUpset(feeling) ? pick(unknownAfterTrouble, turn) : pick(unknown, turn);
  return `${opening} ${pick(offers, turn)}`;
}

export function offerPerson(feeling: Feeling, turn: number): string {
  return pick(isUpset(feeling) ? offersAfterTrouble : offers, turn);
}

/** Said beside an answer to a message with files. */
export function sayCannotRead(files: readonly string[]): string {
  const what = files.length === 1 ? 'the file you sent' : 'the files you sent';
  return `I cannot read ${what}; this answers your words alone. If it depends on ${files.length === 1 ? 'it' : 'them'}, say so and I will call a person.`;
}

/** Said first where an answer takes the place of an earlier one. */
export function sayRevised(answer: string): string {
  return `*You changed your question, so I have revised this answer.*\n\n${answer}`;
}

/** Asks what is unclear where the customer says no more than that something is. */
export function askBack(turn: number): string {
  return pick(asksBack, turn);
}

export interface BotProfile {
  readonly botName: string;
  readonly company: string | undefined;
  /** A few questions, to show what can be asked. */
  readonly topics: readonly string[];
}

export function saySmallTalk(kind: SmallTalk, profile: BotProfile, turn: number): string {
  const { botName } = profile;
  const bot = profile.company ? `the support bot of ${profile.company}` : 'a support bot';
  switch (kind) {
    case 'greeting':
      return `${pick(hellos, turn)} I'm ${botName}, ${bot}. ${pick(invitations, turn)}`;
    case 'capabilities':
      return paragraphs(
        'I answer questions from our help articles and show where each answer comes from. If I do not know, I say so, and you can ask for a person at any time.',
        examples(profile.topics),
      );
    case 'identity':
      return `I'm ${botName}, ${bot}: a program, not a person. I answer from our help articles; if you would rather talk to a person, say so and I will call one.`;
    default:
      return pick(courtesies[kind], turn);
  }
}

function examples(topics: readonly string[]): string {
  if (topics.length === 0) return '';
  return `For example:\n\n${topics.map((topic) => `- ${topic}`).join('\n')}`;
}

function hasSteps(markdown: string): boolean {
  return /^\s{0,3}1[.)] /m.test(markdown);
}

function isUpset(feeling: Feeling): boolean {
  return feeling.label !== 'calm' && feeling.label !== 'pleased' && feeling.label !== 'confusion';
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

function pick(variants: readonly [string, ...string[]], turn: number): string {
  return variants[Math.abs(Math.trunc(turn)) % variants.length] ?? variants[0];
}

const troubleSeen = [
  'I can see this has been a lot of trouble.',
  'This has taken a lot of your time already.',
] as const;

const nextStep = {
  steps: [
    "Let's take this one step at a time. Begin with the first step here:",
    'You have put work into this already, so here is what to do next; start at the first step:',
  ],
  prose: [
    "Let's get you further. Here is what to do next:",
    'You have put work into this already, so straight to what to do next:',
  ],
} as const;

const afterStep = [
  'If that does not do it, tell me what you see, and we go on from there.',
  'If it stops somewhere, write me where, and we continue from that point.',
] as const;

const checks = {
  steps: [
    'Does that make it clearer? If one step is unclear, tell me which.',
    'Shall I go through one of the steps more slowly? Tell me which.',
  ],
  prose: [
    'Does that make it clearer? If a part of it is unclear, tell me which.',
    'If a word or a part of this is unclear, tell me which, and I will put it another way.',
  ],
} as const;

const takenSeriously = [
  'I take that seriously, and I have written it down for the team.',
  'That is worth knowing, and it is on record for the team now.',
] as const;

const unknown = [
  'I looked through our articles, and none of them answers this. I would rather not guess.',
  'Our articles do not cover this, and I do not want to make something up.',
] as const;

const unknownAfterTrouble = [
  'I know you want this settled, so plainly: none of our articles answers this.',
  'I will not send you round in circles: I have no article that answers this.',
] as const;

const offers = ['Shall I bring in a person?', 'Would you like me to call a person?'] as const;

const offersAfterTrouble = [
  'If you would rather have a person look at this, say yes and I will call one.',
  'A person can take this over: shall I call one?',
] as const;

const asksBack = [
  'Let me put it another way. Which word or which step is unclear?',
  'Happy to go through it again. Tell me the part where it stops making sense, in a word or two.',
] as const;

const hellos = ['Hi!', 'Hello!'] as const;

const invitations = [
  'What would you like to know? If you would rather talk to a person, just say so.',
  'Ask me anything; I answer from our help articles, and a person is one word away.',
] as const;

const courtesies = {
  thanks: [
    "You're welcome! Just write if anything else comes up.",
    'Glad to! I am here if you need more.',
  ],
  goodbye: [
    'Goodbye! You can write here again at any time.',
    'Take care! I am here whenever you need me.',
  ],
  affirmation: [
    'Good. Is there anything else you would like to know?',
    'All right. Just write if you need more.',
  ],
} as const;
