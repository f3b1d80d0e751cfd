import { useEffect, useRef, useState } from 'preact/hooks';
import { openFeed } from '../parts/feed.js';

/**
 * The live queue. `onChanged` tells whoever listens which conversation changed, or, after a gap, that
 * any may have (undefined).
 *
 * @param {() => void} refused
 */
export function useDeskFeed(refused) {
  const [state, setState] = useState({ away: false, queue: [] });
  const [connection, setConnection] = useState('connecting');
  const listeners = useRef(new Set());
  useEffect(() => {
    const tell = (id) => {
      for (const listener of listeners.current) listener(id);
    };
    return openFeed({
      url: '/api/desk/events',
      onEvent: (name, data) => {
        if (name === 'queue') setState(JSON.parse(data));
        if (name === 'changed') tell(data);
      },
      onState: (next) => {
        setConnection(next);
        if (next === 'live') tell(undefined);
        if (next === 'refused') refused();
      },
    });
  }, []);
  const onChanged = (listener) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  };
  return { ...state, connection, onChanged };
}
