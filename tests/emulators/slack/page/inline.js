/** Mentions, links and emoji, the same in every kind of text. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { html } from './html.js';
import { placeOf } from './slack.js';

/** `{state, go, act}`: what this person sees, where they can go, what they can do. */
export const Seen = createContext(null);
export const useSeen = () => useContext(Seen);

export function Mention({ token, label }) {
  const { state } = useSeen();
  const named = (list, id) => list.find((each) => each.id === id)?.name ?? label ?? id;
  if (token.startsWith('#'))
    return html`<span class="mention">#${named(state.channels, token.slice(1))}</span>`;
  const id = token.replace(/^@|^!subteam\^|^!/, '');
  const known = [...state.users, ...state.groups];
  const mine = id === state.me || /^!(?:here|channel|everyone)$/.test(token);
  const name = token.startsWith('!date') ? (label ?? id) : `@${named(known, id)}`;
  return html`<span class=${mine ? 'mention mine' : 'mention'}>${name}</span>`;
}

/** Links within the workspace stay on the page; the rest open beside it. */
export function Link({ url, children }) {
  const { go } = useSeen();
  const place = placeOf(url);
  if (place)
    return html`<a href="#" onClick=${(event) => {
      event.preventDefault();
      go(place);
    }}>${children}</a>`;
  if (!/^(?:https?|mailto):/.test(url)) return html`<span title=${url}>${children}</span>`;
  return html`<a href=${url} title=${url} target="_blank" rel="noreferrer">${children}</a>`;
}

export function Emoji({ name, whole }) {
  const { state } = useSeen();
  const glyph = drawsEmoji ? state.emoji[name] : undefined;
  return html`<span title=${`:${name}:`}>${glyph ?? whole ?? `:${name}:`}</span>`;
}

/** Without a font for them every emoji is the same empty box, and its name says more. */
const drawsEmoji = (() => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const draw = (glyph) => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = '24px sans-serif';
    pen.fillText(glyph, 0, 30);
    return pen.getImageData(0, 0, 40, 40).data.join();
  };
  return draw('👀') !== draw('👂');
})();
