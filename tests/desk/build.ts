/** Conversations and what belongs to them, each whole, with only what a test is about spelled out. */

import type { Saying } from '../../src/desk/change.ts';
import type { Situation } from '../../src/desk/decide.ts';
import type { IncomingMessage, Sender } from '../../src/desk/incoming.ts';
import { type Policy, policySchema } from '../../src/desk/policy.ts';
import type {
  Citation,
  Conversation,
  Draft,
  Escalation,
  Exchange,
  Feeling,
  FeelingLabel,
  Message,
  Signals,
  Turn,
} from '../../src/desk/types.ts';
import { noon } from '../held-clock.ts';

export function incoming(parts: Partial<IncomingMessage> = {}): IncomingMessage {
  return {
    channel: 'web',
    address: 'thread-1',
    externalId: 'message-1',
    author: sender('customer-1', 'Ada'),
    text: 'How do I export my invoices?',
    attachments: [],
    hearing: 'direct',
    place: null,
    at: noon,
    ...parts,
  };
}

/** `agent`: their name at the desk. */
export function sender(
  externalId: string,
  name: string | null = externalId,
  agent: string | null = null,
): Sender {
  return { externalId, name, agent };
}

export function feeling(label: FeelingLabel = 'calm', upset = 0): Feeling {
  return {
    label,
    intensity: upset,
    trend: 'steady',
    scores: { anger: 0, frustration: 0, confusion: 0, disappointment: 0 },
    upset,
  };
}

export function conversation(parts: Partial<Conversation> = {}): Conversation {
  return {
    id: 'conversation-1',
    channel: 'web',
    address: 'thread-1',
    customer: { id: 'customer-1', name: 'Ada' },
    holder: { kind: 'bot' },
    epoch: 0,
    messages: [],
    exchanges: [],
    escalation: null,
    openedAt: noon,
    updatedAt: noon,
    ...parts,
  };
}

export function message(parts: Partial<Message> = {}): Message {
  return {
    id: 'message-1',
    seq: 1,
    author: { kind: 'customer', name: 'Ada' },
    kind: 'said',
    text: 'How do I export my invoices?',
    citations: [],
    at: noon,
    delivery: 'delivered',
    exchangeId: null,
    externalId: null,
    attachments: [],
    hearing: null,
    editedAt: null,
    deletedAt: null,
    ...parts,
  };
}

export const citation: Citation = {
  article: 'billing/invoices',
  heading: 'Exporting invoices',
  url: 'https://help.example.com/invoices',
  passage: 'billing/invoices#1',
};

export function exchange(parts: Partial<Exchange> = {}): Exchange {
  return {
    id: 'exchange-1',
    conversationId: 'conversation-1',
    customerId: 'customer-1',
    channel: 'web',
    at: noon,
    question: 'How do I export my invoices?',
    answer: 'Open Billing and press Export.',
    outcome: 'answered',
    rule: 'question',
    reason: 'the bot holds the conversation',
    feeling: feeling(),
    confidence: 0.9,
    citations: [citation],
    passages: [citation.passage],
    latencyMs: 12,
    mark: null,
    ...parts,
  };
}

export function escalation(parts: Partial<Escalation> = {}): Escalation {
  return {
    id: 'escalation-1',
    state: 'waiting',
    rule: 'asked_for_person',
    reason: 'the customer asked for a person',
    opening: "I'm bringing in a person.",
    agent: null,
    openedAt: noon,
    since: noon,
    claimedAt: null,
    endedAt: null,
    calledAt: null,
    reached: 0,
    apologisedAt: null,
    nudgedAt: null,
    verdict: null,
    spentMs: {},
    ...parts,
  };
}

export function turn(parts: Partial<Turn> = {}): Turn {
  return {
    id: 'message-1',
    conversationId: 'conversation-1',
    messageIds: ['message-1'],
    customerId: 'customer-1',
    text: 'How do I export my invoices?',
    attachments: [],
    hearing: 'direct',
    receivedAt: noon,
    attempt: 0,
    revised: false,
    version: 0,
    ...parts,
  };
}

export function signals(parts: Partial<Signals> = {}): Signals {
  return {
    wantsPerson: false,
    wantsBot: false,
    didNotHelp: false,
    asksAgain: false,
    accepts: false,
    lost: false,
    smallTalk: null,
    ...parts,
  };
}

export function draft(parts: Partial<Draft> = {}): Draft {
  return {
    text: 'Open Billing and press Export.',
    citations: [citation],
    confidence: 0.9,
    ...parts,
  };
}

export function policy(parts: Record<string, unknown> = {}): Policy {
  return policySchema.parse(parts);
}

export function botSays(text: string, parts: Partial<Saying> = {}): Saying {
  return { author: { kind: 'bot' }, kind: 'said', text, at: noon, voice: 'bot', ...parts };
}

export function agentSays(name: string, text: string, parts: Partial<Saying> = {}): Saying {
  const author = { kind: 'agent', name } as const;
  return { author, kind: 'said', text, at: noon, voice: 'person', ...parts };
}

export function situation(parts: Partial<Situation> = {}): Situation {
  return {
    turn: turn(),
    conversation: conversation(),
    signals: signals(),
    feeling: feeling(),
    policy: policy(),
    now: noon,
    ...parts,
  };
}
