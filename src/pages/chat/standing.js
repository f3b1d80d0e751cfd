import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';

/** The line under the message box: the way to a person, always, and the way back. */
export function Standing({ chat, name, rename, act, busy, askForPerson }) {
  const { kind } = chat.holder;
  return html`<div class="standing">
    ${
      kind === 'bot' &&
      html`<button type="button" class="quiet-button person-button" disabled=${busy} onClick=${askForPerson} data-testid="ask-person">
        <${Icon} name="person" /> Talk to a person
      </button>`
    }
    ${
      kind === 'queue' &&
      html`<span class="standing-words">A person will answer here.</span>
        <button type="button" class="quiet-button person-button" disabled=${busy} onClick=${() => act('back-to-bot')} data-testid="back-to-bot">
          Back to the bot
        </button>`
    }
    ${kind === 'person' && html`<span class="standing-words">The bot is silent now.</span>`}
    ${chat.messages.length > 0 && html`<${NameButton} ...${{ name, rename }} />`}
  </div>`;
}

function NameButton({ name, rename }) {
  const [isOpen, setOpen] = useState(false);
  const field = useRef(null);
  useEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);
  if (!isOpen) {
    return html`<button type="button" class="quiet-button name-button" onClick=${() => setOpen(true)} data-testid="edit-name">
      ${name ? html`You are <b dir="auto">${name}</b>` : 'Add your name'}
    </button>`;
  }
  return html`<input
    ref=${field} class="field name-inline" value=${name} maxlength="80" aria-label="Your name" dir="auto"
    placeholder="Your name" autocomplete="name"
    onInput=${(event) => rename(event.target.value)}
    onBlur=${() => setOpen(false)}
    onKeyDown=${(event) => (event.key === 'Enter' || event.key === 'Escape') && setOpen(false)}
  />`;
}
