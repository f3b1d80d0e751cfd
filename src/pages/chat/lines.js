import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';
import { dayName, useNow } from '../parts/times.js';
import { Line, UnsentLine } from './line.js';

const nearEndPx = 120;

/** The conversation. It follows what is new, unless the customer has scrolled up to read. */
export function Lines({ settings, chat, unsent, act }) {
  const view = useRef(null);
  const atEnd = useRef(true);
  const [hasNew, setHasNew] = useState(false);
  const now = useNow(60_000);
  const shown = new Set(chat.messages.map(({ id }) => id));
  const onTheWay = unsent.items.filter(({ messageId }) => !shown.has(messageId));
  const count = chat.messages.length + onTheWay.length;

  const toEnd = () => {
    const list = view.current;
    if (list) list.scrollTop = list.scrollHeight;
    setHasNew(false);
  };
  useLayoutEffect(() => {
    if (atEnd.current || onTheWay.at(-1)?.state === 'sending') toEnd();
    else setHasNew(true);
  }, [count, chat.working]);
  useEffect(() => {
    const keepAtEnd = () => atEnd.current && toEnd();
    const observer = new ResizeObserver(keepAtEnd);
    observer.observe(view.current);
    return () => observer.disconnect();
  }, []);
  const onScroll = (event) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
    if (atEnd.current) setHasNew(false);
  };
  useTitle(settings.botName, chat.messages);

  return html`<main class="lines" ref=${view} onScroll=${onScroll}>
    <ol class="lines-list" role="log" aria-label="Conversation" aria-live="polite" data-testid="lines">
      ${chat.messages.map((message, index) => {
        const before = chat.messages[index - 1];
        const day = dayName(message.at, now);
        return html`
          ${(!before || dayName(before.at, now) !== day) && html`<li class="day" key=${`day-${message.id}`}>${day}</li>`}
          <${Line} key=${message.id} ...${{ message, before, settings, act }} isLast=${index === chat.messages.length - 1} />
        `;
      })}
      ${onTheWay.map((item) => html`<${UnsentLine} key=${item.id} ...${{ item, unsent }} />`)}
    </ol>
    ${chat.working && html`<${Working} botName=${settings.botName} />`}
    ${
      hasNew &&
      html`<button type="button" class="to-end" onClick=${toEnd}><${Icon} name="arrow" /> New messages</button>`
    }
  </main>`;
}

function Working({ botName }) {
  return html`<div class="working" role="status" data-testid="working">
    <span class="sr-only">${botName} is looking it up</span>
    <i></i><i></i><i></i>
  </div>`;
}

/** Says in the tab that something was answered while the customer looked elsewhere. */
function useTitle(botName, messages) {
  const seen = useRef(messages.length);
  useEffect(() => {
    const original = document.title.replace(/^● /, '');
    const mark = () => {
      if (!document.hidden) seen.current = messages.length;
      document.title = messages.length > seen.current ? `● ${original}` : original;
    };
    mark();
    document.addEventListener('visibilitychange', mark);
    return () => document.removeEventListener('visibilitychange', mark);
  }, [messages.length, botName]);
}
