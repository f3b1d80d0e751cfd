/** Buttons, selects and inputs. In a message a change is sent at once, in a modal it is gathered. */
import { useState } from 'preact/hooks';
import { html } from './html.js';
import { useSeen } from './inline.js';

export function Control({ value, press, fields, blockId }) {
  const { type } = value;
  if (type === 'feedback_buttons')
    return [value.positive_button, value.negative_button].map(
      (each) =>
        html`<${Button} text=${each.text} run=${() => press(value.action_id, each.value)} />`,
    );
  if (/button$/.test(type))
    return html`<${Button} ...${value} run=${() => press(value.action_id, value.value)} />`;
  if (type === 'overflow' || /select$/.test(type) || type === 'radio_buttons')
    return html`<${Select} value=${value} press=${press} fields=${fields} blockId=${blockId} />`;
  if (type === 'checkboxes')
    return html`<${Checkboxes} value=${value} fields=${fields} blockId=${blockId} />`;
  return html`<${TextInput} value=${value} fields=${fields} blockId=${blockId} />`;
}

function Button({ text, style, url, confirm: asked, run }) {
  const [busy, setBusy] = useState(false);
  const click = async () => {
    if (asked && !window.confirm(`${asked.title.text}\n\n${asked.text.text}`)) return;
    if (url) window.open(url, '_blank', 'noreferrer');
    setBusy(true);
    await run();
    setBusy(false);
  };
  return html`<button type="button" class="button ${style ?? ''}" disabled=${busy} onClick=${click}>
    ${text.text}
  </button>`;
}

function useChoices(value) {
  const { state } = useSeen();
  const people = state.users.map(({ id, realName }) => ({ value: id, text: realName }));
  const places = state.channels.map(({ id, name }) => ({ value: id, text: `#${name}` }));
  if (/users_select$/.test(value.type)) return people;
  if (/(?:channels|conversations)_select$/.test(value.type)) return places;
  const all = value.options ?? (value.option_groups ?? []).flatMap(({ options }) => options);
  return all.map((option) => ({ value: option.value, text: option.text.text }));
}

function Select({ value, press, fields, blockId }) {
  const choices = useChoices(value);
  const initial = value.initial_option?.value ?? value.initial_user ?? value.initial_channel ?? '';
  const pick = (event) => {
    if (fields) fields.set(blockId, value.action_id, event.target.value);
    else if (event.target.value !== '') press(value.action_id, event.target.value);
  };
  const held = fields?.values[blockId]?.[value.action_id] ?? initial;
  const name = value.placeholder?.text ?? (value.type === 'overflow' ? '⋯' : 'Choose…');
  return html`<select value=${held} onChange=${pick} aria-label=${name}>
    <option value="">${name}</option>
    ${choices.map((each) => html`<option value=${each.value}>${each.text}</option>`)}
  </select>`;
}

function Checkboxes({ value, fields, blockId }) {
  const initial = (value.initial_options ?? []).map((option) => option.value);
  const held = fields.values[blockId]?.[value.action_id] ?? initial;
  const toggle = (option) => {
    const next = held.includes(option) ? held.filter((each) => each !== option) : [...held, option];
    fields.set(blockId, value.action_id, next);
  };
  return value.options.map(
    (option) => html`<label class="check">
      <input
        type="checkbox"
        checked=${held.includes(option.value)}
        onChange=${() => toggle(option.value)}
      />
      ${option.text.text}
    </label>`,
  );
}

const inputTypes = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
};

function TextInput({ value, fields, blockId }) {
  const initial = value.initial_value ?? value.initial_date ?? value.initial_time ?? '';
  const shared = {
    value: fields?.values[blockId]?.[value.action_id] ?? initial,
    placeholder: value.placeholder?.text ?? '',
    maxLength: value.max_length,
    onInput: (event) => fields?.set(blockId, value.action_id, event.target.value),
  };
  if (value.multiline) return html`<textarea rows="5" ...${shared}></textarea>`;
  return html`<input type=${inputTypes[value.type] ?? 'text'} ...${shared} />`;
}
