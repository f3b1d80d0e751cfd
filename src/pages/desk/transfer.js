import { useEffect, useState } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { html } from '../parts/html.js';
import { request } from '../parts/request.js';

/** Gives a case to a colleague or back to the queue, with a note for whoever takes it on. */
export function Transfer({ file, me, act, onClose }) {
  const [agents, setAgents] = useState(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    request('/api/desk/agents').then(({ data, error }) => setAgents(error ? [] : data));
  }, []);
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const to = form.get('to');
    setBusy(true);
    const done = await act.transfer(to === '' ? null : to, form.get('note'));
    setBusy(false);
    if (done) onClose();
  };
  const { holder } = file.entry;
  const others = (agents ?? []).filter(({ name }) => name !== holder.agent);
  const isQueued = holder.kind === 'queue';
  return html`<${Dialog} title="Transfer this case" onClose=${onClose} testId="transfer-dialog">
    <form class="transfer" onSubmit=${submit}>
      <fieldset>
        <legend>To</legend>
        ${!isQueued && html`<${Choice} value="" label="The queue" hint="Whoever is free takes it" isFirst=${true} />`}
        ${others.map(
          (agent, index) => html`<${Choice}
            key=${agent.name} value=${agent.name} hint=${presenceWords(agent)} isFirst=${isQueued && index === 0}
            label=${agent.name === me.name ? `${agent.name} (you)` : agent.name}
          />`,
        )}
        ${agents?.length > 0 && others.length === 0 && html`<p class="transfer-hint">Nobody else has a link to the desk yet.</p>`}
      </fieldset>
      <label>
        Note for them <small>(never shown to the customer)</small>
        <textarea class="field" name="note" rows="3" maxlength="4000" dir="auto" data-testid="transfer-note"></textarea>
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick=${onClose}>Cancel</button>
        <button type="submit" class="button primary" disabled=${busy} data-testid="transfer-send">Transfer</button>
      </div>
    </form>
  <//>`;
}

function Choice({ value, label, hint, isFirst = false }) {
  return html`<label class="choice">
    <input type="radio" name="to" value=${value} defaultChecked=${isFirst} />
    <span dir="auto">${label}</span><small>${hint}</small>
  </label>`;
}

function presenceWords({ away, present }) {
  if (away) return 'Away';
  return present ? 'At the desk' : 'Desk not open';
}
