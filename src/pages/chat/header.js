import { useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { html } from '../parts/html.js';
import { Icon, initials, Mark } from '../parts/icons.js';
import { ThemeButton } from '../parts/theme.js';
import { linkTo } from './visit.js';

export function Header({ settings, visit, say, onNew }) {
  const [dialog, setDialog] = useState(null);
  const { token, chat } = visit;
  const hasWords = chat.messages.length > 0;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(linkTo(token));
      say('Link copied. Whoever has it can read and continue this conversation.');
    } catch {
      // Without a secure origin there is no clipboard: the link is shown to be copied by hand.
      setDialog('link');
    }
  };
  const startNew = () => {
    setDialog(null);
    visit.start().then(onNew);
  };
  return html`<header class="head">
    <${Face} holder=${chat.holder} />
    <div class="head-words" data-testid="who" aria-live="polite">
      <p class="head-name">${headName(settings, chat.holder)}</p>
      <p class="head-state">${headState(chat.holder)}</p>
    </div>
    <div class="head-tools">
      ${
        hasWords &&
        html`<button type="button" class="icon-button" onClick=${copy} data-testid="copy-link"
            aria-label="Copy the link to this conversation" title="Copy the link to this conversation"
          ><${Icon} name="link" /></button>
          <button type="button" class="icon-button" onClick=${() => setDialog('new')} data-testid="new-conversation"
            aria-label="New conversation" title="New conversation"
          ><${Icon} name="plus" /></button>`
      }
      <${ThemeButton} />
    </div>
    ${dialog === 'link' && html`<${LinkDialog} link=${linkTo(token)} onClose=${() => setDialog(null)} />`}
    ${
      dialog === 'new' &&
      html`<${NewDialog} onCopy=${copy} onStart=${startNew} onClose=${() => setDialog(null)} />`
    }
  </header>`;
}

function Face({ holder }) {
  if (holder.kind === 'person')
    return html`<span class="face" aria-hidden="true">${initials(holder.name)}</span>`;
  return html`<span class="face" aria-hidden="true">
    ${holder.kind === 'queue' ? html`<${Icon} name="clock" />` : html`<${Mark} />`}
  </span>`;
}

function headName({ botName, company }, holder) {
  if (holder.kind === 'person') return `${holder.name} is here`;
  return company ? `${botName} · ${company}` : botName;
}

function headState(holder) {
  if (holder.kind === 'person') return 'A person is answering';
  if (holder.kind === 'queue') return 'Waiting for a person';
  return 'The bot is answering';
}

function LinkDialog({ link, onClose }) {
  return html`<${Dialog} title="The link to this conversation" onClose=${onClose}>
    <p>Whoever has it can read and continue this conversation.</p>
    <input class="field" readonly value=${link} onFocus=${(event) => event.target.select()} aria-label="Link" />
    <div class="dialog-actions"><button type="button" class="button" onClick=${onClose}>Close</button></div>
  <//>`;
}

function NewDialog({ onCopy, onStart, onClose }) {
  return html`<${Dialog} title="Start a new conversation?" onClose=${onClose} testId="new-dialog">
    <p>You can come back to this one by its link.</p>
    <div class="dialog-actions">
      <button type="button" class="button" onClick=${onClose}>Cancel</button>
      <button type="button" class="button" onClick=${onCopy}>Copy the link</button>
      <button type="button" class="button primary" onClick=${onStart} autofocus>Start new</button>
    </div>
  <//>`;
}
