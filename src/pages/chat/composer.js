import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Icon } from '../parts/icons.js';
import { keep, readKept } from '../parts/kept.js';

/** As many characters as the server takes in one message. */
const longestText = 40_000;
/** From here the customer is told how many are left. */
const warnFrom = 38_000;

export function Composer({ ref, onSend, holder }) {
  const own = useRef(null);
  const box = ref ?? own;
  const [text, setText] = useState(readKept('draft') ?? '');
  const isTooLong = text.length > longestText;
  const canSend = text.trim() !== '' && !isTooLong;

  const change = (next) => {
    setText(next);
    keep('draft', next || undefined);
  };
  const send = () => {
    if (!canSend) return;
    onSend(text);
    change('');
    box.current?.focus();
  };
  useEffect(() => {
    // On a phone the keyboard would cover the greeting.
    if (matchMedia('(pointer: fine)').matches) box.current?.focus();
  }, []);

  const onKeyDown = (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  };
  return html`<form
    class="composer"
    onSubmit=${(event) => {
      event.preventDefault();
      send();
    }}
  >
    <textarea
      ref=${box} class="composer-box" rows="1" value=${text} dir="auto" enterkeyhint="send"
      aria-label="Your message" aria-invalid=${isTooLong} data-testid="message"
      placeholder=${placeholder(holder)}
      onInput=${(event) => change(event.target.value)} onKeyDown=${onKeyDown}
    ></textarea>
    <button type="submit" class="send" disabled=${!canSend} aria-label="Send" data-testid="send">
      <${Icon} name="send" />
    </button>
    ${text.length > warnFrom && html`<p class="composer-count" role="status">${countWords(text.length)}</p>`}
  </form>`;
}

function placeholder(holder) {
  if (holder.kind === 'person') return `Write to ${holder.name}…`;
  return holder.kind === 'queue' ? 'Add what may help…' : 'Ask a question…';
}

function countWords(length) {
  const left = longestText - length;
  if (left >= 0) return `Room for ${left.toLocaleString()} more characters`;
  return `Too long to send at once by ${(-left).toLocaleString()}`;
}
