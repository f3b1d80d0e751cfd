/** What a card says of a case, in words that an agent takes in at a glance. */
import type { Conversation, Escalation, Feeling, FeelingLabel, Outcome } from '../../desk/types.ts';
import { readAddress } from './address.ts';
import { cleanText, escapeMrkdwn } from './format/slack-text.ts';

/** Where the customer is, as mrkdwn. */
export function sayWhere({ channel, address }: Pick<Conversation, 'channel' | 'address'>): string {
  if (channel !== 'slack') return places[channel];
  const place = readAddress(address).channel;
  return place.startsWith('D') ? 'in a direct message' : `in <#${place}>`;
}

/** As mrkdwn: who has the case, and since when. */
export function sayState({ state, agent, since, nudgedAt }: Escalation): string {
  const name = escapeMrkdwn(agent ?? 'A person');
  switch (state) {
    case 'waiting':
      return `*Waiting for a person* since ${sayTime(since)}`;
    case 'claimed':
      return nudgedAt === null
        ? `*${name} has this* since ${sayTime(since)}`
        : `*${name} has this* and was called at ${sayTime(nudgedAt)}: the customer waits for an answer`;
    case 'waiting_on_customer':
      return `*${name} has this*, waiting for the customer since ${sayTime(since)}`;
    case 'resolved':
      return `*Resolved* by ${name}, ${sayTime(since)}`;
    case 'handed_back':
      return `*Back with the bot* since ${sayTime(since)}`;
  }
}

/** How the customer feels, and how they came to feel so: a bar for each turn. */
export function sayFeelings(feelings: readonly Feeling[]): string | null {
  const last = feelings.at(-1);
  if (!last) return null;
  const isQuiet = last.trend === 'steady' && (last.label === 'calm' || last.label === 'pleased');
  const trend = isQuiet ? '' : `, ${last.trend}`;
  const heights = feelings.slice(-mostBars).map(({ upset }) => barOf(upset));
  // Nothing but low bars looks like a line that was meant to be filled in.
  const drawn = Math.max(...heights) === 0 ? [] : heights.map((height) => bars[height]);
  return `${feelingNames[last.label]}${trend} ${drawn.join('')}`.trimEnd();
}

const feelingNames: Readonly<Record<FeelingLabel, string>> = {
  calm: 'Calm',
  pleased: 'Pleased',
  confusion: 'Confused',
  disappointment: 'Disappointed',
  frustration: 'Frustrated',
  anger: 'Angry',
};

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  answered: 'answered',
  clarified: 'asked back',
  unknown: 'no article answers this',
  offered: 'offered a person',
  handed_over: 'handed over',
  chat: 'small talk',
};

/** As mrkdwn; each reader sees it in the time of their own place. */
export function sayTime(at: number): string {
  const fallback = new Date(at).toISOString().slice(0, 16).replace('T', ' ');
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${fallback} UTC>`;
}

/** The beginning of what somebody wrote, at most this many characters long as a reader counts. */
export function clip(text: string, most: number): string {
  const clean = cleanText(text).trim();
  // A grapheme may be made of any number of marks; more than this is no writing.
  const some = clean.slice(0, most * 4).toWellFormed();
  const graphemes = Array.from(new Intl.Segmenter().segment(some), ({ segment }) => segment);
  const head = graphemes.slice(0, most).join('');
  return head === clean ? clean : `${head.trimEnd()}…`;
}

export function clipLine(text: string, most: number): string {
  return clip(text.replace(/\s+/g, ' '), most);
}

const places = {
  web: 'in the web chat',
  terminal: 'in the terminal',
  discord: 'on Discord',
} as const;

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const mostBars = 8;

function barOf(upset: number): number {
  return Math.min(bars.length - 1, Math.max(0, Math.floor(upset * bars.length)));
}
