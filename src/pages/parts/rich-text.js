import DOMPurify from 'dompurify';
import { useMemo } from 'preact/hooks';
import { html } from './html.js';

const allowed = {
  ALLOWED_TAGS: (
    'a blockquote br code del em h1 h2 h3 h4 h5 h6 hr input li ol p pre strong table ' +
    'tbody td th thead tr ul'
  ).split(' '),
  ALLOWED_ATTR: ['href', 'rel', 'target', 'class', 'type', 'checked', 'disabled', 'start', 'align'],
};

/** What the bot wrote. The server has cleaned it; this is the second lock on the same door. */
export function RichText({ source }) {
  const clean = useMemo(() => DOMPurify.sanitize(source, allowed), [source]);
  return html`<div class="rich" dir="auto" dangerouslySetInnerHTML=${{ __html: clean }}></div>`;
}

const address = /(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}])/g;

/** What a person wrote, exactly as written. Links only where whoever wrote it is trusted. */
export function PlainText({ text, links = false }) {
  const parts = links ? text.split(address) : [text];
  return html`<div class="plain" dir="auto">
    ${parts.map((part, index) => (index % 2 === 1 ? html`<${Outward} href=${part} />` : part))}
  </div>`;
}

function Outward({ href }) {
  return html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${href}</a>`;
}

/** Where an answer comes from. */
export function Sources({ sources }) {
  if (sources.length === 0) return null;
  return html`<ul class="sources" aria-label="Sources" data-testid="sources">
    <li class="sources-word" aria-hidden="true">${sources.length === 1 ? 'Source' : 'Sources'}</li>
    ${sources.map(
      ({ label, url }) => html`<li key=${label + url}>
        ${
          url
            ? html`<a class="source" href=${url} target="_blank" rel="noopener">${label}</a>`
            : html`<span class="source">${label}</span>`
        }
      </li>`,
    )}
  </ul>`;
}
