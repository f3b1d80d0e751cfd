import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../parts/html.js';
import { Toast, useToast } from '../parts/toast.js';
import { Activity } from './activity.js';
import { useAlerts } from './alerts.js';
import { CaseFile } from './case-file.js';
import { KeysHelp, useKeys } from './keys.js';
import { byGroup, Queue } from './queue.js';
import { Thread } from './thread.js';
import { ThreadHead } from './thread-head.js';
import { TopBar } from './top-bar.js';
import { Transfer } from './transfer.js';
import { useCase } from './use-case.js';
import { useDeskFeed } from './use-desk-feed.js';
import { useDrafts } from './use-drafts.js';

/** The desk: the queue, the conversation that is open, and what is known of its case. */
export function Desk({ botName, me, leave, refused }) {
  const { toast, say } = useToast();
  const [selected, select] = useSelected();
  const [overlay, setOverlay] = useState(null);
  const [view, setView] = useState('cases');
  const feed = useDeskFeed(refused);
  const { view: file, act, problem } = useCase({ id: selected, feed, say });
  const drafts = useDrafts(selected);
  const alerts = useAlerts({ botName, queue: feed.queue, selected, select, say });
  const box = useRef(null);
  const order = byGroup(feed.queue).flatMap(({ entries }) => entries.map(({ id }) => id));

  const step = (by) => {
    const at = order.indexOf(selected);
    const next = order[at === -1 ? 0 : Math.min(Math.max(at + by, 0), order.length - 1)];
    if (next) select(next);
  };
  const write = (tab) => {
    drafts.setTab(tab);
    // At once: a key typed a frame too early would be taken for a command.
    box.current?.focus();
  };
  const insert = (text) => {
    const now = drafts.text('reply');
    drafts.change('reply', now ? `${now.trimEnd()}\n${text}` : text);
    write('reply');
  };
  const close = () => setOverlay(null);
  const ask = (what) => file && setOverlay(what);
  useKeys({
    j: () => step(1),
    k: () => step(-1),
    c: () => file && act.claim(),
    r: () => file && write('reply'),
    n: () => file && write('note'),
    t: () => ask('transfer'),
    h: () => file && act.handBack(),
    e: () => file && act.resolve(),
    '?': () => setOverlay('keys'),
  });

  return html`<div class="desk" data-view=${view} data-pane=${selected ? 'case' : 'queue'}>
    <${TopBar} ...${{ botName, me, feed, alerts, leave, view, setView, say }} onKeys=${() => setOverlay('keys')} />
    ${
      view === 'activity'
        ? html`<${Activity} onClose=${() => setView('cases')} />`
        : html`<div class="panes">
            <${Queue} ...${{ queue: feed.queue, selected, select }} isLive=${feed.connection === 'live'} />
            ${
              file
                ? html`<${ThreadHead} entry=${file.entry} act=${act} onBack=${() => select('')} onTransfer=${() => ask('transfer')} />
                    <${CaseFile} key=${`file-${selected}`} ...${{ file, act, insert }} />
                    <${Thread} key=${selected} ...${{ file, act, drafts, box }} />`
                : html`<${NothingOpen} ...${{ problem, selected }} />`
            }
          </div>`
    }
    ${overlay === 'transfer' && file && html`<${Transfer} ...${{ file, me, act }} onClose=${close} />`}
    ${overlay === 'keys' && html`<${KeysHelp} onClose=${close} />`}
    <${Toast} ...${{ toast, say }} />
  </div>`;
}

function NothingOpen({ problem, selected }) {
  return html`<main class="nothing" aria-live="polite">
    <p>${problem || (selected ? 'Opening…' : 'Choose a conversation on the left.')}</p>
    ${!selected && html`<p class="nothing-hint">Press <kbd>j</kbd> and <kbd>k</kbd> to move, <kbd>?</kbd> for all keys.</p>`}
  </main>`;
}

/** The open conversation is in the address, so that a reload and the back button find it. */
function useSelected() {
  const [selected, setSelected] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const arrive = () => setSelected(location.hash.slice(1));
    addEventListener('popstate', arrive);
    return () => removeEventListener('popstate', arrive);
  }, []);
  const select = useCallback((id) => {
    history.pushState(null, '', id ? `#${id}` : location.pathname);
    setSelected(id);
  }, []);
  return [selected, select];
}
