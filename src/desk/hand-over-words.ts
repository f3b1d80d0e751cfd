/** What the bot says of a change of hands: only what is true, and never a time of its own. */
import type { Feeling } from './types.ts';

/** Why a person is called. */
export type HandOverCause =
  | 'asked'
  | 'accepted'
  | 'upset'
  | 'asked_again'
  | 'did_not_help'
  | 'attachment'
  | 'unknown'
  | 'failed';

/**
 * The first sentence when a person is called. Nobody has been reached yet; what there is to say
 * about waiting follows from `sayWaiting`.
 */
export function openHandOver(feeling: Feeling, cause: HandOverCause): string {
  const acknowledged =
    feeling.label === 'anger' && cause !== 'upset'
      ? 'I can see this has been a lot of trouble. '
      : '';
  return `${acknowledged}${openings[cause]} ${carriedOver}`;
}

export interface Waiting {
  /** How many people can have heard the call. */
  readonly reached: number;
  /** The desk's hours in words, from `describeHours`. */
  readonly hours: { readonly open: boolean; readonly text: string } | null;
  /** The median wait so far; null while too few waits are measured. */
  readonly medianMs: number | null;
  readonly fallback: string | undefined;
}

export function sayWaiting({ reached, hours, medianMs, fallback }: Waiting): string {
  if (reached === 0) {
    const when = hours === null ? '' : ` ${hours.text}`;
    return `I could not notify anyone just now.${when} ${sayKept(fallback)}`;
  }
  if (hours !== null) {
    return `I have notified the team. ${hours.text} ${orElsewhere(hours, fallback)}`.trim();
  }
  if (medianMs !== null) {
    return `I have notified the team. People have usually answered here within ${inWords(medianMs)}; I can't promise it for this time.`;
  }
  return "I have notified the team. I can't promise a time; the answer will come here.";
}

/** Said once where nobody has taken the case for a while. */
export function sayStillWaiting({
  reached,
  fallback,
}: Pick<Waiting, 'reached' | 'fallback'>): string {
  const called =
    reached === 0
      ? 'Nobody has taken this up yet, and I could not notify anyone just now.'
      : 'Nobody has taken this up yet. I have called the team again.';
  return `${called} ${sayKept(fallback)}`;
}

/** Said once to a customer who goes on writing while the case waits. */
export function sayQueued(): string {
  return 'I have added this for the person who takes over. Write as much as you like; if you want me to try an answer meanwhile, call me by name or begin with "@bot".';
}

/** No answer could be finished, and a person was called instead. */
export function sayFailed(): string {
  return openings.failed;
}

export function sayClaimed(agentName: string): string {
  return `${agentName} is taking over now and can see this whole conversation. I will stay quiet meanwhile.`;
}

export function sayTransferred(agentName: string): string {
  return `${agentName} is taking this over and can see this whole conversation.`;
}

/** The first sentence when an agent puts a case back into the queue. */
export function sayPassedOn(agentName: string): string {
  return `${agentName} is passing this on to a colleague.`;
}

/** The first sentence when the agent who had a case has not answered. */
export function sayAbsent(agentName: string): string {
  return `${agentName} has not been able to answer, so I am calling a colleague.`;
}

/** Where a customer writes more than the limits allow. */
export function saySlowed(): string {
  return 'That is a lot at once. I have kept all of it, and answer it bit by bit over the next minutes.';
}

/** Where too much waits already. */
export function sayRefused(): string {
  return 'So much is waiting here right now that I could not take this in. Please send it again in a few minutes.';
}

export function sayHandedBack(agentName: string): string {
  return `${agentName} has handed this back to me. Ask me anything, or say so if you want a person again.`;
}

/** The customer asked for the bot instead of waiting for a person. */
export function sayReturned(): string {
  return "I'm back with you. If you want a person after all, just say so.";
}

export function sayResolved(agentName: string, reopenDays: number): string {
  const reopening =
    reopenDays > 0
      ? `If something is still open, write here ${withinDays(reopenDays)}, and it goes back to a person.`
      : 'If something is still open, write here and say that you want a person.';
  return `${agentName} has marked this as resolved. ${reopening}`;
}

export function sayReopened(): string {
  return 'I have reopened your case and added what you wrote to it.';
}

function sayKept(fallback: string | undefined): string {
  return fallback
    ? `Your messages are kept and wait here for the team. You can also turn to: ${fallback}`
    : 'Your messages are kept, and the team will see them when it next opens the desk.';
}

function orElsewhere(hours: NonNullable<Waiting['hours']>, fallback: string | undefined): string {
  return hours.open || !fallback ? '' : `Until then you can also turn to: ${fallback}`;
}

function withinDays(days: number): string {
  return days === 1 ? 'within a day' : `within ${days} days`;
}

/** Rounded up, so that no shorter wait is spoken of than was measured. */
function inWords(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  if (minutes === 1) return 'a minute';
  if (minutes <= 90) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

const carriedOver = 'Everything written here goes along, so you will not have to repeat it.';

const openings: Readonly<Record<HandOverCause, string>> = {
  asked: "I'm bringing in a person.",
  accepted: "Good, I'm bringing in a person.",
  upset: "This has been a lot of trouble already, so I'm bringing in a person.",
  asked_again: "You have asked this more than once, so I'm bringing in a person.",
  did_not_help: "That did not get you further, so I'm bringing in a person.",
  attachment: "I cannot read the file that you sent, so I'm bringing in a person who can.",
  unknown: "None of our articles answers this, so I'm bringing in a person.",
  failed: "I could not finish an answer to this, so I'm bringing in a person.",
};
