import { newId } from '../parts/ids.js';
import { keep, listKept, readKept } from '../parts/kept.js';
import { post } from '../parts/request.js';

/**
 * @typedef {{
 *   id: string, text: string, name: string, at: number, token?: string,
 *   state: 'sending' | 'waiting' | 'refused' | 'taken', error: string, messageId?: string,
 * }} Unsent
 */

const prefix = 'unsent.';
const firstWaitMs = 1_000;
const longestWaitMs = 15_000;

/**
 * Messages on their way. Each is kept in this browser under its own id until the server shows it,
 * and sent again as often as it takes; the id makes the server take it once.
 *
 * @param {{ tokenFor: () => Promise<string | undefined>, changed: (items: Unsent[]) => void }} options
 */
export function createUnsent({ tokenFor, changed }) {
  let items = readItems();
  let isRunning = false;

  const put = (item) => {
    keep(prefix + item.id, item);
    items = [...items.filter(({ id }) => id !== item.id), item].sort((a, b) => a.at - b.at);
    changed(items);
  };
  const drop = (id) => {
    keep(prefix + id, undefined);
    items = items.filter((item) => item.id !== id);
    changed(items);
  };
  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    let waitMs = firstWaitMs;
    for (let next = firstDue(items); next; next = firstDue(items)) {
      const item = await sendOne(next, tokenFor);
      put(item);
      if (item.state !== 'waiting') waitMs = firstWaitMs;
      else await pause(waitMs);
      waitMs = Math.min(waitMs * 2, longestWaitMs);
    }
    isRunning = false;
  };
  return {
    items: () => items,
    run,
    /** @param {string} text @param {string} name @param {string} [token] */
    add(text, name, token) {
      put({ id: newId(), text, name, at: Date.now(), token, state: 'sending', error: '' });
      run();
    },
    retry(item) {
      put({ ...item, state: 'sending', error: '' });
      run();
    },
    drop,
    /** Forgets what the server shows by now. @param {readonly { id: string }[]} shown */
    settle(shown) {
      const seen = new Set(shown.map(({ id }) => id));
      for (const item of items) if (seen.has(item.messageId)) drop(item.id);
    },
  };
}

function firstDue(items) {
  return items.find(({ state }) => state === 'sending' || state === 'waiting');
}

/** @returns {Promise<Unsent>} */
async function sendOne(item, tokenFor) {
  const token = item.token ?? (await tokenFor());
  if (!token) return { ...item, state: 'waiting' };
  const { id, text, name } = item;
  const { status, data, error } = await post('/api/chat/messages', { id, text, name }, token);
  if (status === 202) return { ...item, token, state: 'taken', messageId: data.messageId };
  const passes = status === 0 || status === 429 || status >= 500;
  return { ...item, token, state: passes ? 'waiting' : 'refused', error };
}

/** Ends early when the network comes back. */
function pause(ms) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      removeEventListener('online', done);
      resolve();
    }
    addEventListener('online', done);
  });
}

/** What an earlier page left behind is sent now. */
function readItems() {
  return listKept(prefix)
    .map((name) => readKept(name))
    .filter((item) => item?.id && typeof item.text === 'string')
    .map((item) => (item.state === 'refused' ? item : { ...item, state: 'waiting' }))
    .sort((a, b) => a.at - b.at);
}
