import type { Clock } from './ports.ts';

/** Resolves after `ms` of this clock. */
export function wait(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve));
}
