/** Courtesies and questions about the bot itself, where a message holds nothing else. */
import { readWords } from './clauses.ts';
import type { SmallTalk } from './types.ts';

export function readSmallTalk(text: string): SmallTalk | null {
  const found = consume(text, phrases);
  if (found === null) return null;
  return precedence.find((kind) => found.has(kind)) ?? null;
}

/** A plain yes to an offer, and nothing besides. */
export function isPlainYes(text: string): boolean {
  return consume(text, yesPhrases)?.has('yes') ?? false;
}

/** Takes the longest known phrase at each word; null as soon as a word is left over. */
function consume<Kind>(text: string, known: ReadonlyMap<string, Kind>): ReadonlySet<Kind> | null {
  if (text.length > longestMessage) return null;
  const words = readWords(text);
  const found = new Set<Kind>();
  let at = 0;
  while (at < words.length) {
    const length = longestPhraseAt(words, at, known);
    const kind = known.get(words.slice(at, at + length).join(' '));
    if (kind === undefined) return null;
    found.add(kind);
    at += length;
  }
  return found;
}

function longestPhraseAt(
  words: readonly string[],
  at: number,
  known: ReadonlyMap<string, unknown>,
): number {
  for (let length = 7; length > 1; length -= 1) {
    if (known.has(words.slice(at, at + length).join(' '))) return length;
  }
  return 1;
}

const longestMessage = 160;

/** What a message is where it is several of these. */
const precedence = [
  'identity',
  'capabilities',
  'goodbye',
  'thanks',
  'greeting',
  'affirmation',
] as const satisfies readonly SmallTalk[];

function phrasesOf<Kind extends string>(
  lists: Readonly<Record<Kind, string>>,
): ReadonlyMap<string, Kind> {
  const kinds = Object.keys(lists) as Kind[];
  return new Map(
    kinds.flatMap((kind) => lists[kind].split('|').map((phrase) => [phrase.trim(), kind] as const)),
  );
}

const phrases = phrasesOf<SmallTalk | 'filler'>({
  greeting:
    "hi|hello|hey|hiya|howdy|yo|hallo|hola|bonjour|moin|servus|greetings|good morning|good afternoon|good evening|good day|morning|evening|hi there|hello there|hey there|how are you|how are you doing|how's it going|how is it going|what's up|whats up|sup|nice to meet you|are you there|you there|👋",
  thanks:
    "thanks|thank you|thx|ty|tysm|cheers|thanks a lot|thanks so much|many thanks|much appreciated|appreciate it|i appreciate it|appreciated|danke|gracias|merci|obrigado|grazie|thank u|thank you so much|thank you very much|that helped|that helps|this helped|very helpful|great help|great service|great support|great job|good job|well done|good work|you are great|you're great|you are awesome|that was helpful|that's helpful|so helpful|you're the best|you are the best|that worked|it worked|it works now|works now|that solved it|that fixed it|problem solved|🙏|❤",
  goodbye:
    "bye|goodbye|good bye|bye bye|see you|see ya|cya|see you later|later|good night|have a nice day|have a good day|have a great day|take care|that's all|that is all|that's it|nothing else|that will be all|tschüss|adios|ciao",
  capabilities:
    "what can you do|what can you do for me|what can i do here|what can you help with|what can you help me with|what do you do|what do you know|how can you help|how can you help me|how do you help|help|help me|i need help|need help|can you help|can you help me|could you help me|what can i ask|what can i ask you|what are you able to do|what do you know about|what are you for|menu|can i ask a question|can i ask you something|i have a question|i've got a question|i have a problem",
  identity:
    "are you a bot|are you a human|are you human|are you real|are you a robot|are you a person|are you a real person|are you an ai|are you ai|are you a machine|are you a real human|are you an actual person|are you even human|are you a chatbot|are you chatgpt|who are you|what are you|what is your name|what's your name|whats your name|who is this|who am i talking to|who am i speaking to|am i talking to a bot|am i talking to a human|am i talking to a person|am i talking to a real person|am i speaking to a bot|am i speaking to a human|am i speaking with a human|am i chatting with a bot|is this a bot|is this a human|is this a real person|is this a robot|is this ai|is this an ai|is this automated|introduce yourself|do you have a name|bot or human|human or bot|or a bot|or a human|or a robot|or a person|or a real person",
  affirmation:
    "ok|okay|k|kk|okey|got it|gotcha|i got it|great|cool|nice|good|perfect|excellent|awesome|amazing|wonderful|brilliant|fine|alright|all right|right|sure|yes|yeah|yep|yup|no|nope|no thanks|no thank you|no thx|not now|not needed|no need|understood|i see|i understand|makes sense|that makes sense|sounds good|good to know|that's clear|all clear|clear|done|noted|no problem|no worries|very good|very nice|lovely|fantastic|super|sweet|will do|👍|👌|✅|🎉|😀|😊|🙂|😄",
  filler:
    'there|bot|earshot|everyone|everybody|all|team|again|so much|a lot|very much|for your help|for the help|for helping|for that|for this|for now|your help|today|and|but|then|now|please|friend|folks|guys|sir|madam|oh|ah|um|well|so|just|really|a ton|a bunch|a million|to you|you too|with this|here',
});

const yesPhrases = phrasesOf({
  yes: "yes|yeah|yep|yup|ya|yea|ye|y|sure|sure thing|ok|okay|alright|all right|fine|fine by me|of course|certainly|absolutely|definitely|go ahead|go for it|do it|do that|please do|do so|let's do it|let's do that|sounds good|why not|i'd like that|i would like that|i'd love that|that would be great|that would be good|that would be nice|that would be helpful|that'd be great|that'd be nice|that'd be good|i do|i would|yes i do|yes i would|bring one in|bring someone in|bring them in|bring in a person|get someone|get one|agreed|correct|right|exactly|ja|ja bitte|si|sí|oui|👍|👌|✅",
  filler:
    'please|pls|plz|then|thanks|thank you|thx|great|good|perfect|now|bot|earshot|if you can|if possible|asap|and|that|🙏|😊|🙂',
});
