/** Notes, for as long as a person's desk is open in a browser, that they are there. */
import type { People } from '../desk/ports.ts';
import type { WebLog } from './options.ts';

export interface Presence {
  /** Notes that a desk of theirs opened. Returns what notes that it closed. */
  arrive(name: string): () => void;
}

const seenEveryMs = 20_000;

export function createPresence(people: People, log: WebLog): Presence {
  const open = new Map<string, { pages: number; timer: NodeJS.Timeout }>();
  const touch = (name: string, presence: 'seen' | 'gone') => {
    people.touch(name, presence).catch((cause) => {
      log.warn({ err: cause, agent: name }, '[web] cannot note who is at the desk');
    });
  };
  return {
    arrive(name) {
      const known = open.get(name);
      if (known) known.pages += 1;
      else open.set(name, { pages: 1, timer: setInterval(() => touch(name, 'seen'), seenEveryMs) });
      touch(name, 'seen');
      return () => {
        const here = open.get(name);
        if (!here) return;
        here.pages -= 1;
        if (here.pages > 0) return;
        clearInterval(here.timer);
        open.delete(name);
        touch(name, 'gone');
      };
    },
  };
}
