import { useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { RichText, Sources } from '../parts/rich-text.js';
import { duration, fullTime, useNow } from '../parts/times.js';
import { Feeling } from './feeling.js';

/** Everything an agent needs to take over without asking the customer to repeat it. */
export function CaseFile({ file, act, insert }) {
  const [isOpen, setOpen] = useState(() => matchMedia('(min-width: 68rem)').matches);
  const { packet, escalation, entry, help } = file;
  return html`<aside class="case-file" aria-label="Case" data-testid="packet">
    <details open=${isOpen} onToggle=${(event) => setOpen(event.target.open)}>
      <summary>Case <${Feeling} feeling=${entry.feeling} /></summary>
      <div class="case-parts">
        ${
          escalation &&
          html`<${Part} title="Why a person">
            <p class="sentence">${escalation.reason}</p>
            ${escalation.asksVerdict && html`<${Verdicts} verdict=${escalation.asksVerdict.verdict} judge=${act.judge} />`}
          <//>`
        }
        <${Part} title="First question"><p class="plain" dir="auto">${packet.firstQuestion}</p><//>
        ${
          packet.lastMessage !== packet.firstQuestion &&
          html`<${Part} title="Last message"><p class="plain" dir="auto">${packet.lastMessage}</p><//>`
        }
        ${packet.withheld && html`<${Withheld} ...${{ withheld: packet.withheld, insert }} />`}
        <${Help} ...${{ help, insert }} />
        <${Tried} tried=${packet.tried} />
        <${Feelings} feelings=${packet.feelings} />
        ${escalation && html`<${Times} escalation=${escalation} />`}
        <${Part} title="Customer">
          <p><b dir="auto">${entry.customer ?? 'Visitor, no name given'}</b></p>
          <p class="case-muted">First wrote ${fullTime(file.openedAt)}, on ${channelNames[entry.channel] ?? entry.channel}</p>
          <p class="case-muted">Id <code data-testid="customer-id">${file.customerId}</code></p>
        <//>
      </div>
    </details>
  </aside>`;
}

const channelNames = {
  web: 'the web',
  terminal: 'the terminal',
  slack: 'Slack',
  discord: 'Discord',
};

function Part({ title, children }) {
  return html`<section class="case-part"><h3>${title}</h3>${children}</section>`;
}

const verdictWords = { needed: 'Needed', not_needed: 'Not needed', too_late: 'Too late' };

/** What an agent says of the hand-over; it tells the company when the bot should call one. */
function Verdicts({ verdict, judge }) {
  return html`<p class="verdicts" role="group" aria-label="Was a person needed?">
    <span class="case-muted">Was a person needed?</span>
    ${Object.entries(verdictWords).map(
      ([value, words]) => html`<button
        key=${value} type="button" class="verdict" aria-pressed=${verdict === value}
        onClick=${() => judge(value)} data-testid=${`verdict-${value}`}
      >${words}</button>`,
    )}
  </p>`;
}

function Withheld({ withheld, insert }) {
  return html`<${Part} title="Withheld answer">
    <div class="withheld" data-testid="withheld">
      <p class="case-muted">Written by the bot, not sent. Check it before you use it.</p>
      <div class="withheld-text"><${RichText} source=${withheld.html} /></div>
      <${Sources} sources=${withheld.sources} />
      <button type="button" class="button" onClick=${() => insert(withheld.text)} data-testid="use-withheld">Use in reply</button>
    </div>
  <//>`;
}

function Help({ help, insert }) {
  if (help.length === 0) return null;
  return html`<${Part} title="Articles that may help">
    <ul class="help">
      ${help.map(
        (article) => html`<li key=${article.url}>
          <a href=${article.url} target="_blank" rel="noopener">${article.title}</a>
          ${article.heading !== article.title && html`<span class="case-muted">${article.heading}</span>`}
          ${
            article.shareUrl &&
            html`<button
              type="button" class="link" data-testid="insert-link" aria-label=${`Insert the link to ${article.title}`}
              onClick=${() => insert(new URL(article.shareUrl, location.origin).href)}
            >Insert</button>`
          }
        </li>`,
      )}
    </ul>
  <//>`;
}

const outcomeWords = {
  answered: 'answered',
  clarified: 'asked back',
  unknown: 'no article answers',
  offered: 'offered a person',
  handed_over: 'handed over',
  chat: 'small talk',
};

function Tried({ tried }) {
  if (tried.length === 0) return null;
  return html`<${Part} title="What was tried">
    <ol class="tried">
      ${tried.map(
        ({ question, outcome, sources }, index) => html`<li key=${index}>
          <p dir="auto">${question}</p>
          <p class="case-muted">${outcomeWords[outcome]}</p>
          <${Sources} sources=${sources} />
        </li>`,
      )}
    </ol>
  <//>`;
}

function Feelings({ feelings }) {
  if (feelings.length === 0) return null;
  return html`<${Part} title="Feeling, turn by turn">
    <ol class="feelings">${feelings.map((feeling, index) => html`<li key=${index}><${Feeling} feeling=${feeling} /></li>`)}</ol>
  <//>`;
}

const stateNames = {
  waiting: 'Waiting for a person',
  claimed: 'With a person',
  waiting_on_customer: 'Waiting for the customer',
  resolved: 'Resolved',
  handed_back: 'Back with the bot',
};
const ended = ['resolved', 'handed_back'];

/** How long the case has been where, for the customer's sake; it says nothing of any agent. */
function Times({ escalation }) {
  const now = useNow(1000);
  const { state, since, spentMs } = escalation;
  const spent = ended.includes(state)
    ? spentMs
    : { ...spentMs, [state]: (spentMs[state] ?? 0) + now - since };
  return html`<${Part} title="Time in each state">
    <dl class="times">
      ${Object.keys(stateNames)
        .filter((name) => spent[name] !== undefined && !ended.includes(name))
        .map(
          (name) => html`<div key=${name} class=${name === state ? 'is-now' : ''}>
            <dt>${stateNames[name]}</dt><dd>${duration(spent[name])}</dd>
          </div>`,
        )}
    </dl>
    ${ended.includes(state) && html`<p class="case-muted">${stateNames[state]} since ${fullTime(since)}</p>`}
  <//>`;
}
