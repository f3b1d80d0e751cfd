import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { newId } from '../parts/ids.js';
import { keep, readKept } from '../parts/kept.js';
import { post } from '../parts/request.js';
import { Toast, useToast } from '../parts/toast.js';
import { Composer } from './composer.js';
import { Header } from './header.js';
import { Lines } from './lines.js';
import { Standing } from './standing.js';
import { createUnsent } from './unsent.js';
import { useVisit } from './visit.js';
import { Welcome } from './welcome.js';

export function Chat({ settings }) {
  const visit = useVisit();
  const { toast, say } = useToast();
  const [name, setName] = useState(readKept('name') ?? '');
  const unsent = useUnsent(visit);
  const [busy, setBusy] = useState(false);
  const box = useRef(null);
  const { chat } = visit;

  const send = (text) => unsent.add(text, name, visit.token);
  const rename = (next) => {
    setName(next);
    keep('name', next || undefined);
  };
  const act = async (path, body) => {
    setBusy(true);
    const token = visit.token ?? (await visit.start());
    const { error } = token
      ? await post(`/api/chat/${path}`, body, token)
      : { error: 'There is no connection right now.' };
    setBusy(false);
    if (error) say(error);
    return !error;
  };
  const askForPerson = () => act('person', { id: newId() });
  const isEmpty = chat.messages.length === 0 && unsent.items.length === 0;

  return html`<div class="chat" data-holder=${chat.holder.kind} data-connection=${visit.connection}>
    <${Header} ...${{ settings, visit, say }} onNew=${() => box.current?.focus()} />
    <${ConnectionBanner} connection=${visit.connection} unsent=${unsent.items} />
    ${
      visit.connection === 'refused'
        ? html`<${WrongLink} visit=${visit} />`
        : isEmpty
          ? html`<${Beginning} ...${{ visit, settings, name, rename, send }} />`
          : html`<${Lines} ...${{ settings, chat, unsent, act }} />`
    }
    ${
      visit.connection !== 'refused' &&
      html`<footer class="foot">
        <${Composer} ref=${box} onSend=${send} holder=${chat.holder} />
        <${Standing} ...${{ chat, name, rename, act, busy, askForPerson }} />
      </footer>`
    }
    <${Toast} ...${{ toast, say }} />
  </div>`;
}

/** The messages on their way that belong to this conversation. */
function useUnsent({ token, chat, start }) {
  const [items, setItems] = useState([]);
  const latest = useRef(null);
  latest.current = async () => token ?? (await start());
  const unsent = useMemo(
    () => createUnsent({ tokenFor: () => latest.current(), changed: setItems }),
    [],
  );
  useEffect(() => {
    setItems(unsent.items());
    unsent.run();
  }, []);
  useEffect(() => unsent.settle(chat.messages), [chat, items]);
  return { ...unsent, items: items.filter((item) => !item.token || item.token === token) };
}

/** A conversation that is being fetched must not look as if it were lost. */
function Beginning({ visit, ...rest }) {
  if (visit.isOpening) return html`<main class="welcome"><p>Opening your conversation…</p></main>`;
  return html`<${Welcome} ...${rest} />`;
}

function ConnectionBanner({ connection, unsent }) {
  const isWaiting = unsent.some(({ state }) => state === 'waiting');
  const isLost = connection === 'lost' || isWaiting;
  // A blip that mends itself within a second is not worth a word.
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(isLost), isLost ? 1200 : 0);
    return () => clearTimeout(timer);
  }, [isLost]);
  return html`<div role="status" aria-live="polite" data-testid="connection">
    ${
      shown &&
      html`<p class="banner">
        ${
          isWaiting
            ? 'No connection. Your message is kept and will be sent as soon as it is back.'
            : 'Connection lost. Trying again…'
        }
      </p>`
    }
  </div>`;
}

function WrongLink({ visit }) {
  const wayOn = visit.former ? 'Back to your conversation' : 'Start a new conversation';
  return html`<main class="welcome" data-testid="wrong-link">
    <h1>This link does not open a conversation</h1>
    <p>It may have been cut short when it was copied.</p>
    <button type="button" class="button primary" onClick=${visit.leave}>${wayOn}</button>
  </main>`;
}
