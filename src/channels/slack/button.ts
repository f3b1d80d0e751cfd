/** A button; `actionId` is a name of `interactions/ids.ts`, `value` what the press is about. */
export function button(text: string, actionId: string, value: string) {
  return {
    type: 'button',
    text: { type: 'plain_text', text },
    action_id: actionId,
    value,
  } as const;
}
