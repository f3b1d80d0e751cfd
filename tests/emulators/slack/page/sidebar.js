/** Who types, where they can go, and whether the bot is there. */
import { html } from './html.js';
import { useSeen } from './inline.js';

export function Sidebar({ place, unread, become }) {
  const { state, go, startAssistant } = useSeen();
  const people = state.users.filter(({ isBot }) => !isBot);
  const channels = state.channels.filter(({ kind }) => kind !== 'im');
  const dm = state.channels.find(({ kind }) => kind === 'im');
  const entry = (id, name, isNow, work) => html`<button
    type="button"
    class="entry ${isNow ? 'now' : ''} ${unread.has(id) ? 'unread' : ''}"
    aria-current=${isNow ? 'page' : undefined}
    onClick=${work}
  >${name}${unread.has(id) && html`<span class="dot" aria-label="unread"></span>`}</button>`;
  return html`<nav class="sidebar" aria-label="Workspace">
    <label class="who">Type as
      <select value=${state.me} onChange=${(event) => become(event.target.value)}>
        ${people.map(({ id, realName, role }) => html`<option value=${id}>${realName} · ${role}</option>`)}
      </select>
    </label>
    <h2>Channels</h2>
    ${channels.map(({ id, name }) => entry(id, `# ${name}`, place.channel === id && !place.assistant, () => go({ channel: id })))}
    <h2>Apps</h2>
    ${dm && entry(dm.id, 'Earshot', place.channel === dm.id && !place.assistant, () => go({ channel: dm.id }))}
    ${entry('assistant', 'Earshot assistant', place.assistant, startAssistant)}
    <div class="bot ${state.connections > 0 ? 'there' : ''}">
      ${
        state.connections > 0
          ? `Bot connected (${state.connections} ${state.connections === 1 ? 'socket' : 'sockets'})`
          : html`No bot is connected. Start it with:<pre>${state.environment.join('\n')}</pre>`
      }
    </div>
  </nav>`;
}
