import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { openFeed } from '../parts/feed.js';
import { keep, readKept } from '../parts/kept.js';
import { post } from '../parts/request.js';

const emptyChat = { holder: { kind: 'bot', name: null }, working: false, messages: [] };
const tokenShape = /^#([\w-]+\.[\w-]+\.[\w-]+)$/;

/**
 * This browser's conversation: its token, what the server last showed of it, and the connection.
 * There is no token until something is said, so that a look at the page leaves no trace.
 */
export function useVisit() {
  const [token, setToken] = useState(arrivingToken);
  const [chat, setChat] = useState(emptyChat);
  const [connection, setConnection] = useState(token ? 'connecting' : 'idle');
  const [isOpening, setOpening] = useState(token !== undefined);
  const starting = useRef(null);

  const move = useCallback((next) => {
    setChat(emptyChat);
    setConnection(next ? 'connecting' : 'idle');
    setOpening(next !== undefined);
    setToken(next);
  }, []);

  useEffect(() => {
    const arrive = () => tokenShape.test(location.hash) && move(arrivingToken());
    addEventListener('hashchange', arrive);
    return () => removeEventListener('hashchange', arrive);
  }, []);

  useEffect(() => {
    if (!token) return undefined;
    return openFeed({
      url: '/api/chat/events',
      token,
      onEvent: (name, data) => {
        if (name !== 'chat') return;
        setChat(JSON.parse(data));
        setOpening(false);
      },
      onState: (state) => {
        setConnection(state);
        // Only what opened is worth keeping: a broken link must not cost the former conversation.
        if (state === 'live') keep('token', token);
      },
    });
  }, [token]);

  const start = useCallback(async () => {
    starting.current ??= post('/api/chat/start', {}, readKept('token'));
    const { data, error } = await starting.current;
    starting.current = null;
    if (!error) {
      keep('token', data.token);
      move(data.token);
    }
    return error ? undefined : data.token;
  }, []);

  // Where a link opens nothing, this browser's own conversation is the way back.
  const kept = readKept('token');
  const former = kept === token ? undefined : kept;
  const leave = () => {
    if (!former) keep('token', undefined);
    move(former);
  };
  return { token, chat, connection, isOpening, start, former, leave };
}

/** A link's token is taken out of the address bar, where it would be seen and shared by accident. */
function arrivingToken() {
  const [, token] = tokenShape.exec(location.hash) ?? [];
  if (!token) return readKept('token');
  history.replaceState(null, '', location.pathname);
  return token;
}

/** @param {string} token */
export function linkTo(token) {
  return `${location.origin}/#${token}`;
}
