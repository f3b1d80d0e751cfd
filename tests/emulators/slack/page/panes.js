/** The messages of a channel, a thread beside them, and the assistant's pane. */
import { useEffect, useRef } from 'preact/hooks';
import { Composer } from './composer.js';
import { html } from './html.js';
import { useSeen } from './inline.js';
import { Message } from './message.js';

const byTime = (one, other) => (one.ts < other.ts ? -1 : 1);

export function ChannelPane({ channel, narrow }) {
  const { state, go } = useSeen();
  const all = state.messages[channel.id] ?? [];
  const isAside = ({ ts, threadTs, subtype }) =>
    subtype === 'assistant_app_thread' ||
    (threadTs !== undefined && threadTs !== ts && subtype !== 'thread_broadcast');
  const whispers = state.ephemerals.filter((each) => each.channel === channel.id && !each.threadTs);
  const shown = [...all.filter((each) => !isAside(each)), ...whispers].sort(byTime);
  const replies = (ts) => all.filter((each) => each.threadTs === ts && each.ts !== ts).length;
  const name = channel.kind === 'im' ? 'Earshot' : `#${channel.name}`;
  return html`<section class="pane ${narrow ? 'beside' : ''}" aria-label=${name}>
    <header class="pane-head">
      <h1>${name}</h1>
      ${channel.isShared && html`<span class="badge">shared with Acme</span>`}
      <span class="muted">${channel.members.length} members</span>
    </header>
    <${Lines} count=${shown.length} at=${channel.id}>
      ${shown.length === 0 && html`<p class="empty">Nothing has been said here yet.</p>`}
      ${shown.map(
        (message) => html`<${Message}
        key=${message.ts}
        message=${message}
        replies=${replies(message.ts)}
        status=${state.statuses.find((each) => each.channel === channel.id && each.threadTs === message.ts)?.status}
        open=${message.ephemeralFor ? undefined : () => go({ channel: channel.id, threadTs: message.threadTs ?? message.ts })}
      />`,
      )}
    <//>
    <${Composer} key=${channel.id} channel=${channel.id} placeholder=${`Message ${name}`} />
  </section>`;
}

export function ThreadPane({ channel, threadTs }) {
  const { state, go } = useSeen();
  const shown = inThread(state, channel.id, threadTs);
  return html`<section class="pane thread" aria-label="Thread">
    <header class="pane-head">
      <h1>Thread</h1>
      <span class="muted">${channel.kind === 'im' ? 'Earshot' : `#${channel.name}`}</span>
      <button type="button" class="close" aria-label="Close thread" onClick=${() => go({ channel: channel.id })}>✕</button>
    </header>
    <${Lines} count=${shown.length} at=${threadTs}>
      ${shown.map((message) => html`<${Message} key=${message.ts} message=${message} replies=${0} />`)}
      <${Status} channel=${channel.id} threadTs=${threadTs} />
    <//>
    <${Composer} key=${threadTs} channel=${channel.id} threadTs=${threadTs} placeholder="Reply in this thread" />
  </section>`;
}

function inThread(state, channel, threadTs) {
  const all = state.messages[channel] ?? [];
  const said = all.filter((each) => each.ts === threadTs || each.threadTs === threadTs);
  const whispers = state.ephemerals.filter(
    (each) => each.channel === channel && each.threadTs === threadTs,
  );
  return [...said, ...whispers].sort(byTime);
}

export function AssistantPane({ thread }) {
  const { state, act, startAssistant } = useSeen();
  const { channel, threadTs } = thread;
  const shown = inThread(state, channel, threadTs).filter(({ ts }) => ts !== threadTs);
  const fresh = !shown.some(({ user }) => user === state.me);
  return html`<section class="pane" aria-label="Assistant">
    <header class="pane-head">
      <h1>${thread.title || 'Earshot assistant'}</h1>
      <button type="button" class="button" onClick=${startAssistant}>New chat</button>
    </header>
    <${Lines} count=${shown.length} at=${threadTs}>
      ${shown.map((message) => html`<${Message} key=${message.ts} message=${message} replies=${0} />`)}
      <${Status} channel=${channel} threadTs=${threadTs} />
      ${
        fresh &&
        html`<div class="prompts">
          ${thread.prompts.map(({ title, message }) => html`<button type="button" class="button" onClick=${() => act('post', { channel, threadTs, text: message })}>${title}</button>`)}
        </div>`
      }
    <//>
    <${Composer} key=${threadTs} channel=${channel} threadTs=${threadTs} placeholder="Ask Earshot" />
  </section>`;
}

function Status({ channel, threadTs }) {
  const { state } = useSeen();
  const found = state.statuses.find(
    (each) => each.channel === channel && each.threadTs === threadTs,
  );
  return found && html`<p class="status" role="status">Earshot ${found.status}</p>`;
}

/** Stays at the newest line, as long as the person has not scrolled away from it. */
function Lines({ count, at, children }) {
  const box = useRef(null);
  const near = useRef(true);
  const last = useRef(0);
  useEffect(() => {
    near.current = true;
  }, [at]);
  useEffect(() => {
    if (near.current) box.current.scrollTop = box.current.scrollHeight;
  });
  const scrolled = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current;
    // New lines move the end away without anybody scrolling.
    if (scrollTop < last.current) near.current = false;
    if (scrollHeight - scrollTop - clientHeight < 80) near.current = true;
    last.current = scrollTop;
  };
  return html`<div class="lines" ref=${box} onScroll=${scrolled} data-count=${count}>${children}</div>`;
}
