import { useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';

const longestText = 40_000;

/** Where an agent writes: to the customer, or for colleagues only. The two never look alike. */
export function ReplyBox({ entry, act, drafts, box }) {
  const { tab } = drafts;
  const text = drafts.text(tab);
  const [busy, setBusy] = useState(false);
  // The same words tried again carry the same key, so they are said once.
  const attempt = useRef({ text: '', key: '' });
  const isTooLong = text.length > longestText;

  const send = async () => {
    if (busy || text.trim() === '' || isTooLong) return;
    const of = `${tab} ${text}`;
    if (attempt.current.text !== of) attempt.current = { text: of, key: act.newKey() };
    setBusy(true);
    const done = await act.write(tab, text, attempt.current.key);
    setBusy(false);
    if (!done) return;
    attempt.current = { text: '', key: '' };
    drafts.change(tab, '');
    box.current?.focus();
  };
  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return html`<form
    class=${`reply-box is-${tab}`}
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    <div class="tabs" role="tablist" aria-label="What to write">
      <${Tab} ...${{ drafts, tab, box }} kind="reply" label="Reply" />
      <${Tab} ...${{ drafts, tab, box }} kind="note" label="Internal note" />
      <span class="reply-hint">${hint(tab, entry)}</span>
    </div>
    <div class="reply-row" role="tabpanel">
      <textarea
        ref=${box} rows="2" value=${text} dir="auto" data-testid="desk-text" aria-invalid=${isTooLong}
        aria-label=${tab === 'reply' ? 'Reply to the customer' : 'Internal note'}
        placeholder=${tab === 'reply' ? 'Write to the customer…' : 'Only the desk sees this…'}
        onInput=${(event) => drafts.change(tab, event.target.value)} onKeyDown=${onKeyDown}
      ></textarea>
      <button type="submit" class="button primary" disabled=${busy || text.trim() === '' || isTooLong} data-testid="desk-send">
        <${Icon} name=${tab === 'reply' ? 'send' : 'note'} />${tab === 'reply' ? 'Send' : 'Add note'}
      </button>
    </div>
    ${isTooLong && html`<p class="reply-problem" role="alert">That is too long to send at once: the limit is 40,000 characters.</p>`}
  </form>`;
}

function Tab({ drafts, tab, box, kind, label }) {
  const choose = () => {
    drafts.setTab(kind);
    box.current?.focus();
  };
  const onKeyDown = (event) => {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight')
      drafts.setTab(tab === 'reply' ? 'note' : 'reply');
  };
  return html`<button
    type="button" role="tab" class="tab" aria-selected=${tab === kind} data-testid=${`tab-${kind}`}
    onClick=${choose} onKeyDown=${onKeyDown}
  >${label}</button>`;
}

function hint(tab, { group, holder }) {
  if (tab === 'note') return 'Never shown to the customer';
  if (group === 'waiting') return 'Replying claims this case';
  if (group === 'bot') return 'Replying takes over from the bot';
  return group === 'others' ? `${holder.agent} has this case` : '';
}
