/** What an agent can do with a case from its card. */
import { hasEnded } from '../../../desk/escalation.ts';
import type { Escalation, EscalationState, Verdict } from '../../../desk/types.ts';
import type { KnownBlock } from '../blocks.ts';
import { button } from '../button.ts';
import { actions } from '../interactions/ids.ts';

type CaseAction = 'claim' | 'reply' | 'note' | 'transfer' | 'resolve' | 'giveBack';

export function caseButtons(conversationId: string, escalation: Escalation): readonly KnownBlock[] {
  const elements = offered[escalation.state].map((name) => {
    const label = name === 'claim' && hasEnded(escalation) ? 'Take over' : labels[name];
    return button(label, actions[name], conversationId);
  });
  return [{ type: 'actions', elements }];
}

/** Nobody can say yet whether a person was needed while none has looked at it. */
export function verdictButtons(
  conversationId: string,
  { state, verdict }: Escalation,
): readonly KnownBlock[] {
  if (state === 'waiting') return [];
  const elements = verdicts.map(([name, label, actionId]) =>
    button(name === verdict ? `✓ ${label}` : label, actionId, conversationId),
  );
  return [
    { type: 'context', elements: [{ type: 'plain_text', text: 'Was a person needed?' }] },
    { type: 'actions', elements },
  ];
}

const offered: Readonly<Record<EscalationState, readonly CaseAction[]>> = {
  waiting: ['claim', 'reply', 'note', 'transfer', 'resolve', 'giveBack'],
  claimed: ['reply', 'note', 'transfer', 'resolve', 'giveBack'],
  waiting_on_customer: ['reply', 'note', 'transfer', 'resolve', 'giveBack'],
  resolved: ['claim', 'note'],
  handed_back: ['claim', 'note'],
};

const labels: Readonly<Record<CaseAction, string>> = {
  claim: 'Claim',
  reply: 'Reply',
  note: 'Note',
  transfer: 'Transfer',
  resolve: 'Resolve',
  giveBack: 'Hand back',
};

const verdicts: readonly (readonly [Verdict, string, string])[] = [
  ['needed', 'Needed', actions.judgeNeeded],
  ['not_needed', 'Not needed', actions.judgeNotNeeded],
  ['too_late', 'Too late', actions.judgeTooLate],
];
