/** Names by which Slack says what was pressed, sent in or asked for. */

/** Buttons. The value is the conversation's id, followed by a space and the exchange's where one is meant. */
export const actions = {
  markHelpful: 'mark_helpful',
  markNotHelpful: 'mark_not_helpful',
  callPerson: 'call_person',
  handBack: 'hand_back',
  resolveThread: 'resolve_thread',
  claim: 'claim_case',
  reply: 'reply_to_customer',
  note: 'note_on_case',
  transfer: 'transfer_case',
  resolve: 'resolve_case',
  giveBack: 'give_case_back',
  judgeNeeded: 'judge_needed',
  judgeNotNeeded: 'judge_not_needed',
  judgeTooLate: 'judge_too_late',
} as const;

/** Dialogs; each carries the conversation's id as its private metadata. */
export const views = {
  reply: 'send_reply',
  note: 'keep_note',
  transfer: 'send_transfer',
} as const;

/** Entries of a message's menu. */
export const shortcuts = {
  handOver: 'hand_over',
  sendToCustomer: 'send_to_customer',
} as const;

export const command = '/earshot';
