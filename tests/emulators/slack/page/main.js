/** The whole page: one person's Slack, at a place that the address names. */
import { render } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from './html.js';
import { Seen } from './inline.js';
import { Modal } from './modal.js';
import { AssistantPane, ChannelPane, ThreadPane } from './panes.js';
import { Sidebar } from './sidebar.js';
import { act as ask, onChange, readState } from './slack.js';

const readPlace = () => {
  const named = new URLSearchParams(location.hash.slice(1));
  return {
    as: named.get('as') ?? 'U0ADA',
    channel: named.get('channel') ?? undefined,
    threadTs: named.get('thread') ?? undefined,
    assistant: named.has('assistant'),
  };
};

const writePlace = ({ as, channel, threadTs, assistant }) => {
  const named = { as, channel, thread: threadTs, assistant: assistant ? '1' : undefined };
  const kept = Object.entries(named).filter(([, value]) => value !== undefined);
  location.hash = new URLSearchParams(kept).toString();
};

function App() {
  const [place, setPlace] = useState(readPlace);
  const [state, setState] = useState(null);
  const [trouble, setTrouble] = useState('');
  const seen = useRef(new Map());
  useEffect(() => {
    const moved = () => setPlace(readPlace());
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  useEffect(() => {
    let current = true;
    const load = async () => {
      await ask('openDm', { user: place.as });
      const next = await readState(place.as);
      if (current) setState(next);
    };
    const stop = onChange(async () => {
      const next = await readState(place.as);
      if (current) setState(next);
    });
    load();
    return () => {
      current = false;
      stop();
    };
  }, [place.as]);
  const go = (to) => writePlace({ as: place.as, ...to });
  const act = async (verb, detail) => {
    const answer = await ask(verb, { user: place.as, ...detail });
    setTrouble(answer.error?.replace('[slack emulator] ', '') ?? '');
    return answer;
  };
  const startAssistant = async () => {
    const { done } = await act('openAssistant', {});
    if (done) go({ ...done, assistant: true });
  };
  const context = useMemo(() => ({ state, go, act, startAssistant }), [state, place]);
  if (state === null || state.me !== place.as) return null;
  const channel = state.channels.find(({ id }) => id === place.channel) ?? state.channels[0];
  const thread = state.assistant.find(({ threadTs }) => threadTs === place.threadTs);
  const assistant = place.assistant && thread;
  const unread = unreadIn(state, seen.current, channel.id);
  const view = state.views.at(-1);
  return html`<${Seen.Provider} value=${context}>
    <div class="frame">
      <${Sidebar}
        place=${{ ...place, channel: channel.id, assistant: Boolean(assistant) }}
        unread=${unread}
        become=${(as) => writePlace({ as })}
      />
      ${
        assistant
          ? html`<${AssistantPane} thread=${thread} />`
          : html`<${ChannelPane} channel=${channel} narrow=${place.threadTs !== undefined} />
              ${place.threadTs && html`<${ThreadPane} channel=${channel} threadTs=${place.threadTs} />`}`
      }
      ${view && html`<${Modal} key=${view.hash} view=${view} />`}
      ${trouble && html`<div class="trouble" role="alert">${trouble}<button type="button" onClick=${() => setTrouble('')}>✕</button></div>`}
    </div>
  <//>`;
}

/** Channels in which something new stands that this person did not write. */
function unreadIn(state, seen, now) {
  const unread = new Set();
  for (const { id } of state.channels) {
    const last = state.messages[id]?.filter(({ user }) => user !== state.me).at(-1)?.ts ?? '';
    const place = `${state.me} ${id}`;
    if (id === now || !seen.has(place)) seen.set(place, last);
    else if (last > seen.get(place)) unread.add(id);
  }
  return unread;
}

render(html`<${App} />`, document.getElementById('app'));
