import { useCallback, useRef, useState } from 'preact/hooks';
import { html } from './html.js';

const shownMs = 7_000;

/**
 * Short words at the foot of the page, one at a time.
 *
 * @returns {{ toast: unknown, say: (words: string, action?: { label: string, run: () => void }) => void }}
 */
export function useToast() {
  const [toast, setToast] = useState(null);
  const timer = useRef(0);
  const say = useCallback((words, action) => {
    clearTimeout(timer.current);
    setToast({ words, action });
    timer.current = setTimeout(() => setToast(null), shownMs);
  }, []);
  return { toast, say };
}

/** The region stays while it is empty, so that screen readers hear what comes into it. */
export function Toast({ toast, say }) {
  const act = () => {
    toast.action.run();
    say('');
  };
  return html`<div class="toast-place" role="status" aria-live="polite" data-testid="toast">
    ${
      toast?.words &&
      html`<div class="toast">
        <span>${toast.words}</span>
        ${toast.action && html`<button type="button" class="link" onClick=${act}>${toast.action.label}</button>`}
      </div>`
    }
  </div>`;
}
