import { html } from '../parts/html.js';

const trends = { rising: '↗', steady: '→', falling: '↘' };
const names = {
  calm: 'Calm',
  pleased: 'Pleased',
  confusion: 'Confused',
  disappointment: 'Disappointed',
  frustration: 'Frustrated',
  anger: 'Angry',
};

/** A feeling as a colour, a word and an arrow, so that none of them is needed alone. */
export function Feeling({ feeling }) {
  if (!feeling) return null;
  const word = names[feeling.label] ?? feeling.label;
  const isQuiet = feeling.trend === 'steady' && ['calm', 'pleased'].includes(feeling.label);
  return html`<span class=${`feeling is-${feeling.label}`} title=${`${word}, ${feeling.trend}`}>
    <i aria-hidden="true"></i>${word}<span aria-hidden="true"> ${isQuiet ? '' : trends[feeling.trend]}</span>
    <span class="sr-only">, ${feeling.trend}</span>
  </span>`;
}
