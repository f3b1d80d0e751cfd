import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';

/** Whose conversation is open, who has it, and what an agent can do with it. */
export function ThreadHead({ entry, act, onBack, onTransfer }) {
  const { group } = entry;
  return html`<header class="thread-head">
    <button type="button" class="icon-button thread-back" onClick=${onBack} aria-label="Back to the queue"><${Icon} name="back" /></button>
    <div class="thread-who">
      <h2 dir="auto">${entry.customer ?? 'Visitor'}</h2>
      <p data-testid="case-state">${stateWords(entry)}</p>
    </div>
    <div class="thread-tools">
      ${
        (group === 'waiting' || group === 'bot') &&
        html`<button type="button" class="button primary" onClick=${act.claim} data-testid="claim" title="Claim (c)">
          ${group === 'bot' ? 'Take over' : 'Claim'}
        </button>`
      }
      ${group !== 'bot' && html`<button type="button" class="button" onClick=${onTransfer} data-testid="transfer" title="Transfer (t)">Transfer</button>`}
      ${group === 'mine' && html`<button type="button" class="button" onClick=${act.handBack} data-testid="hand-back" title="Hand back to the bot (h)">Hand back</button>`}
      ${group === 'mine' && html`<button type="button" class="button primary" onClick=${act.resolve} data-testid="resolve" title="Resolve (e)">Resolve</button>`}
    </div>
  </header>`;
}

function stateWords({ group, holder, state }) {
  if (group === 'waiting') return 'Waiting for a person';
  if (group === 'others') return `With ${holder.agent}`;
  if (group === 'bot') return state === 'resolved' ? 'Resolved' : 'With the bot';
  return state === 'waiting_on_customer' ? 'Yours, the customer is to answer' : 'Yours';
}
