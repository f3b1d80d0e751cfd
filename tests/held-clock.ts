/** A clock that stands still until a test moves it. */
import type { Clock } from '../src/desk/ports.ts';

export interface HeldClock extends Clock {
  pass(ms: number): void;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A Wednesday at noon, UTC. */
export const noon = Date.parse('2026-11-18T12:00:00Z');

export function heldClock(start: number = noon): HeldClock {
  let now = start;
  let alarms: { readonly at: number; readonly action: () => void }[] = [];
  return {
    now: () => now,
    after(ms, action) {
      const alarm = { at: now + ms, action };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((each) => each !== alarm);
      };
    },
    pass(ms) {
      now += ms;
      const due = alarms.filter(({ at }) => at <= now);
      alarms = alarms.filter(({ at }) => at > now);
      for (const { action } of due) action();
    },
  };
}
