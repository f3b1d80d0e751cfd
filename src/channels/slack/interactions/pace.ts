/** How often somebody may ask for what is recorded nowhere, so that nobody asks for everybody's time. */
import type { Clock } from '../../../desk/ports.ts';

const minuteMs = 60_000;

/** Up to `most` times a minute for each; counts every time that it allows. */
export function createPace(most: number, clock: Clock): (who: string) => boolean {
  const times = new Map<string, readonly number[]>();
  let sweptAt = clock.now();
  return (who) => {
    const now = clock.now();
    const isRecent = (at: number): boolean => now - at < minuteMs;
    if (now - sweptAt >= minuteMs) {
      sweptAt = now;
      for (const [each, when] of times) if (!when.some(isRecent)) times.delete(each);
    }
    const recent = (times.get(who) ?? []).filter(isRecent);
    if (recent.length >= most) return false;
    times.set(who, [...recent, now]);
    return true;
  };
}
