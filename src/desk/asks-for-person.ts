/** Hears a plea for a person, and tells it from a question about people, agents and hand-overs. */
import { readClauses } from './clauses.ts';

export function asksForPerson(text: string): boolean {
  return readClauses(text).some(isPlea);
}

/** What is left of a message when its pleas for a person are taken out: what it is about. */
export function withoutPlea(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/);
  const rest = sentences.filter((sentence) => !asksForPerson(sentence));
  // Lines and code stand as they were written, where nothing is to be taken out.
  return rest.length === sentences.length ? text : rest.join('\n');
}

function isPlea(clause: string): boolean {
  if (certain.some((plea) => plea.test(clause))) return true;
  if (asksWhoAnswers.test(clause)) return false;
  const likely = asksHow.test(clause) ? wishes : [...wishes, ...commands];
  return likely.some((plea) => isSpokenForOneself(clause, plea.exec(clause)));
}

/** "Can customers talk to a person?" is about others; "I don't need a person" is no plea. */
function isSpokenForOneself(clause: string, found: RegExpExecArray | null): boolean {
  if (found === null) return false;
  const before = clause.slice(0, found.index).replace(/\b(?:i'm|i am) a customer\b/g, 'i');
  if (negated.test(before)) return false;
  if (/ (?:me|us)\b/.test(found[0])) return true;
  const part = before.split(/[,:()]| and | but | so | then /).at(-1) ?? '';
  const nearest = (part.match(subjects) ?? []).at(-1);
  return nearest === undefined || oneself.test(nearest);
}

const article = '(?:(?:an?|the|your|any|some|one of (?:your|the)|another|my) )?';
const kinds =
  '(?:(?:real|live|actual|living|human|proper|different|senior|support|service|customer|care|sales|technical|tech|billing|account|help ?desk) ){0,3}';
const notAnAgent =
  '(?! ?(?:framework|string|header|sdk|api|mode|software|role|link|desk|name|token)s?\\b)';
const roles = `(?:human(?: being)?s?|persons?|(?<!user )agents?${notAnAgent}|reps?|representatives?|managers?|supervisors?|operators?|executives?|advis[eo]rs?|(?:team|staff) members?|members? of (?:the |your )?(?:team|staff|support))`;
const real = '(?:real|live|actual|living|human)';
const team =
  '(?:(?:your|the) (?:support |service |sales |billing )?(?:team|staff|people)|support(?: team| staff)?|(?:customer|technical|tech) (?:support|service|care)|help ?desk|the owner|your boss)';
const somebody = '(?:some(?:one|body|1)|any(?:one|body))';
const anyPerson = `(?:${article}${kinds}${roles}|${article}${real} people|${somebody}|${team})\\b`;
const surePerson = `(?:${article}${kinds}${roles}|${real} (?:people|support)|${somebody} (?:real|human|from|else|to (?:talk|speak|help|call)))\\b`;

/** What may follow in "I need a person …", so that "a person field" is no plea. */
const end =
  '(?= ?(?:$|[,:)!-]|(?:please|pls|plz|now|here|right|asap|instead|who|immediately|and|not|because|or|today|i|involved|rather)\\b|that can|on (?:this|the)|for (?:this|help|that)|in (?:here|on this)|from (?:your|the|support)|(?:at|with) (?:this|my)|to (?:help|talk|look|assist|call|speak|contact|take|answer|fix|sort|deal|check|read|solve|handle|chat|join)))';

/** Said for oneself these are pleas in any form, "how can I …" included. */
const wishes: readonly RegExp[] = [
  `\\b(?:talk|speak|chat) an? ${kinds}(?:human|person|agent|representative|operator|assistant)\\b`,
  `\\b(?:get (?:through |over )?to|help(?: \\w+)? from|(?:get|put)(?: me)? in touch with) (?:${surePerson}|${team})${end}`,
  `\\b(?:who|${somebody}) (?:can |could |do |should )?(?:i|we)(?: can| could)? (?:talk|speak|chat|turn) (?:to|with)\\b`,
  `\\b(?:talk|speak|chat)(?:ing)? (?:directly )?(?:to|with|too) ${anyPerson}`,
  `\\b(?:reach|contact|get hold of|get ahold of|get through to|get in touch with) ${anyPerson}`,
  `\\b(?:connect|transfer|put|pass|hand|forward|refer|redirect|escalate|send|switch|route|patch|direct) (?:me|us)(?: \\w+)? (?:to|with|onto) ${anyPerson}`,
  `\\b(?:get|give|find|send|bring|fetch|call|want|wanna|need|like|prefer|require|demand|asked for|asking for|ask for|is there|are there|let me have|waiting for)(?: me| us| in)? ${surePerson}${end}`,
  `\\b(?:get|give|find|send|bring|fetch|call|need|want) (?:me |us )?${surePerson}(?: (?:your |the )?\\w+)? (?:about|regarding|concerning) (?:my|our|this|that|an?|the)\\b`,
  `\\b(?:can|could|would|will|let|have|want|need) (?:${surePerson}|${somebody})(?: from (?:your|the) \\w+)? (?:to )?(?:please )?(?:look at|look into|call|contact|take over|step in|join|reply to|check|review|talk to|speak to|speak with|get back to|email|phone|deal with) (?:me|us|this|it|my)\\b`,
  `\\b(?:can|could|would|will|let|have) ${surePerson} (?:to )?(?:please )?(?:help|assist) (?:me|us)\\b`,
  `\\b(?:want|need) ${somebody} to (?:please )?(?:help|assist)\\b`,
].map((source) => new RegExp(source));

/** Orders; within "how do I …" the same words are a question about the desk. */
const commands: readonly RegExp[] = [
  `\\b${real} (?:person|human|people|agent|support|help|assistance|chat)\\b`,
  `\\bassign (?:me |us )?${surePerson}${end}`,
  `\\b(?:transfer|pass|hand|forward|escalate|give|send) (?:this|it|my \\w+)(?: over| on)? to ${anyPerson}`,
  `\\b(?:want|need|needs|like|have|get)(?: this| it| my \\w+)?(?: to be)? escalated\\b`,
].map((source) => new RegExp(source));

const asksHow = /^(?:how|what|where|when|why|which|who|can i|does|do i|is it)\b/;

const lead =
  "(?:(?:please|pls|just|no|yes|ok|okay|yeah|hi|hello|hey|then|and|so|now|i said|bring in|give me|get me|get|bring|can you|could you|i want you to|i need you to|i want to|i need to|i'd like to|can we|can i|you must)[, ]{1,2}){0,4}";
const tail =
  '(?:[, ]{1,2}(?:please|pls|plz|now|here|asap|thanks|thank you|human|person|agent|immediately)){0,3}';

/** Whole sentences that can mean nothing else. */
const certain: readonly RegExp[] = [
  `^${lead}${article}${kinds}(?:humans?|human being|person|agents?|rep|representative|executive|operator|manager|supervisor|someone real|customer (?:service|support|care)|support)${tail}$`,
  `^${lead}(?:connect|transfer|switch|hand ?over|forward|escalate|talk|speak)(?: me| us| this| it| chat)? ?(?:over )?(?:to |with )?${article}${kinds}(?:human(?: being)?|person|agent|rep|representative|executive|operator|manager|supervisor|support|someone|somebody)${tail}$`,
  `^${lead}(?:get|call|fetch|send|bring)(?: me| in)? ${somebody}(?: in)?${tail}$`,
  `^${lead}${somebody} (?:please )?help(?: me)?${tail}$`,
  `^${lead}hand (?:me|this|it) over\\b`,
  '\\b(?:stop|no more|enough)(?: \\w+){0,3} automated (?:answer|response|repl|message)',
  `^${lead}escalate(?: (?:this|it|that|my|now|please|immediately|to)\\b|$)`,
  `^(?:how do i|how can i) escalate (?:this|my)\\b`,
  `^${lead}(?:call|phone|ring) m[ei](?: back)?\\b`,
  '(?:\\b(?:please|pls|plz|kindly|you)|\\d{5}) (?:call|phone|ring|contact) m[ei]\\b',
  '\\b(?:want|need|request|like|give me|arrange)(?: to (?:get|have|request))? a (?:call ?back|(?:phone )?call)\\b',
  `^${lead}(?:is |are )?(?:there )?(?:${somebody}|any humans?|any agents?)(?: there| here| available| around| online| alive| real| awake| listening){1,2}$`,
  `^${lead}(?:can|could|would|will) ${somebody} (?:please )?(?:help|assist)(?: me| us)?(?: out)?(?: here)?(?: please)?$`,
  `\\b(?:don'?t|do not|not|rather not|won't|never)(?: want| like| wanna| going)?(?: to)? (?:talk|speak|chat|deal)(?:ing)? (?:to|with) (?:an? |this |the |some |your |you |stupid |dumb )*(?:bot|robot|machine|computer|chatbot|ai)\\b`,
  `\\b(?:tired|sick|done|stop) (?:of |with )?(?:talk|speak|chat|deal)(?:ing)? (?:to|with) (?:an? |this |the |some |your |stupid |dumb )*(?:bots?|robots?|machines?|chatbots?)\\b`,
  '^(?:no|not|enough with|stop with|get rid of) (?:an? |the |this |more |another |your )*(?:bots?|robots?|machines?|chatbots?)(?: please)?(?:$|,)',
  "\\b(?:mit (?:einem |einer |nem )?(?:menschen|mitarbeiter\\w{0,4}|person|berater\\w{0,4}|echten \\w{1,20}) (?:sprechen|reden|chatten|verbinden)|hablar con (?:una?|alguien)|parler (?:à|a|avec) (?:une?|quelqu'un)|falar com (?:uma?|alguém)|parlare con (?:una?|qualcuno)|echte[rn] mensch\\w{0,4}|persona real|vraie personne)(?![\\p{L}])",
].map((source) => new RegExp(source, 'u'));

/** "Are you a real person?" and "am I talking to a human?" ask who answers. */
const asksWhoAnswers =
  /\b(?:are you|you are|you're|is this|am i|are we) (?:even |really |actually |still |just |now )?(?:talking |speaking |chatting |writing )?(?:to |with )?(?:an? |some )?(?:real |live |actual |living |human )?(?:bot|human|person|agent|robot|machine|people|someone)\b/;

const subjects =
  /\b(?:i|i'd|i'm|i've|i'll|me|we|we'd|us|my|customers?|users?|visitors?|clients?|members|bots?|earshot|they|he|she|agents?|people|teammates?|colleagues?|does it|can it|will it|should it|conversations?|threads?|cases?|when|what happens)\b/g;
const oneself = /^(?:i|i'd|i'm|i've|i'll|me|we|we'd|us|my)$/;
const negated =
  /\b(?:don'?t|do not|doesn't|didn't|won't|no need|no longer|without|instead of|rather than|needn't|avoid|stop|never|not|(?<!how |where |who )do (?:i|we)|should i|must i)(?: (?:want|need|have|like|wish|to|really|even|any|for|yet|ever|having|get|talk|speak)){0,4} ?$/;
