/** What the words of a turn ask for or tell, apart from their subject. */
import { asksForPerson } from './asks-for-person.ts';
import { plainWords, readClauses, readWords } from './clauses.ts';
import { contentWords, isAskedAgain } from './same-question.ts';
import { isPlainYes, readSmallTalk } from './small-talk.ts';
import type { Signals } from './types.ts';

export function readSignals(text: string, earlierQuestions: readonly string[]): Signals {
  const smallTalk = readSmallTalk(text);
  const repeats = saysAskedBefore(text) || isAskedAgain(text, earlierQuestions);
  return {
    wantsPerson: asksForPerson(text),
    wantsBot: addressesBot(text),
    didNotHelp: saysNoHelp(text, earlierQuestions.length),
    asksAgain: smallTalk === null && repeats,
    accepts: isPlainYes(text),
    lost: isLost.test(plainWords(text).trim()),
    smallTalk,
  };
}

/** A short turn that can only be understood with the one before it. */
export function leansOnContext(text: string): boolean {
  const plain = plainWords(text).trim();
  const words = readWords(plain);
  if (words.length === 0 || words.length > 12) return false;
  if (continues.test(plain) || bareQuestion.test(plain)) return true;
  const subject = contentWords(plain.replace(emptyPronoun, ' '));
  if (pointsBack.test(plain.replace(emptyPronoun, ' '))) return subject.size <= 2;
  return words.length <= 5 && subject.size <= 2 && fragment.test(plain);
}

function addressesBot(text: string): boolean {
  return readClauses(text).some((clause) => toBot.test(clause) && !asksAboutBot.test(clause));
}

function saysNoHelp(text: string, earlierTurns: number): boolean {
  return readClauses(text).some(
    (clause) =>
      !asksHow.test(clause) &&
      (noHelp.test(clause) || (earlierTurns > 0 && noSuccess.test(clause))),
  );
}

function saysAskedBefore(text: string): boolean {
  return askedBefore.test(plainWords(text));
}

const toBot =
  /^(?:hey |hi |ok |please )?@(?:earshot|bot)\b|^(?:hey |hi |ok |okay )?(?:bot|earshot)(?:$|[,:]| please\b| can you\b| tell me\b| answer\b)|\bback to (?:the |this )?(?:bot|earshot)\b|\b(?:ask|let) (?:the )?(?:bot|earshot)\b|\b(?:rather|prefer to|can i|let me|want to|i'll) (?:talk|speak|chat|ask|try)(?: (?:to|with))? (?:the )?(?:bot|earshot)\b|\b(?:never ?mind|forget|cancel|no need for|don't need|do not need|no longer need) (?:the |a |an |about the |your )?(?:person|human|agent|request|hand ?over|escalation|support)\b/;

const asksAboutBot =
  /^(?:how|what|when|why|where|which|who|does|do|can) (?:do |does |can |happens |is |are |should )?(?:when |if )?(?:the |an |a |my |our )?(?:bot|earshot|agents?|customers?|users?|person|people|you|it)\b/;

const isLost =
  /^(?:(?:sorry|hm+|ok|okay|well|but|no|wait|ugh),? )*(?:i (?:still |really )?(?:don'?t|do not|didn'?t|did not) (?:get|understand|follow|see)(?: (?:it|that|this|you|what you mean))?|i(?:'m| am) (?:lost|confused)|what do you mean(?: by (?:that|this))?|(?:please )?(?:can you |could you )?(?:explain|say|put) (?:that|it|this)(?: again)?(?: (?:in (?:simpler|other|plain|easier|simple) (?:words|terms|english)|more simply|another way|differently))?(?: please)?|(?:that|this|it)(?:'s| is| was) (?:too )?(?:confusing|unclear|not clear|complicated)|huh|come again|what)[ .!?]*$/;

