import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from '../parts/html.js';
import { PlainText, RichText, Sources } from '../parts/rich-text.js';
import { clockTime, dayName, fullTime, useNow } from '../parts/times.js';
import { ReplyBox } from './reply-box.js';

const nearEndPx = 120;

/** The words of the conversation that is open, and the box to write in. */
export function Thread({ file, act, drafts, box }) {
  const view = useRef(null);
  const atEnd = useRef(true);
  const now = useNow(60_000);
  const { messages, entry } = file;
  useLayoutEffect(() => {
    if (atEnd.current) view.current.scrollTop = view.current.scrollHeight;
  }, [messages.length]);
  const onScroll = (event) => {
    const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
  };
  return html`<main class="thread" aria-label="Conversation">
    <div class="thread-scroll" ref=${view} onScroll=${onScroll}>
      <ol class="thread-lines" role="log" aria-live="polite" aria-label="Messages" data-testid="desk-lines">
        ${messages.map((message, index) => {
          const before = messages[index - 1];
          const day = dayName(message.at, now);
          return html`
            ${(!before || dayName(before.at, now) !== day) && html`<li class="day" key=${`day-${message.id}`}>${day}</li>`}
            <${DeskLine} key=${message.id} ...${{ message, entry }} />
          `;
        })}
      </ol>
    </div>
    <${ReplyBox} ...${{ entry, act, drafts, box }} />
  </main>`;
}

const deliveryWords = {
  pending: 'sending…',
  failed: 'not delivered',
  cancelled: 'not sent: hands changed, or its question did',
  withdrawn: 'taken back: hands changed, or its question did',
};

function DeskLine({ message, entry }) {
  const { kind, from } = message;
  const isInternal = kind === 'note' || kind === 'withheld';
  const problem = isInternal ? undefined : deliveryWords[message.delivery];
  return html`<li class=${`desk-line from-${from} kind-${kind} ${problem ? `is-${message.delivery}` : ''}`} data-testid=${`desk-line-${kind}`}>
    <p class="desk-line-head">
      ${isInternal && html`<span class="internal">${kind === 'note' ? 'Internal note' : 'Withheld answer'}</span>`}
      <b dir="auto">${authorName(message, entry)}</b>
      <time datetime=${new Date(message.at).toISOString()} title=${fullTime(message.at)}>${clockTime(message.at)}</time>
      ${problem && html`<span class="delivery">${problem}</span>`}
      ${from === 'bystander' && html`<span class="delivery">not the customer</span>`}
      ${message.changed === 'edited' && html`<span class="delivery">edited</span>`}
      ${message.mark && html`<span class="delivery">${message.mark === 'helpful' ? 'marked helpful' : 'marked not helpful'}</span>`}
    </p>
    <${Words} message=${message} />
    ${message.files.length > 0 && html`<p class="files" dir="auto" data-testid="files">With it came ${message.files.join(', ')}</p>`}
    <${Sources} sources=${message.sources} />
  </li>`;
}

function Words({ message }) {
  if (message.changed === 'deleted') return html`<p class="files">Deleted by its author.</p>`;
  if (message.html !== null) return html`<${RichText} source=${message.html} />`;
  return html`<${PlainText} text=${message.text} links=${message.from === 'agent'} />`;
}

function authorName({ from, name, kind }, entry) {
  if (from === 'customer') return name ?? entry.customer ?? 'Visitor';
  if (from === 'agent') return name;
  if (from === 'bystander') return name ?? 'Somebody else';
  return kind === 'notice' ? 'Notice' : 'Bot';
}
