/** Buttons, selects and inputs: finding them, picking in them, reading what was put in. */
import { isObject } from './blocks/pointer.ts';
import type { Block, InputValues, Json } from './types.ts';

export type Control = Json & { readonly block_id: string; readonly action_id: string };

/** The one of this action; of several alike the one whose value it is. */
export function findControl(
  blocks: readonly Block[],
  actionId: string,
  value: string | undefined,
): Control | undefined {
  const named = controlsOf(blocks).filter(({ action_id }) => action_id === actionId);
  const exact = named.find((control) => control.value === value);
  const first = named[0];
  if (value === undefined || exact !== undefined) return exact ?? first;
  // A button shows its own value; what is picked in a select is the person's choice.
  return named.find((control) => !/button$/.test(String(control.type)) && offers(control, value));
}

export const controlsOf = (blocks: readonly Block[]): readonly Control[] =>
  blocks.flatMap((block) => {
    const elements = Array.isArray(block.elements) ? block.elements : [];
    return [...elements, block.accessory, block.element]
      .filter(isObject)
      .filter(({ action_id }) => typeof action_id === 'string')
      .map((element) => ({ ...element, block_id: String(block.block_id) }) as Control);
  });

const optionsOf = (control: Json): readonly Json[] => {
  const groups = Array.isArray(control.option_groups) ? (control.option_groups as Json[]) : [];
  const all = [control.options, ...groups.map(({ options }) => options)];
  return all.filter(Array.isArray).flat() as Json[];
};

function offers(control: Json, value: string): boolean {
  if (control.type === 'feedback_buttons')
    return [control.positive_button, control.negative_button].some(
      (button) => isObject(button) && button.value === value,
    );
  const options = optionsOf(control);
  return options.length === 0 || options.some((option) => option.value === value);
}

/** The `actions` entry of what was pressed or picked. */
export function pickedIn(control: Control, value: string | undefined): Json {
  const { block_id, action_id, type } = control;
  const at = { block_id, action_id, type };
  if (type === 'feedback_buttons') {
    const buttons = [control.positive_button, control.negative_button].filter(isObject);
    const button = buttons.find((each) => each.value === value) ?? buttons[0];
    return { ...at, text: button?.text, value: button?.value };
  }
  if (/button$/.test(String(type)))
    return {
      ...at,
      text: control.text,
      ...(control.value === undefined ? {} : { value: control.value }),
    };
  return { ...at, ...stateOf(control, value ?? '') };
}

/** What a control holds, as it stands in `state.values`. */
function stateOf(control: Json, value: string | readonly string[]): Json {
  const one = typeof value === 'string' ? value : (value[0] ?? '');
  const many = typeof value === 'string' ? [value] : value;
  const type = String(control.type);
  const chosen = (wanted: string) =>
    optionsOf(control).find((option) => option.value === wanted) ?? null;
  if (type === 'checkboxes' || type === 'multi_static_select')
    return { type, selected_options: many.map(chosen).filter((option) => option !== null) };
  if (/^(?:static_select|radio_buttons|overflow|external_select)$/.test(type))
    return { type, selected_option: one === '' ? null : chosen(one) };
  if (type === 'multi_users_select') return { type, selected_users: many };
  if (type === 'users_select') return { type, selected_user: one || null };
  if (type === 'channels_select') return { type, selected_channel: one || null };
  if (type === 'conversations_select') return { type, selected_conversation: one || null };
  if (type === 'datepicker') return { type, selected_date: one || null };
  if (type === 'timepicker') return { type, selected_time: one || null };
  return { type, value: one || null };
}

const initialOf = (control: Json): string | readonly string[] => {
  const option = (value: unknown) => (isObject(value) ? String(value.value) : '');
  if (Array.isArray(control.initial_options)) return control.initial_options.map(option);
  if (Array.isArray(control.initial_users)) return control.initial_users as string[];
  const plain =
    control.initial_value ??
    control.initial_user ??
    control.initial_channel ??
    control.initial_conversation ??
    control.initial_date ??
    control.initial_time;
  return plain === undefined ? option(control.initial_option) : String(plain);
};

/** What a modal's inputs hold, and what Slack itself would say against it before asking the app. */
export function valuesOf(
  blocks: readonly Block[],
  given: InputValues,
): { readonly values: Json; readonly errors: Readonly<Record<string, string>> } {
  const values: Record<string, Record<string, Json>> = {};
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    for (const control of controlsOf([block])) {
      if (control.type === 'button') continue;
      const value = given[control.block_id]?.[control.action_id] ?? initialOf(control);
      values[control.block_id] = {
        ...values[control.block_id],
        [control.action_id]: stateOf(control, value),
      };
      const fault = block.type === 'input' ? inputFault(block, control, value) : undefined;
      if (fault !== undefined) errors[control.block_id] = fault;
    }
  }
  const known = blocks.map(({ block_id }) => String(block_id));
  const unknown = Object.keys(given).find((id) => !known.includes(id));
  if (unknown !== undefined) throw new Error(`[slack emulator] the modal has no input ${unknown}`);
  return { values, errors };
}

function inputFault(
  block: Block,
  control: Control,
  value: string | readonly string[],
): string | undefined {
  if (value.length === 0) return block.optional === true ? undefined : 'This is a required field.';
  if (control.max_length !== undefined && value.length > Number(control.max_length))
    return `This entry can be at most ${Number(control.max_length)} characters.`;
  if (control.min_length !== undefined && value.length < Number(control.min_length))
    return `This entry must be at least ${Number(control.min_length)} characters.`;
  return undefined;
}
