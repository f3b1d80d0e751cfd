/** The life of a hand-over: waiting → claimed ⇄ waiting on the customer → resolved or handed back. */
import { randomUUID } from 'node:crypto';
import type { Change, Saying } from './change.ts';
import {
  sayClaimed,
  sayHandedBack,
  sayPassedOn,
  sayResolved,
  sayReturned,
  sayTransferred,
} from './hand-over-words.ts';
import type { Conversation, Escalation, EscalationState, Verdict } from './types.ts';

/** Why an act was refused, in one sentence; null where it was done. */
export type Refusal = string | null;

/** One act on a conversation, pure: run on it as it stands when it is written. */
export type Act = (conversation: Conversation) => Change<Refusal>;

export interface Cause {
  readonly rule: string;
  readonly reason: string;
  /** What the customer is told before the truth about waiting. */
  readonly opening: string;
}

/** A new escalation, or the resolved one of this conversation opened again. */
export function openEscalation(
  { escalation }: Conversation,
  { rule, reason, opening }: Cause,
  at: number,
): Escalation {
  const cause = {
    rule,
    reason,
    opening,
    calledAt: null,
    reached: 0,
    apologisedAt: null,
    nudgedAt: null,
    verdict: null,
  };
  if (escalation && (escalation.state === 'resolved' || !hasEnded(escalation))) {
    return { ...move(escalation, 'waiting', at), ...cause, endedAt: null };
  }
  return {
    id: randomUUID(),
    state: 'waiting',
    agent: null,
    openedAt: at,
    since: at,
    claimedAt: null,
    endedAt: null,
    spentMs: {},
    ...cause,
  };
}

export function move(escalation: Escalation, state: EscalationState, at: number): Escalation {
  if (escalation.state === state) return escalation;
  const spent = (escalation.spentMs[escalation.state] ?? 0) + Math.max(0, at - escalation.since);
  const spentMs = { ...escalation.spentMs, [escalation.state]: spent };
  const ends = state === 'resolved' || state === 'handed_back';
  return { ...escalation, state, since: at, spentMs, endedAt: ends ? at : null };
}

export function hasEnded({ state }: Escalation): boolean {
  return state === 'resolved' || state === 'handed_back';
}

export function claim(agent: string, at: number): Act {
  return (conversation) => {
    const taken = refuseOthers(conversation, agent, at);
    if (taken) return { result: taken };
    if (conversation.holder.kind === 'person') return { result: null };
    return {
      ...takeOver(conversation, agent, at),
      say: [notice(sayClaimed(agent), at)],
      audit: entry(conversation, agent, at, 'claimed'),
    };
  };
}

export function reply(agent: string, text: string, at: number): Act {
  return (conversation) => {
    const taken = refuseOthers(conversation, agent, at);
    if (taken) return { result: taken };
    const holds = conversation.holder.kind === 'person';
    const taking = takeOver(conversation, agent, at);
    const said = saidBy(agent, text, at);
    return {
      ...taking,
      escalation: move({ ...taking.escalation, nudgedAt: null }, 'waiting_on_customer', at),
      say: holds ? [said] : [notice(sayClaimed(agent), at), said],
      audit: entry(conversation, agent, at, 'replied'),
    };
  };
}

/**
 * An agent has written in the customer's own thread: there is nothing to send. Where nobody else has
 * the conversation, it is theirs from now on; the result says whether it was not before.
 */
export function speak(
  agent: string,
  { text, externalId }: { readonly text: string; readonly externalId: string },
  at: number,
): (conversation: Conversation) => Change<boolean> {
  return (conversation) => {
    const { holder, messages } = conversation;
    if (messages.some((message) => message.externalId === externalId)) return { result: false };
    const said = { ...saidBy(agent, text, at), externalId };
    if (holder.kind === 'person' && holder.agent !== agent) return { result: false, say: [said] };
    const taking = takeOver(conversation, agent, at);
    const tookOver = holder.kind !== 'person';
    return {
      ...taking,
      result: tookOver,
      escalation: move({ ...taking.escalation, nudgedAt: null }, 'waiting_on_customer', at),
      say: [said],
      audit: entry(conversation, agent, at, tookOver ? 'took over' : 'replied'),
    };
  };
}

export function judge(agent: string, verdict: Verdict, at: number): Act {
  return (conversation) => {
    const { escalation } = conversation;
    if (!escalation) return { result: 'There is no hand-over to judge.' };
    return {
      result: null,
      escalation: { ...escalation, verdict },
      audit: entry(conversation, agent, at, `judged as ${verdict.replaceAll('_', ' ')}`),
    };
  };
}

/** `externalId`: the platform's, where it was said there; a second arrival of it is no second note. */
export function note(agent: string, text: string, externalId: string | null, at: number): Act {
  return (conversation) => {
    const { messages } = conversation;
    const isKnown = externalId !== null && messages.some((each) => each.externalId === externalId);
    if (isKnown) return { result: null };
    const remark = internal(agent, text, at);
    return {
      result: null,
      say: [externalId === null ? remark : { ...remark, externalId }],
      audit: entry(conversation, agent, at, 'noted'),
    };
  };
}

