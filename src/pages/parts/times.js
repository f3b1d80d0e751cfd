import { useEffect, useState } from 'preact/hooks';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export const clockTime = (/** @type {number} */ at) => clock.format(at);
export const fullTime = (/** @type {number} */ at) => full.format(at);

/** @param {number} at @param {number} now */
export function dayName(at, now) {
  const days = Math.round((startOfDay(now) - startOfDay(at)) / dayMs);
  if (days === 0) return 'Today';
  return days === 1 ? 'Yesterday' : day.format(at);
}

/** "40 s", "12 min", "3 h 05 min", "2 days". @param {number} ms */
export function duration(ms) {
  const whole = Math.max(0, ms);
  if (whole < minuteMs) return `${Math.floor(whole / 1000)} s`;
  if (whole < hourMs) return `${Math.floor(whole / minuteMs)} min`;
  if (whole < dayMs) {
    const minutes = Math.floor((whole % hourMs) / minuteMs);
    return `${Math.floor(whole / hourMs)} h ${String(minutes).padStart(2, '0')} min`;
  }
  const days = Math.floor(whole / dayMs);
  return days === 1 ? '1 day' : `${days} days`;
}

/** The time, kept current. @param {number} everyMs */
export function useNow(everyMs) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

function startOfDay(/** @type {number} */ at) {
  return new Date(at).setHours(0, 0, 0, 0);
}
