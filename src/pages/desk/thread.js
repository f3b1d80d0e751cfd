import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';
import { PlainText, RichText, Sources } from '../parts/rich-text.js';
import { clockTime, dayName, fullTime, useNow } from '../parts/times.js';
import { ReplyBox } from './reply-box.js';

const nearEndPx = 120;

/** The conversation that is open, with what an agent can do to it. */
export function Thread({ file, me, act, drafts, box, onBack, onTransfer }) {
  const view = useRef(null);
  const atEnd = useRef(true);
  const now = useNow(60_000);
  const { messages, entry } = file;
  useLayoutEffect(() => {
    if (atEnd.current) view.current.scrollTop = view.current.scrollHeight;
  }, [messages.length]);
  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = view.current;
    atEnd.current = scrollHeight - scrollTop - clientHeight < nearEndPx;
  };
  return html`<main class="thread" aria-label="Conversation">
    <${ThreadHead} ...${{ entry, act, onBack, onTransfer }} />
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
    <${ReplyBox} ...${{ entry, me, act, drafts, box }} />
  </main>`;
}

function ThreadHead({ entry, act, onBack, onTransfer }) {
  const { group } = entry;
  const isOpen = group !== 'bot';
  return html`<header class="thread-head">
    <button type="button" class="icon-button thread-back" onClick=${onBack} aria-label="Back to the queue"><${Icon} name="back" /></button>
    <div class="thread-who">
      <h2 dir="auto">${entry.customer ?? 'Visitor'}</h2>
      <p data-testid="case-state">${stateWords(entry)}</p>
    </div>
    <div class="thread-tools">
      ${
        group !== 'mine' &&
        html`<button type="button" class="button primary" onClick=${act.claim} data-testid="claim" title="Claim (c)">
          ${group === 'bot' ? 'Take over' : 'Claim'}
        </button>`
      }
      ${
        isOpen &&
        html`<button type="button" class="button" onClick=${onTransfer} data-testid="transfer" title="Transfer (t)">Transfer</button>
          <button type="button" class="button" onClick=${act.handBack} data-testid="hand-back" title="Hand back to the bot (h)">Hand back</button>`
      }
      ${group === 'mine' && html`<button type="button" class="button primary" onClick=${act.resolve} data-testid="resolve" title="Resolve (e)">Resolve</button>`}
    </div>
  </header>`;
}

function stateWords({ group, holder, state, channel }) {
  const where = channel === 'web' ? 'on the web' : `on ${channel}`;
  if (group === 'waiting') return `Waiting for a person, ${where}`;
  if (group === 'others') return `With ${holder.agent}, ${where}`;
  if (group === 'bot')
    return `${state === 'resolved' ? 'Resolved; with the bot' : 'With the bot'}, ${where}`;
  return `${state === 'waiting_on_customer' ? 'Yours, waiting for the customer' : 'Yours'}, ${where}`;
}

const deliveryWords = {
  pending: 'sending…',
  failed: 'not delivered',
  cancelled: 'not sent: the conversation changed hands',
  withdrawn: 'taken back: the conversation changed hands',
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
      ${message.mark && html`<span class="delivery">${message.mark === 'helpful' ? 'marked helpful' : 'marked not helpful'}</span>`}
    </p>
    ${message.html === null ? html`<${PlainText} text=${message.text} links=${from === 'agent'} />` : html`<${RichText} source=${message.html} />`}
    <${Sources} sources=${message.sources} />
  </li>`;
}

function authorName({ from, name, kind }, entry) {
  if (from === 'customer') return name ?? entry.customer ?? 'Visitor';
  if (from === 'agent') return name;
  return kind === 'notice' ? 'Notice' : 'Bot';
}
