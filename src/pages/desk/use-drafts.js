import { useState } from 'preact/hooks';
import { keep, readKept } from '../parts/kept.js';

/** What an agent has typed and not sent, for each conversation and kind, kept over reloads. */
export function useDrafts(id) {
  const [tab, setTab] = useState('reply');
  const [, redraw] = useState(0);
  const name = (kind) => `desk.${id}.${kind}`;
  return {
    tab,
    setTab,
    text: (kind) => readKept(name(kind)) ?? '',
    change(kind, text) {
      keep(name(kind), text || undefined);
      redraw((count) => count + 1);
    },
  };
}