/** Anyone at the desk may transfer, so that a case is never stuck with somebody who is gone. */
export function transfer(agent: string, to: string | null, remark: string, at: number): Act {
  return (conversation) => {
    const { holder, escalation } = conversation;
    if (holder.kind === 'bot' || !escalation) {
      return { result: 'The bot has this conversation. Claim it before you transfer it.' };
    }
    if (holder.kind === 'person' && holder.agent === to) {
      return { result: `${to} has this conversation already.` };
    }
    if (holder.kind === 'queue' && to === null) {
      return { result: 'This conversation waits in the queue already.' };
    }
    const remarks = remark === '' ? [] : [internal(agent, remark, at)];
    const audit = entry(conversation, agent, at, `transferred to ${to ?? 'the queue'}`);
    if (to === null) {
      const { rule, reason } = escalation;
      const waiting = openEscalation(
        conversation,
        { rule, reason: `${reason}; ${agent} passed it on`, opening: sayPassedOn(agent) },
        at,
      );
      return {
        result: null,
        holder: { kind: 'queue' },
        escalation: { ...waiting, rule },
        say: remarks,
        callAgents: true,
        audit,
      };
    }
    return {
      ...takeOver(conversation, to, at),
      say: [...remarks, notice(sayTransferred(to), at)],
      audit,
    };
  };
}

export function resolve(agent: string, reopenDays: number, at: number): Act {
  return end(agent, 'resolved', sayResolved(agent, reopenDays), at);
}

export function handBack(agent: string, at: number): Act {
  return end(agent, 'handed_back', sayHandedBack(agent), at);
}

/** The customer leaves the queue. */
export function returnToBot(at: number): Act {
  return ({ holder, escalation }) => {
    if (holder.kind === 'person') return { result: `${holder.agent} is with you now.` };
    if (holder.kind === 'bot' || !escalation) return { result: null };
    return {
      result: null,
      holder: { kind: 'bot' },
      escalation: move(escalation, 'handed_back', at),
      say: [{ ...notice(sayReturned(), at), voice: 'bot' }],
    };
  };
}

function end(agent: string, state: 'resolved' | 'handed_back', words: string, at: number): Act {
  return (conversation) => {
    const { holder, escalation } = conversation;
    if (holder.kind === 'bot' || !escalation) {
      return { result: 'The bot has this conversation already.' };
    }
    const taken = refuseOthers(conversation, agent, at);
    if (taken) return { result: taken };
    return {
      result: null,
      holder: { kind: 'bot' },
      escalation: { ...move(escalation, state, at), agent },
      say: [notice(words, at)],
      audit: entry(conversation, agent, at, state === 'resolved' ? 'resolved' : 'handed back'),
    };
  };
}

function takeOver(conversation: Conversation, agent: string, at: number) {
  const { holder } = conversation;
  const open = openOrNew(conversation, agent, at);
  const had = holder.kind === 'person' && holder.agent === agent;
  // Who gets a case from a colleague has their own time to answer.
  const theirs = had ? open : { ...move(open, 'waiting', at), nudgedAt: null };
  return {
    result: null,
    holder: { kind: 'person', agent },
    escalation: { ...move(theirs, 'claimed', at), agent, claimedAt: open.claimedAt ?? at },
  } as const;
}

function openOrNew(conversation: Conversation, agent: string, at: number): Escalation {
  const { escalation } = conversation;
  if (escalation && !hasEnded(escalation)) return escalation;
  const cause = { rule: 'agent_stepped_in', reason: `${agent} stepped in`, opening: '' };
  return openEscalation({ ...conversation, escalation: null }, cause, at);
}

function refuseOthers({ holder, escalation }: Conversation, agent: string, at: number): Refusal {
  if (holder.kind !== 'person' || holder.agent === agent) return null;
  // The first claim may have been a colleague's, so only a fresh one tells when.
  const isFresh = at - (escalation?.claimedAt ?? 0) < 60_000;
  return `${holder.agent} has this conversation${isFresh ? '; they took it just now' : ''}.`;
}

function notice(text: string, at: number): Saying {
  return { author: { kind: 'bot' }, kind: 'notice', text, at, voice: 'person' };
}

function saidBy(agent: string, text: string, at: number): Saying {
  return { author: { kind: 'agent', name: agent }, kind: 'said', text, at, voice: 'person' };
}

function internal(agent: string, text: string, at: number): Saying {
  return { author: { kind: 'agent', name: agent }, kind: 'note', text, at, voice: 'person' };
}

/** What the list of who did what says of it. */
export function entry({ id }: Conversation, actor: string, at: number, action: string) {
  return { at, actor, action, subject: id };
}
