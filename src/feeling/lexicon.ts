/** Words and phrases that tell a feeling, each with how strongly, in the writers' own judgement. */
import type { UpsetLabel } from '../desk/types.ts';

export type Dimension = UpsetLabel | 'praise';

export interface Cue {
  readonly dimension: Dimension;
  readonly weight: number;
}

export function buildLexicon(): ReadonlyMap<string, Cue> {
  const entries = rows.flatMap(([dimension, weight, phrases]) =>
    phrases
      .trim()
      .split(/\s*\|\s*/)
      .map((phrase) => [phrase, { dimension, weight }] as const),
  );
  return new Map(entries);
}

/** Words that turn round what follows within three words. */
export const negators: ReadonlySet<string> = new Set(
  "not no never nothing without hardly barely isn't wasn't aren't weren't don't doesn't didn't can't cannot couldn't won't wouldn't shouldn't haven't hasn't hadn't ain't nor".split(
    ' ',
  ),
);

/** How much a word before another strengthens or softens it. */
export const intensifiers: ReadonlyMap<string, number> = new Map([
  ...scaled(
    1.35,
    'very really so extremely absolutely totally completely utterly incredibly beyond super seriously fucking damn bloody freaking most such truly',
  ),
  ...scaled(0.65, 'bit little slightly somewhat kinda sorta mildly fairly rather'),
]);

