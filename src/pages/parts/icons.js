import { html } from './html.js';

// Drawn on a grid of 24, stroked in the colour of the text around them.
const paths = {
  send: 'M5 12h13M12.5 6.5 18 12l-5.5 5.5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1',
  plus: 'M12 5v14M5 12h14',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M19 5l-1.4 1.4M6.4 17.6 5 19',
  moon: 'M20 14.5A8 8 0 1 1 9.5 4a6.5 6.5 0 0 0 10.5 10.5z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20a7.5 7.5 0 0 1 15 0',
  clock: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4.5l3 1.8',
  back: 'M19 12H6M11.5 6.5 6 12l5.5 5.5',
  up: 'M7 11v9H4v-9zM7 11l4-7a2 2 0 0 1 2.5 2.5L12.5 10H18a2 2 0 0 1 2 2.4l-1.2 6A2 2 0 0 1 16.8 20H7',
  down: 'M17 13V4h3v9zM17 13l-4 7a2 2 0 0 1-2.5-2.5l1-3.5H6a2 2 0 0 1-2-2.4l1.2-6A2 2 0 0 1 7.2 4H17',
  menu: 'M5 7h14M5 12h14M5 17h14',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  close: 'M6 6l12 12M18 6 6 18',
  note: 'M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 9h7M8.5 12.5h4',
  arrow: 'M12 5v14M6.5 13.5 12 19l5.5-5.5',
};

/** @param {{ name: keyof typeof paths }} props */
export function Icon({ name }) {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d=${paths[name]} />
  </svg>`;
}

/** Earshot's mark: a voice. */
export function Mark() {
  return html`<svg class="mark" viewBox="5 5 23 22" aria-hidden="true" focusable="false">
    <path d="M9 13.5v5M14 9.5v13M19 12v8M24 14.5v3" />
  </svg>`;
}

/** @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/);
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : ''];
  return letters
    .map((word) => Array.from(word ?? '')[0] ?? '')
    .join('')
    .toUpperCase();
}
