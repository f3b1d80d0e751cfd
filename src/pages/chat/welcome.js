import { html } from '../parts/html.js';
import { Mark } from '../parts/icons.js';

/** What a new customer sees before anything is said. */
export function Welcome({ settings, name, rename, send }) {
  const { botName, company, questions } = settings;
  return html`<main class="welcome">
    <span class="welcome-mark"><${Mark} /></span>
    <h1>${company ? `Welcome to ${company}` : 'How can we help?'}</h1>
    <p>
      I am ${botName}, a bot. I answer from the help articles and show you where it is written. Whenever
      you would rather talk to a person, say so.
    </p>
    ${
      questions.length > 0 &&
      html`<ul class="suggestions" aria-label="Questions to start from">
        ${questions.map(
          (question) => html`<li key=${question}>
            <button type="button" class="suggestion" onClick=${() => send(question)} data-testid="suggestion">
              ${question}
            </button>
          </li>`,
        )}
      </ul>`
    }
    <label class="name-field">
      <span>Your name <small>(optional)</small></span>
      <input
        class="field" value=${name} maxlength="80" autocomplete="name" dir="auto" data-testid="name"
        onInput=${(event) => rename(event.target.value)}
      />
    </label>
  </main>`;
}
