/** Which words, addressed to nobody in particular, ask for help, and which are talk among people. */
import { readSignals } from './signals.ts';
import { readSmallTalk } from './small-talk.ts';

/** In doubt they do: who is left unanswered is worse off than who is answered without need. */
export function isRequest(text: string): boolean {
  const plain = text.replace(links, ' ').replace(/[’‘]/g, "'").trim();
  if (plain === '' || toSomebody.test(plain)) return false;
  if (announcement.test(plain)) return plain.includes('?') || trouble.test(plain);
  const { wantsPerson, didNotHelp } = readSignals(plain, []);
  return wantsPerson || didNotHelp || plain.split(sentenceEnd).some(asks);
}

function asks(sentence: string): boolean {
  const plain = sentence.trim();
  if (invitation.test(plain) || settled.test(plain)) return false;
  if (plain.endsWith('?') || trouble.test(plain)) return true;
  if (readSmallTalk(plain) !== null || chatter.test(plain)) return false;
  return question.test(plain) || plain.split(/\s+/).length >= fewestWords;
}

const fewestWords = 3;
const links = /\bhttps?:\/\/\S+/gi;
/** What follows a "but" is a sentence of its own: it may take back what went before. */
const sentenceEnd = /(?<=[.!?;])\s+|\n+|,? (?=(?:but|however|though|now) )/;

const toSomebody = /^(?:(?:hi|hey|hello|thanks|thank you|thx|cc|ping),? )?@\S/i;

/** Said to everybody. */
const announcement =
  /^(?:fyi|psa|heads[- ]?up|reminder|announcement|welcome|join us|we(?:'re| are) (?:excited|happy|pleased|hiring))\b/i;

/** Among people: a question to them, not for help. */
const invitation =
  /^(?:hey,? |hi,? |so,? )?(?:who(?:'s| is| wants| else is| would like)\b(?= (?:in|up|joining|coming|going|coffee|lunch|to join|a )|$|\?)|(?:is )?(?:any(?:one|body)|some(?:one|body)|everyone) (?:else )?(?:joining|going|coming|attending|up for|around for|interested in joining|wants? (?:to join|coffee|lunch))|how (?:are|is) (?:you|everyone|everybody)|how was )/i;

/** What was wrong is over, or was never meant for here. */
const settled =
  /\b(?:never ?mind|nvm|wrong (?:channel|thread|window|chat)|ignore (?:me|that|this|my)|found (?:it|the (?:problem|issue|error|cause|answer))|figured (?:it )?out|works? (?:for (?:me|us) )?(?:again|now|fine|perfectly)|working (?:again|now|fine)|(?:that|this|it)(?: has| have)?(?: just)? (?:fixed|solved|resolved|did|worked)|(?:is|are|was|been|got|all) (?:now )?(?:fixed|solved|resolved|closed|sorted)(?! yet))\b/i;

const trouble =
  /\b(?:help|problems?|issues?|errors?|trouble|stuck|broken?|fail(?:s|ed|ing|ure)?|crash(?:es|ed|ing)?|bugs?|cannot|can(?:'?t| not)|won'?t|(?:do|does|did|is|are|was|has|have)(?:n'?t| not)|not working|unable|wrong|missing|lost|down|outage|expired|rejected|denied|declined|blocked|refund(?:ed)?|slow|twice|never|locked|[45]\d\d|urgent(?:ly)?|how to)\b|\b(?:i|we)(?:'d| would)? (?:need|want|like) to\b|\bi need\b/i;

const question = /^(?:how|what|where|when|why|who|which|can|could|does|do|is|are|should|may)\b/i;

/** Of the day, of work in hand and of what pleases: nothing that the bot could answer. */
const chatter = new RegExp(
  [
    '^(?:lol|haha+|hehe+|rofl|lmao|wow|yay|woo+(?:hoo)?|ouch|oops|hm+|ah+|oh)\\b',
    '^(?:thanks|thank you|thx|ty|tysm|cheers|kudos|congrat\\w*|happy \\w+|merry \\w+|welcome|good (?:morning|afternoon|evening|night|luck|catch|point|job|work|call|idea|to know))\\b',
    '^(?:brb|afk|ooo|omw|back (?:from|at|in|now)|out of office|on (?:it|my way)|in a (?:meeting|call)|will do|got it|makes? sense|same here|me too)\\b',
    "^(?:i|we)(?:'ll| will|'m| am|'re| are) (?:be )?(?:out|away|off|back|late|offline|around|there|on (?:vacation|holiday|leave|pto)|in a (?:meeting|call)|heading|leaving|taking)\\b",
    "^(?:see (?:you|ya)|have a|enjoy|take care|let me know|let's|looking forward|running (?:\\w+ )*late|signing off|off to|shout-?out|see (?:thread|above)|what a|typing from|talk (?:to you )?(?:soon|later|tomorrow)|speak (?:soon|later))\\b",
    '^(?:i|we) (?:totally |fully |completely )?(?:agree|concur|second|love|loved|enjoyed|appreciate)\\b',
    "^(?:we|i)(?:'ve| have)?(?: just| finally)? (?:shipped|released|launched|published|announced)\\b",
    '\\b(?:glad|happy|excited|nice|great|pleased) to (?:be here|meet|join|see|have|hear)\\b',
    '\\b(?:awesome|amazing|fantastic|wonderful|brilliant|beautiful|impressive|lovely|enjoyed it|well done|looks? (?:great|good|nice)|so (?:good|nice|cool|cute|funny)|(?:nice|great|good|cool) (?:one|job|work|talk|stuff|catch|news|idea|point|to know))\\b',
  ].join('|'),
  'i',
);
