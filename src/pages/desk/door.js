import { useEffect, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Mark } from '../parts/icons.js';
import { post, request } from '../parts/request.js';
import { Desk } from './desk.js';

/** Lets a person of the desk in: by a session that is open, by their link, or by pasting it. */
export function Door({ botName }) {
  const [state, setState] = useState({ step: 'looking', me: null, error: '' });

  const signIn = async (token) => {
    const { data, error } = await post('/api/desk/session', { token });
    setState(
      error ? { step: 'outside', me: null, error } : { step: 'inside', me: data, error: '' },
    );
  };
  const look = async () => {
    const token = takeToken(location.hash);
    if (token) return signIn(token);
    const { status, data, error } = await request('/api/desk/me');
    if (!error) return setState({ step: 'inside', me: data, error: '' });
    return setState({ step: 'outside', me: null, error: status === 401 ? '' : error });
  };
  const leave = async () => {
    await request('/api/desk/session', { method: 'DELETE' });
    setState({ step: 'outside', me: null, error: '' });
  };
  useEffect(() => {
    look();
  }, []);
  useEffect(() => {
    const arrive = () => location.hash.startsWith('#token=') && look();
    addEventListener('hashchange', arrive);
    return () => removeEventListener('hashchange', arrive);
  }, []);

  if (state.step === 'looking') return html`<p class="no-script">The desk is loading…</p>`;
  if (state.step === 'outside')
    return html`<${SignIn} ...${{ botName, signIn }} error=${state.error} />`;
  const refused = () =>
    setState({
      step: 'outside',
      me: null,
      error: 'Your link no longer opens the desk. Ask for a new one.',
    });
  return html`<${Desk} ...${{ botName, leave, refused }} me=${state.me} />`;
}

function SignIn({ botName, signIn, error }) {
  const submit = (event) => {
    event.preventDefault();
    const pasted = new FormData(event.target).get('link').trim();
    if (pasted) signIn(tokenIn(pasted));
  };
  return html`<main class="door">
    <span class="door-mark"><${Mark} /></span>
    <h1>${botName} desk</h1>
    <p>Open the desk with your personal link. You can also paste it here.</p>
    <form onSubmit=${submit}>
      <label class="sr-only" for="link">Your personal link</label>
      <input
        class="field" id="link" name="link" type="password" autocomplete="current-password" autofocus
        placeholder="Your personal link" aria-invalid=${error !== ''} aria-describedby="door-error" data-testid="desk-link"
      />
      <button type="submit" class="button primary" data-testid="sign-in">Open the desk</button>
    </form>
    <p id="door-error" class="door-error" role="alert">${error}</p>
    <p class="door-hint">No link? The administrator makes one with <code>npm run -s earshot -- desk invite NAME</code>.</p>
  </main>`;
}

/** The token is taken out of the address bar and the history before anything else. */
function takeToken(hash) {
  if (!hash.startsWith('#token=')) return undefined;
  history.replaceState(null, '', location.pathname);
  return tokenIn(hash);
}

/** A whole link or the token alone. */
function tokenIn(pasted) {
  const [, token] = /#token=([^&\s]+)/.exec(pasted) ?? [];
  return token ? decodeURIComponent(token) : pasted;
}
