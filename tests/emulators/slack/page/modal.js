/** The modal on top of those that this person has open. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { Blocks } from './blocks.js';
import { html } from './html.js';
import { useSeen } from './inline.js';

export function Modal({ view }) {
  const { act } = useSeen();
  const dialog = useRef(null);
  const [values, setValues] = useState({});
  const [errors, setErrors] = useState({});
  useEffect(() => dialog.current?.showModal(), []);
  const set = (block, action, value) =>
    setValues((held) => ({ ...held, [block]: { ...held[block], [action]: value } }));
  const close = (event) => {
    event.preventDefault();
    act('closeView', { viewId: view.id });
  };
  const submit = async (event) => {
    event.preventDefault();
    const { done } = await act('submit', { viewId: view.id, values });
    setErrors(done?.errors ?? {});
  };
  const press = (actionId, value) => act('pressInView', { viewId: view.id, actionId, value });
  return html`<dialog ref=${dialog} onCancel=${close} aria-label=${view.title}>
    <form onSubmit=${submit} novalidate>
      <header><h2>${view.title}</h2></header>
      <div class="modal-body">
        <${Blocks} blocks=${view.blocks} press=${press} fields=${{ values, errors, set }} />
      </div>
      <footer>
        <button type="button" class="button" onClick=${close}>${view.view.close?.text ?? 'Close'}</button>
        ${view.submitLabel && html`<button class="button primary">${view.submitLabel}</button>`}
      </footer>
    </form>
  </dialog>`;
}
