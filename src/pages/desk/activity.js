import { useEffect, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { request } from '../parts/request.js';
import { fullTime } from '../parts/times.js';

/** What was done at the desk, by whom. It holds no customer's words. */
export function Activity({ onClose }) {
  const [state, setState] = useState({ entries: null, error: '' });
  useEffect(() => {
    request('/api/desk/audit').then(({ data, error }) =>
      setState({ entries: error ? [] : data, error }),
    );
  }, []);
  const { entries, error } = state;
  return html`<main class="activity" data-testid="activity-view">
    <header>
      <h2>Activity</h2>
      <button type="button" class="button" onClick=${onClose}>Back to the cases</button>
    </header>
    ${error && html`<p role="alert">${error}</p>`}
    ${entries?.length === 0 && !error && html`<p>Nothing was done yet.</p>`}
    ${
      entries?.length > 0 &&
      html`<table>
        <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">To</th></tr></thead>
        <tbody>
          ${entries.map(
            ({ at, actor, action, subject }, index) => html`<tr key=${`${at}-${index}`}>
              <td>${fullTime(at)}</td><td dir="auto">${actor}</td><td>${action}</td><td dir="auto"><${Subject} ...${{ subject, onClose }} /></td>
            </tr>`,
          )}
        </tbody>
      </table>`
    }
  </main>`;
}

const conversationId = /^[\da-f]{8}-[\da-f-]{27}$/;

function Subject({ subject, onClose }) {
  if (!conversationId.test(subject)) return subject;
  return html`<a href=${`#${subject}`} onClick=${onClose}>a conversation</a>`;
}
