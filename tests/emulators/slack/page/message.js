/** One message, with its reactions, its thread and its menu. */
import { useState } from 'preact/hooks';
import { Blocks } from './blocks.js';
import { html } from './html.js';
import { Clip, Ear, Speech } from './icons.js';
import { Emoji, useSeen } from './inline.js';
import { Mrkdwn } from './mrkdwn.js';
import { decode, encode } from './slack.js';

const joins = ['channel_join', 'group_join', 'tombstone'];

export function Message({ message, replies, open, status }) {
  const { state, act } = useSeen();
  const [editing, setEditing] = useState(false);
  const user = state.users.find(({ id }) => id === message.user);
  const at = { channel: message.channel, ts: message.ts };
  const press = (actionId, value) => act('press', { ...at, actionId, value });
  const isPrivate = message.ephemeralFor !== undefined;
  const quiet = joins.includes(message.subtype);
  return html`<article class="message ${isPrivate ? 'private' : ''} ${quiet ? 'quiet' : ''}" data-ts=${message.ts}>
    <span class="avatar who-${message.user}" aria-hidden="true">${user?.isBot ? html`<${Ear} />` : (user?.realName[0] ?? '·')}</span>
    <div class="body">
      <div class="head">
        <b>${message.username ?? user?.realName ?? 'Slack'}</b>
        ${user?.isBot && html`<span class="badge">APP</span>`}
        ${user && user.teamId !== state.users[0].teamId && html`<span class="badge">ACME</span>`}
        <time>${clock(message.ts)}</time>
        ${isPrivate && html`<span class="muted">Only visible to you</span>`}
      </div>
      ${
        editing
          ? html`<${Editor} message=${message} done=${() => setEditing(false)} />`
          : html`<${Content} message=${message} press=${press} />`
      }
      ${message.files.map(({ name }) => html`<span class="file"><${Clip} /> ${name}</span>`)}
      ${message.attachments.map((each) => html`<div class="unfurl"><b>${each.title}</b> <span class="muted">${each.from_url}</span> ${each.text}</div>`)}
      <${Reactions} message=${message} />
      ${status && html`<span class="muted" role="status">Earshot ${status}</span>`}
      ${replies > 0 && open && html`<button type="button" class="replies" onClick=${open}>${replies} ${replies === 1 ? 'reply' : 'replies'}</button>`}
    </div>
    ${!isPrivate && !quiet && html`<${Tools} message=${message} open=${open} edit=${() => setEditing(true)} />`}
  </article>`;
}

const clock = (ts) =>
  new Date(Number(ts) * 1000).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

function Content({ message, press }) {
  const edited = message.edited && html` <small class="muted">(edited)</small>`;
  if (message.blocks.length === 0)
    return html`<div class="content"><${Mrkdwn} text=${message.text} />${edited}</div>`;
  return html`<div class="content ${message.streaming ? 'streaming' : ''}">
    <${Blocks} blocks=${message.blocks} press=${press} />${edited}
  </div>`;
}

function Editor({ message, done }) {
  const { state, act } = useSeen();
  const [text, setText] = useState(decode(message.text, state));
  const save = async (event) => {
    event.preventDefault();
    const { channel, ts } = message;
    await act('edit', { channel, ts, text: encode(text, state) });
    done();
  };
  return html`<form class="editor" onSubmit=${save}>
    <textarea aria-label="Edit message" value=${text} onInput=${(event) => setText(event.target.value)}></textarea>
    <button type="button" class="button" onClick=${done}>Cancel</button>
    <button class="button primary">Save</button>
  </form>`;
}

function Reactions({ message }) {
  const { state, act } = useSeen();
  const { channel, ts } = message;
  if (message.reactions.length === 0) return null;
  return html`<div class="reactions">
    ${message.reactions.map(({ name, users }) => {
      const mine = users.includes(state.me);
      const toggle = () => act(mine ? 'unreact' : 'react', { channel, ts, name });
      return html`<button type="button" class=${mine ? 'reaction mine' : 'reaction'} onClick=${toggle}>
        <${Emoji} name=${name} /> ${users.length}
      </button>`;
    })}
  </div>`;
}

const offered = ['+1', '-1', 'eyes', 'white_check_mark', 'heart'];

function Tools({ message, open, edit }) {
  const { state, act } = useSeen();
  const { channel, ts } = message;
  const mine = message.user === state.me;
  const run = (work) => (event) => {
    event.currentTarget.closest('details').open = false;
    work();
  };
  const item = (name, work) =>
    html`<button type="button" role="menuitem" onClick=${run(work)}>${name}</button>`;
  return html`<div class="tools">
    ${open && html`<button type="button" title="Reply in thread" aria-label="Reply in thread" onClick=${open}><${Speech} /></button>`}
    <details>
      <summary title="More" aria-label="More actions">⋯</summary>
      <div class="menu" role="menu">
        <div class="menu-reactions">
          ${offered.map((name) => html`<button type="button" aria-label=${name} onClick=${run(() => act('react', { channel, ts, name }))}><${Emoji} name=${name} /></button>`)}
        </div>
        ${mine && item('Edit message', edit)}
        ${mine && item('Delete message', () => act('remove', { channel, ts }))}
        ${state.shortcuts.map(({ callbackId, name }) => item(name, () => act('shortcut', { channel, ts, name: callbackId })))}
      </div>
    </details>
  </div>`;
}
