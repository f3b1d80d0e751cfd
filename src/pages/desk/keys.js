import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { html } from '../parts/html.js';

const keys = [
  ['j', 'Next conversation'],
  ['k', 'Previous conversation'],
  ['c', 'Claim'],
  ['r', 'Reply'],
  ['n', 'Internal note'],
  ['t', 'Transfer'],
  ['h', 'Hand back to the bot'],
  ['e', 'Resolve'],
  ['Esc', 'Leave the text box'],
  ['?', 'These keys'],
];

/** Single keys work where nobody types and no dialog is open. @param {Record<string, () => void>} actions */
export function useKeys(actions) {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event) => {
      if (event.key === 'Escape' && isTyping(event.target)) return event.target.blur();
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return undefined;
      if (isTyping(event.target) || document.querySelector('dialog[open]')) return undefined;
      const action = latest.current[event.key];
      if (!action) return undefined;
      event.preventDefault();
      return action();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}

export function KeysHelp({ onClose }) {
  return html`<${Dialog} title="Keys" onClose=${onClose} testId="keys">
    <dl class="keys">
      ${keys.map(([key, does]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}
    </dl>
    <div class="dialog-actions"><button type="button" class="button" onClick=${onClose} autofocus>Close</button></div>
  <//>`;
}

function isTyping(element) {
  return element.matches?.('input, textarea, select, [contenteditable]') ?? false;
}
