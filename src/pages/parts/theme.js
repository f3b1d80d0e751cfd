import { useState } from 'preact/hooks';
import { html } from './html.js';
import { Icon } from './icons.js';

const order = ['system', 'light', 'dark'];
const icons = { system: 'system', light: 'sun', dark: 'moon' };

/** Steps through the system's theme, light and dark. */
export function useTheme() {
  const [theme, setTheme] = useState(document.documentElement.dataset.theme ?? 'system');
  const next = order[(order.indexOf(theme) + 1) % order.length];
  const change = () => {
    if (next === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    try {
      localStorage.setItem('earshot.theme', next);
    } catch {
      // It holds until the page is left.
    }
    setTheme(next);
  };
  return { theme, next, change };
}

export function ThemeButton() {
  const { theme, next, change } = useTheme();
  return html`<button
    type="button" class="icon-button" onClick=${change} data-testid="theme"
    aria-label=${`Theme: ${theme}. Change to ${next}`} title=${`Theme: ${theme}`}
  ><${Icon} name=${icons[theme]} /></button>`;
}
