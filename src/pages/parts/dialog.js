import { useEffect, useRef } from 'preact/hooks';
import { html } from './html.js';

/** A modal dialog for as long as it is rendered; the browser keeps the focus inside and returns it. */
export function Dialog({ title, onClose, testId, children }) {
  const dialog = useRef(null);
  useEffect(() => {
    const element = dialog.current;
    element.showModal();
    return () => element.close();
  }, []);
  const outside = (event) => event.target === dialog.current && onClose();
  return html`<dialog
    ref=${dialog} class="dialog" aria-label=${title} data-testid=${testId}
    onCancel=${(event) => {
      event.preventDefault();
      onClose();
    }}
    onClick=${outside}
  >
    <div class="dialog-body">
      <h2>${title}</h2>
      ${children}
    </div>
  </dialog>`;
}
