/** https://docs.slack.dev/reference/block-kit/block-elements */
import type { Json } from '../types.ts';
import {
  checkKeys,
  checkList,
  checkOptional,
  checkString,
  checkText,
  checkUrl,
  type Faulty,
  isObject,
} from './pointer.ts';

/** Fields beside type, action_id, confirm and focus_on_load. */
const fields: Readonly<Record<string, readonly string[]>> = {
  button: ['text', 'value', 'url', 'style', 'accessibility_label'],
  workflow_button: ['text', 'workflow', 'style', 'accessibility_label'],
  icon_button: ['icon', 'text', 'value', 'accessibility_label', 'visible_to_user_ids'],
  feedback_buttons: ['positive_button', 'negative_button'],
  overflow: ['options'],
  checkboxes: ['options', 'initial_options'],
  radio_buttons: ['options', 'initial_option'],
  static_select: ['placeholder', 'options', 'option_groups', 'initial_option'],
  multi_static_select: [
    'placeholder',
    'options',
    'option_groups',
    'initial_options',
    'max_selected_items',
  ],
  external_select: ['placeholder', 'initial_option', 'min_query_length'],
  users_select: ['placeholder', 'initial_user'],
  multi_users_select: ['placeholder', 'initial_users', 'max_selected_items'],
  channels_select: ['placeholder', 'initial_channel', 'response_url_enabled'],
  conversations_select: [
    'placeholder',
    'initial_conversation',
    'default_to_current_conversation',
    'response_url_enabled',
    'filter',
  ],
  datepicker: ['placeholder', 'initial_date'],
  timepicker: ['placeholder', 'initial_time', 'timezone'],
  datetimepicker: ['initial_date_time'],
  plain_text_input: [
    'placeholder',
    'initial_value',
    'multiline',
    'min_length',
    'max_length',
    'dispatch_action_config',
  ],
  email_text_input: ['placeholder', 'initial_value', 'dispatch_action_config'],
  url_text_input: ['placeholder', 'initial_value', 'dispatch_action_config'],
  number_input: [
    'placeholder',
    'initial_value',
    'is_decimal_allowed',
    'min_value',
    'max_value',
    'dispatch_action_config',
  ],
  rich_text_input: ['placeholder', 'initial_value', 'dispatch_action_config'],
  file_input: ['filetypes', 'max_files'],
};

const inputs =
  /_input$|^(?:checkboxes|radio_buttons|.*select|datepicker|timepicker|datetimepicker)$/;

const allowedIn: Readonly<Record<string, (type: string) => boolean>> = {
  actions: (type) =>
    /^(?:workflow_)?button$|^(?:overflow|checkboxes|radio_buttons)$|select$|picker$|^rich_text_input$/.test(
      type,
    ),
  section: (type) =>
    /^(?:workflow_)?button$|^(?:overflow|checkboxes|radio_buttons)$|select$|picker$/.test(type),
  context_actions: (type) => type === 'feedback_buttons' || type === 'icon_button',
  input: (type) => inputs.test(type),
};

export function checkElement(
  faulty: Faulty,
  value: unknown,
  pointer: string,
  parent: 'actions' | 'section' | 'context_actions' | 'input',
): void {
  const type = isObject(value) ? String(value.type) : '';
  const known = fields[type];
  if (!isObject(value) || known === undefined || allowedIn[parent]?.(type) !== true) {
    faulty.add(`unsupported type: ${type}`, `${pointer}/type`);
    return;
  }
  checkKeys(faulty, value, pointer, ['type', 'action_id', 'confirm', 'focus_on_load', ...known]);
  checkOptional(faulty, value.action_id, `${pointer}/action_id`, { max: 255 });
  if (/button$/.test(type)) checkButton(faulty, value, pointer);
  if (type === 'feedback_buttons') {
    for (const name of ['positive_button', 'negative_button'])
      checkButton(faulty, isObject(value[name]) ? value[name] : {}, `${pointer}/${name}`);
  }
  if (value.placeholder !== undefined)
    checkText(faulty, value.placeholder, `${pointer}/placeholder`, { max: 150, plain: true });
  if (known.includes('options')) checkOptions(faulty, value, pointer);
  if (value.confirm !== undefined) checkConfirm(faulty, value.confirm, `${pointer}/confirm`);
  checkOptional(faulty, value.initial_value, `${pointer}/initial_value`, { max: 3_000, min: 0 });
  if (value.max_length !== undefined && !(Number(value.max_length) <= 3_000))
    faulty.add('must be less than or equal to 3000', `${pointer}/max_length`);
}

function checkButton(faulty: Faulty, button: Json, pointer: string): void {
  checkText(faulty, button.text, `${pointer}/text`, { max: 75, plain: true });
  checkOptional(faulty, button.value, `${pointer}/value`, { max: 2_000, min: 0 });
  checkOptional(faulty, button.accessibility_label, `${pointer}/accessibility_label`, { max: 75 });
  if (button.url !== undefined) checkUrl(faulty, button.url, `${pointer}/url`);
  if (button.style !== undefined && button.style !== 'primary' && button.style !== 'danger')
    faulty.add('must be one of: primary, danger', `${pointer}/style`);
}

function checkOptions(faulty: Faulty, element: Json, pointer: string): void {
  const isSelect = /static_select$/.test(String(element.type));
  const max = isSelect ? 100 : element.type === 'overflow' ? 5 : 10;
  if (isSelect && element.option_groups !== undefined) {
    const groups = checkList(faulty, element.option_groups, `${pointer}/option_groups`, { max });
    for (const [index, group] of groups.entries()) {
      const at = `${pointer}/option_groups/${index}`;
      const each = isObject(group) ? group : {};
      checkText(faulty, each.label, `${at}/label`, { max: 75, plain: true });
      checkEachOption(faulty, each.options, `${at}/options`, max);
    }
  } else checkEachOption(faulty, element.options, `${pointer}/options`, max);
}

function checkEachOption(faulty: Faulty, value: unknown, pointer: string, max: number): void {
  for (const [index, option] of checkList(faulty, value, pointer, { max }).entries()) {
    const each = isObject(option) ? option : {};
    checkKeys(faulty, each, `${pointer}/${index}`, ['text', 'value', 'description', 'url']);
    checkText(faulty, each.text, `${pointer}/${index}/text`, { max: 75 });
    checkString(faulty, each.value, `${pointer}/${index}/value`, { max: 150, min: 0 });
    if (each.description !== undefined)
      checkText(faulty, each.description, `${pointer}/${index}/description`, { max: 75 });
  }
}

function checkConfirm(faulty: Faulty, value: unknown, pointer: string): void {
  const confirm = isObject(value) ? value : {};
  checkText(faulty, confirm.title, `${pointer}/title`, { max: 100, plain: true });
  checkText(faulty, confirm.text, `${pointer}/text`, { max: 300 });
  checkText(faulty, confirm.confirm, `${pointer}/confirm`, { max: 30, plain: true });
  checkText(faulty, confirm.deny, `${pointer}/deny`, { max: 30, plain: true });
}
