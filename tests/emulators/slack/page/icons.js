/** The few signs of the page, drawn, so that they need no font. */
import { html } from './html.js';

const draw = (path) => () =>
  html`<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
  <path d=${path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />
</svg>`;

export const Ear = draw(
  'M7 10a5 5 0 0 1 10 0c0 4-4 4-4 8a3 3 0 0 1-5 2M10 10a2 2 0 1 1 3 2c-1 .6-1 1-1 2',
);
export const Speech = draw('M4 5h16v11H10l-4 4v-4H4z');
export const Clip = draw(
  'M19 11l-8 8a4.5 4.5 0 0 1-6-6l8-8a3 3 0 0 1 4 4l-8 8a1.4 1.4 0 0 1-2-2l7-7',
);
