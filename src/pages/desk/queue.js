import { useEffect, useRef } from 'preact/hooks';
import { html } from '../parts/html.js';
import { duration, useNow } from '../parts/times.js';
import { Feeling } from './feeling.js';

const groups = [
  { group: 'mine', title: 'Mine' },
  { group: 'waiting', title: 'Waiting' },
  { group: 'others', title: 'With others' },
  { group: 'bot', title: 'Recent with the bot' },
];

export function byGroup(queue) {
  return groups.map(({ group, title }) => ({
    group,
    title,
    entries: queue.filter((entry) => entry.group === group),
  }));
}

export function Queue({ queue, selected, select, isLive }) {
  const now = useNow(1000);
  return html`<nav class="queue" aria-label="Conversations" data-testid="queue">
    ${byGroup(queue).map(
      ({ group, title, entries }) =>
        (entries.length > 0 || group === 'waiting') &&
        html`<section key=${group} class=${`queue-group is-${group}`} aria-label=${title}>
          <h2>${title} ${entries.length > 0 && html`<span class="count">${entries.length}</span>`}</h2>
          ${entries.length === 0 && html`<p class="queue-empty">${isLive ? 'Nobody is waiting.' : 'Connecting…'}</p>`}
          <ul>
            ${entries.map(
              (entry) => html`<li key=${entry.id}>
                <${Entry} ...${{ entry, now, select }} isSelected=${entry.id === selected} />
              </li>`,
            )}
          </ul>
        </section>`,
    )}
  </nav>`;
}

function Entry({ entry, now, select, isSelected }) {
  const button = useRef(null);
  useEffect(() => {
    if (isSelected) button.current.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  return html`<button
    type="button" ref=${button} class="entry" aria-current=${isSelected ? 'true' : undefined}
    onClick=${() => select(entry.id)} data-testid="entry"
  >
    <span class="entry-top">
      <b dir="auto">${entry.customer ?? 'Visitor'}</b>
      <span class="entry-time">${timeWords(entry, now)}</span>
    </span>
    <span class="entry-line" dir="auto">${entry.lastLine && lineWords(entry)}</span>
    <span class="entry-foot">
      <${Feeling} feeling=${entry.feeling} />
      <${State} entry=${entry} />
    </span>
    ${entry.group === 'waiting' && entry.reason && html`<span class="entry-reason">${entry.reason}</span>`}
  </button>`;
}

function State({ entry }) {
  if (entry.group === 'others') return html`<span class="tag">${entry.holder.agent}</span>`;
  if (entry.state === 'waiting_on_customer' && entry.group === 'mine')
    return html`<span class="tag">customer is to answer</span>`;
  if (entry.state === 'resolved' && entry.group === 'bot')
    return html`<span class="tag">resolved</span>`;
  return null;
}

function timeWords(entry, now) {
  if (entry.group === 'waiting')
    return html`<span class="waits">waits ${duration(now - entry.since)}</span>`;
  return `${duration(now - entry.updatedAt)} ago`;
}

function lineWords({ lastLine }) {
  const who = { customer: '', bystander: 'Somebody else: ', agent: 'Desk: ' }[lastLine.from];
  return `${who}${lastLine.text}`;
}
