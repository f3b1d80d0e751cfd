import { createEventSource } from 'eventsource-client';

/** The server says something at least every 15 s; silence for longer means a dead connection. */
const silenceMs = 40_000;
const patrolMs = 5_000;

/**
 * Listens until stopped, reconnecting by itself. A connection that a sleeping phone or a proxy has
 * dropped without a word is noticed and opened anew.
 *
 * @param {{
 *   url: string, token?: string,
 *   onEvent: (name: string, data: string) => void,
 *   onState: (state: 'live' | 'lost' | 'refused') => void,
 * }} options
 * @returns {() => void}
 */
export function openFeed({ url, token, onEvent, onState }) {
  let heardAt = Date.now();
  let refused = false;
  const heard = () => {
    heardAt = Date.now();
  };
  const connect = () =>
    createEventSource({
      url,
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      fetch: async (address, options) => {
        heard();
        const response = await fetch(address, options);
        if (response.ok) {
          onState('live');
          return response;
        }
        if (response.status !== 401) throw new Error(`The feed answered ${response.status}.`);
        refused = true;
        onState('refused');
        // 204 tells the client to stop asking.
        return new Response(null, { status: 204 });
      },
      onMessage: ({ event, data }) => {
        heard();
        onEvent(event ?? '', data);
      },
      onComment: heard,
      onScheduleReconnect: () => !refused && onState('lost'),
    });
  let source = connect();
  const reopen = () => {
    heard();
    source.close();
    source = connect();
  };
  const patrol = setInterval(() => {
    if (refused || Date.now() - heardAt <= silenceMs) return;
    onState('lost');
    reopen();
  }, patrolMs);
  const online = () => !refused && source.readyState !== 'open' && reopen();
  addEventListener('online', online);
  return () => {
    clearInterval(patrol);
    removeEventListener('online', online);
    source.close();
  };
}
