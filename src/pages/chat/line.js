import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';
import { PlainText, RichText, Sources } from '../parts/rich-text.js';
import { clockTime, fullTime } from '../parts/times.js';

export function Line({ message, before, settings, act }) {
  const { from } = message;
  if (from === 'notice') return html`<${Notice} message=${message} />`;
  const isFirst = before?.from !== from || before?.name !== message.name;
  return html`<li class=${`line from-${from} ${isFirst ? 'first' : ''}`} data-testid=${`line-${from}`}>
    ${isFirst && from !== 'customer' && html`<p class="line-name" dir="auto">${message.name ?? settings.botName}</p>`}
    ${from === 'customer' && html`<span class="sr-only">You: </span>`}
    <div class="bubble" title=${fullTime(message.at)}>
      <${Words} message=${message} />
      <${Sources} sources=${message.sources} />
    </div>
    <p class="line-foot">
      <time datetime=${new Date(message.at).toISOString()}>${clockTime(message.at)}</time>
      ${message.asksMark && html`<${MarkButtons} ...${{ asksMark: message.asksMark, act }} />`}
    </p>
  </li>`;
}

/** A message that the server does not show yet. */
export function UnsentLine({ item, unsent }) {
  const isRefused = item.state === 'refused';
  return html`<li class=${`line from-customer first unsent ${isRefused ? 'refused' : ''}`} data-testid="line-unsent">
    <span class="sr-only">You: </span>
    <div class="bubble"><${PlainText} text=${item.text} /></div>
    <p class="line-foot" role=${isRefused ? 'alert' : undefined}>
      ${isRefused ? `Not sent. ${item.error}` : item.state === 'waiting' ? 'Waiting for a connection…' : 'Sending…'}
      ${
        isRefused &&
        html`<button type="button" class="link" onClick=${() => unsent.retry(item)} data-testid="retry">Try again</button>
          <button type="button" class="link" onClick=${() => unsent.drop(item.id)}>Discard</button>`
      }
    </p>
  </li>`;
}

function Notice({ message }) {
  return html`<li class="notice" data-testid="line-notice"><${Words} message=${message} /></li>`;
}

function Words({ message }) {
  if (message.html !== null) return html`<${RichText} source=${message.html} />`;
  return html`<${PlainText} text=${message.text} links=${message.from === 'agent'} />`;
}

function MarkButtons({ asksMark, act }) {
  // Shown at once; the server's word replaces it.
  const [pressed, setPressed] = useState(null);
  const mark = pressed === null ? asksMark.mark : pressed.mark;
  const press = async (chosen) => {
    const next = chosen === mark ? null : chosen;
    setPressed({ mark: next });
    const done = await act('mark', { exchangeId: asksMark.exchangeId, mark: next });
    if (!done) setPressed(null);
  };
  return html`<span class="marks" role="group" aria-label="Did this help?">
      <${MarkButton} ...${{ mark, press }} value="helpful" icon="up" label="Helpful" />
      <${MarkButton} ...${{ mark, press }} value="not_helpful" icon="down" label="Not helpful" />
    </span>
    ${mark !== null && html`<span role="status">${mark === 'helpful' ? 'Thank you.' : 'Noted.'}</span>`}`;
}

function MarkButton({ mark, press, value, icon, label }) {
  return html`<button
    type="button" class="mark-button" aria-pressed=${mark === value} aria-label=${label} title=${label}
    onClick=${() => press(value)} data-testid=${`mark-${value}`}
  ><${Icon} name=${icon} /></button>`;
}