const asksHow = /^(?:how|what|where|when|which|if|(?:can|could|is|are|does|do|did)(?! not|n?'t))\b/;
const that =
  '(?:that|this|it|which|what you (?:said|sent|wrote)|(?:your|the) (?:answer|suggestion|link|article|advice|solution|steps?|reply))';
const noHelp = new RegExp(
  [
    `\\b${that}(?: really| still| also| just)? (?:did|does|do|has|is|was)(?:n'?t| not)(?: really| actually| even| been| at all| very)* (?:help(?:ed|ful|ing)?|answer|solve|useful|what i)\\b`,
    `^(?:no,? |nope,? |sorry,? |well,? |still )*(?:did|does)(?:n'?t| not)(?: really| actually| even)? (?:help|answer|solve)\\b`,
    `\\b(?:wrong|incorrect|useless|irrelevant|unrelated|bad|terrible) (?:answer|article|link|reply|response|advice|information|info)\\b`,
    `\\b${that}(?:'s| is| was)(?: completely| totally| just| plain| all| simply| still)? (?:wrong|incorrect|unrelated|irrelevant|useless|unhelpful|no help|nonsense|(?:not|no) (?:it|right|correct|true|helpful|useful|help|answer|an answer|the answer|what i|my question|relevant))\\b`,
    `\\b(?:not|isn't|wasn't) what i (?:asked|meant|want(?:ed)?|need(?:ed)?|am asking|was asking|'m asking|said)\\b`,
    `\\b(?:you|bot)(?: still| just)? (?:did|do|have|has|are|were)(?:n'?t| not)(?: even| really| actually)? (?:answer(?:ed|ing)?|help(?:ed|ing|ful)?|understand|understood|listen(?:ing)?|read(?:ing)?)\\b`,
    `\\byou(?:'re| are) (?:not|no) (?:help|helping|helpful|answering|listening|understanding)\\b`,
    `\\b(?:you|that|this) (?:misunderstood|misread|missed (?:my|the) (?:question|point))\\b`,
    `^(?:no,? |nope,? )*(?:not|isn't|wasn't) (?:very |really |at all )?(?:helpful|useful|it|right|correct|helping)$`,
    `^(?:no|not any|zero|that's no|of no) (?:help|use)$`,
  ].join('|'),
);

/** Tells of failure after advice; as a first message the same words are the question. */
const noSuccess =
  /^(?:no,? |nope,? |but |sorry,? |well,? |hmm,? |thanks,? |i tried (?:that|it|this),? |(?:that|this|it|which),? |and |(?:still|also),? |unfortunately,? )*(?:(?:is|are) )?(?:still )?(?:(?:does|do|did|is|has)(?:n'?t| not)|not)(?: really| actually| even| yet)? (?:work(?:s|ed|ing)?|fix(?:ed)?|happening|there)\b|\bstill (?:not|no|doesn'?t|does not|isn'?t|can'?t|cannot|won'?t|fails?|failing|broken|stuck|the same|nothing|get(?:ting)? the same|see(?:ing)? the same|happens|happening|wrong|having)\b|\b(?:i(?:'ve| have)? )?(?:already )?(?:tried|did|done) (?:that|this|it|all that|all of that)(?: already| before| twice)?\b|\b(?:no luck|to no avail|same (?:error|problem|issue|thing|result) (?:again|as before|still))\b|^same (?:error|problem|issue|thing|result)\b|\bit (?:still )?(?:fails|failed|broke)\b/;

const askedBefore =
  /\b(?:(?:second|third|fourth|fifth|sixth|tenth|[2-9]\s?(?:nd|rd|th)|nth|hundredth) time (?:i|i'm|i've|that i|i have|now i|i am|we|asking|i'm asking)|(?:asked|asking|told|said|written|wrote|explained)(?: you)?(?: this| that| it)?(?: question)? (?:already|before|again|twice|three times|several times|many times|multiple times|[2-9] times)|(?:i|i've|i have|we) already (?:asked|told|said|explained|wrote)|(?:as|like) i (?:already )?(?:said|asked|wrote|told)(?: you)?(?: before| already| above)?\b|how (?:many times|often) (?:do|must|should|will) i (?:have to |need to |be )?(?:ask|asking|say|tell|explain|repeat|write)|(?:i|let me|i'll|i will) (?:repeat|ask again|say it again)|i (?:have to |must )?keep (?:asking|repeating)|my question was)/;

const continues =
  /^(?:and|or|but|also|then|so|what about|how about|what if|what then|same (?:for|with|on)|even (?:on|for|with|in|if)|only (?:on|for|with|in)|instead|else|otherwise|then what)\b/;
const bareQuestion =
  /^(?:(?:ok|okay|yes|and|but|so|hm+),? )?(?:how|why|where|when|who|which|what|how so|how long|how much|how many|why not|which one|which ones|what next|what else|where exactly|since when|for how long|like what|such as|more|tell me more|go on|explain|details|example|an example|for example|can you explain|please explain)[ ?!.]*$/;
const emptyPronoun =
  /\b(?:is it possible|is it ok|is it safe|is there|are there|how long does it take|does it take|it is|there is|this bot|this page|this chat|this conversation)\b/g;
const pointsBack = /\b(?:it|its|that|this|them|they|those|these|there|ones?|he|she|him|her)\b/;
const fragment = /^(?:on|in|for|with|without|from|to|via|under|inside|after|before|at|by)\b/;