/** Spellings without their apostrophe. */
export const contractions: ReadonlyMap<string, string> = new Map(
  "dont=don't doesnt=doesn't didnt=didn't cant=can't wont=won't isnt=isn't wasnt=wasn't arent=aren't havent=haven't hasnt=hasn't couldnt=couldn't wouldnt=wouldn't shouldnt=shouldn't aint=ain't im=i'm ive=i've youre=you're thats=that's whats=what's"
    .split(' ')
    .map((pair): [string, string] => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
);

function scaled(factor: number, words: string): [string, number][] {
  return words.split(' ').map((word) => [word, factor]);
}

const rows: readonly (readonly [Dimension, number, string])[] = [
  [
    'anger',
    0.85,
    `
    fuck you|fuck off|go to hell|piss off|screw you|how dare|how dare you|stop lying|fuck this|
    fuck that|want my money back|demand my money back|you people are|sick and tired|had enough|
    i've had it|i have had it|see you in court|legal action|my lawyer|our lawyer|🤬|🖕`,
  ],
  [
    'anger',
    0.7,
    `
    fuck|fucking|fucked|fuckin|wtf|wth|furious|livid|outraged|outrageous|infuriating|infuriated|
    infuriates|asshole|assholes|bitch|bastard|bastards|cunt|dickhead|disgrace|disgraceful|
    unacceptable|inexcusable|idiot|idiots|idiotic|moron|morons|imbecile|imbeciles|dumbass|
    bullshit|incompetent|incompetence|i hate|hate this|hate you|shut up|shut the|fed up|sick of|
    pissed off|the fuck|shame on|scam|scammers|scammed|ripped off|a ripoff|a rip off|thieves|😡|👿|
    💢`,
  ],
  [
    'anger',
    0.6,
    `
    worst ever|worst support|worst service|worst experience|worst company|worst product|
    get a lawyer|a lawyer|contact my lawyer|ridiculous|pathetic|hate|hates|hated|despise|stupid|
    disgusting|disgusted|goddamn|damn it|dammit|damned|shitty|pissed|laughable|insulting|insult|
    i demand|chargeback|charge back|sue you|suing|report you|what a joke|is a joke|a joke of|
    liar|liars|lied to|you lied|total crap|so angry|crappy|ashamed of yourself|clowns|
    can't stand`,
  ],
  [
    'anger',
    0.45,
    `
    the hell|cancel if|will cancel|going to cancel|cancelling my|canceling my|i'm cancelling|
    i'm canceling|i'm leaving|we're leaving|we are leaving|i am leaving|leave you|
    looking elsewhere|go elsewhere|switch provider|your competitor|your competitors|
    find another provider|angry|mad|rage|dumb|damn|shit|crap|fool|fools|absurd|garbage|trash|
    rubbish|terrible|horrible|awful|rude|nonsense|lies|lying|suck|sucks|sucked|worst|insane|
    outrage|cancel everything|leaving you|going elsewhere|switching to your competitor|
    never again|never use|never buying|bad review|one star|taking my business|business elsewhere|
    close my account now|delete my account now|ass|bloody|offensive|hostile|cruel|toxic`,
  ],
  [
    'anger',
    0.2,
    `
    hell|racist|shut|dare|kidding me|are you kidding|you kidding|are you serious|blame|ignorant|
    arrogant|evil|disgust|mouth|fight|arguing|coward|trolling|troll|karen|hypocrite|hypocrites|
    who the|right now|fix it now|fix this now|immediately`,
  ],

  [
    'frustration',
    0.8,
    `
    third time|fourth time|fifth time|sixth time|tenth time|hundredth time|how many times do|how many times have|how many times must|
    how many more times|for the last time|thanks for nothing|thank you for nothing|waste of time|
    waste of my time|wasting my time|wasted my time|ffs|for god's sake|for fuck's sake|
    for the love of god|for crying out loud|driving me crazy|driving me insane|driving me mad|
    at my wits|going around in circles|going round in circles|going in circles|pulling my hair`,
  ],
  [
    'frustration',
    0.6,
    `
    annoying|annoyed|annoys|annoyance|frustrating|frustrated|frustration|frustrates|irritating|
    irritated|irritates|aggravating|exasperated|exasperating|useless|worthless|still not working|
    still doesn't work|still does not work|still isn't working|still broken|still not fixed|
    still no answer|still no reply|still no response|nothing works|nothing helps|tired of|
    nightmare|argh|aargh|grr|grrr|you don't listen|not listening|isn't listening|doesn't listen|
    not helpful|not helping|unhelpful|no help at all|second time|again and again|over and over|
    time and again|of no use|no use at all|second day|i give up|give up|losing patience|
    lost patience|lose my patience|out of patience|running out of patience|useless bot|
    stupid bot|nobody answers|nobody replies|no one answers|no one replies|being ignored|
    ignored me|ignoring me|😤|😠|🤦|😩|😫`,
  ],
  [
    'frustration',
    0.4,
    `
    great , another|stop it|stop this|stop that|just stop|stop doing|stop sending|stop asking|
    stop wasting|bad bot|still fails|still failing|still the same|still waiting|still stuck|
    still nothing|still not|still doesn't|still can't|still cannot|still no|still having|
    keeps failing|keeps crashing|keeps happening|keeps asking|keep getting|keeps doing|
    keep asking|did not help|didn't help|doesn't help|does not help|that's not it|
    not what i asked|wrong answer|wrong again|for hours|for days|for weeks|for months|all day|
    all week|hours on|wasted|waste|ugh|uggh|sigh|smh|jfc|hopeless|unusable|unreliable|buggy|
    clunky|a mess|messy|overrated|yeah right|oh great|just great|no response|no reply|no answer|
    already tried|tried everything|already told|already asked|already said|as i said|like i said|
    like i already|asked twice|asked you|told you|can't even|can't believe|lost hours|lost days|
    need this today|losing money|costing us|costs us|🙄|😒|😑|💩|👎|😖|😣`,
  ],
  [
    'frustration',
    0.22,
    `
    stop talking|impossible|come on|urgent|at all|seriously|not working|doesn't work|
    does not work|didn't work|won't work|broken|pain|painful|stuck|struggling|fails again|
    failed again|failing again|crashes again|again|ignored|pointless|stupidly|problematic|
    whatever|downvote|downvoted|literally|anymore|complaint|complain|complaining|complicated|
    bothers|bother|bothering|hassle|tedious|slow|nobody|no one|enough|wrong with|waiting|no luck|
    obnoxious|shame`,
  ],
  [
    'frustration',
    0.1,
    `
    stop|still|can't|cannot|won't|don't|doesn't|didn't|isn't|wasn't|wouldn't|couldn't|aren't|not|
    wrong|fail|fails|failing|never|nothing|trying|tried|supposed|even|people|problem|because|bug`,
  ],

  [
    'confusion',
    0.8,
    `
    i'm confused|i am confused|so confused|totally lost|completely lost|i'm lost|i am lost|
    don't get it|do not get it|makes no sense|make no sense|making no sense|doesn't make sense|
    does not make sense|doesn't make any sense|i don't understand|i do not understand|
    can't understand|cannot understand|not understanding|what do you mean|
    what does that even mean|wdym|wut|😕|😵|🤷`,
  ],
  [
    'confusion',
    0.55,
    `
    confused|confusing|confuses|confusion|puzzled|puzzling|baffled|baffling|perplexed|
    don't understand|do not understand|didn't understand|don't get|do not get|don't follow|
    can't follow|lost me|no idea|no clue|clueless|not clear|unclear|not sure what|not sure how|
    not sure why|not sure if|not sure i|can't figure|cannot figure|can't tell|don't know what|
    don't know how|don't know why|don't know if|don't know which|don't see how|
    what does that mean|what does this mean|what is this|what's going on|what's happening|
    over my head|huh|in plain english|in simple words|simpler words|too technical|🤔|😳|⁉`,
  ],
  [
    'confusion',
    0.35,
    `
    not sure|unsure|i don't know|don't know|idk|dunno|i'm not sure|wondering why|no sense|
    how come|i doubt|doubt|which one is|what the|why would|wait what|am i|did i|is that|mean by|
    should i|or is|wait`,
  ],
  [
    'confusion',
    0.15,
    `
    weird|strange|odd|why is|why are|why do|why does|why did|is this|why|what|lost|understand|
    who|how|or|sure|idea|are you|anyone|unexpected`,
  ],

  [
    'disappointment',
    0.8,
    `
    disappointed|disappointing|disappointment|disappoints|let down|let me down|lets me down|
    letdown|expected better|expected more|not what i expected|not what we expected|
    nothing like what|had high hopes|high hopes|waste of money|not worth the money|lost faith|
    lost trust|lost confidence|regret buying|regret choosing|dissatisfied|
    thought you were better|deserve better`,
  ],
  [
    'disappointment',
    0.5,
    `
    i expected|we expected|was expecting|i was hoping|was hoping|we hoped|i had hoped|had hoped|
    hoped for|hoped it|unhappy|underwhelming|underwhelmed|regret|regrets|not worth|sad to see|
    sadly|too bad|not good enough|used to work|used to be better|used to be good|went downhill|
    gone downhill|promised|broken promise|fell short|falls short|lame|boring|upset|😞|😔|☹|🙁|😟|😢|💔|
    👎🏻`,
  ],
  [
    'disappointment',
    0.35,
    `
    unfortunately|worse|bad|poor|poorly|mediocre|what a shame|a shame|that's a pity|pity|
    depressing|disaster|meh|hurt|hurts|dislike|don't like|do not like|didn't like|hoping|lacking|
    missing out|ruined|ruin|ruins|gross|ugly|cringe|i miss|😥|😓`,
  ],
  [
    'disappointment',
    0.18,
    `
    failure|expected|sad|miss|lost|unfortunate|wish|lack|lacks|missing|less|weak|cheap|dead|
    kills|sorry`,
  ],

  [
    'praise',
    0.8,
    `
    thank you|thanks|thank you so much|thanks a lot|many thanks|love it|love this|i love|awesome|
    amazing|fantastic|excellent|wonderful|brilliant|perfect|life saver|lifesaver|
    much appreciated|you rock|well done|great job|good job|nice work|great work|that helped|
    very helpful|works now|it works|that worked|problem solved|glad|congratulations|congrats|
    happy birthday|happy cake|good luck|best of luck|grateful|delighted|❤|😍|🙏|🎉|💖|🥰|🤗`,
  ],
  [
    'praise',
    0.6,
    `
    great|love|loved|loves|loving|nice|helpful|appreciate|appreciated|happy|pleased|impressed|
    impressive|incredible|beautiful|best|good|glad to|cool|sweet|welcome|enjoyed|enjoy|excited|
    hopefully|hope you|superb|favorite|favourite|i like|like this|like it|proud|😀|😃|😊|🙂|😄|👍|👌|😁|
    💪|😘`,
  ],
  [
    'praise',
    0.35,
    `
    lol|haha|hahaha|lmao|hope|hopes|wow|curious|interesting|fun|funny|agree|luck|cute|friend|hug|
    hugs|😂|🤣|😅|😉|😎`,
  ],

  // Terms of the trade that look like a mood.
  [
    'confusion',
    0,
    `
    dumb terminal|dumb mode|dumb client|garbage collection|garbage collector|garbage collected|
    trash folder|trash can|trash bin|the trash|rage click|rage clicks|stop words|stop word|
    stop the|stop sequence|bad request|bad gateway|bad credentials|dead letter|dead link|
    dead links|lost connection|lost update|cache miss|less than|best practice|best practices|
    disaster recovery|good morning|good evening|nice to|well known|poor performance|
    confusion matrix|sad path|happy path|why not|what about|who can|how long|how much|how many|
    not found|not only|like to`,
  ],
];
