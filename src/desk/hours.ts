/** The desk's hours in words, by the clock on the desk's wall. */
import { type Policy, weekdays } from './policy.ts';

type Hours = NonNullable<Policy['hours']>;
type Weekday = (typeof weekdays)[number];

export interface DescribedHours {
  readonly open: boolean;
  readonly text: string;
}

/** Null where the policy says nothing of hours. */
export function describeHours(hours: Policy['hours'], now: number): DescribedHours | null {
  if (hours === undefined || !weekdays.some((day) => hours[day])) return null;
  const wall = readWallClock(hours.timezone, now);
  const open = isOpen(hours[wall.day], wall.time);
  const week = `Our team is here ${describeWeek(hours)} (${hours.timezone}).`;
  return { open, text: open ? week : `${week} They are next back ${nextOpening(hours, wall)}.` };
}

interface WallClock {
  readonly day: Weekday;
  /** As 09:05, so that times compare as text. */
  readonly time: string;
}

function readWallClock(timeZone: string, now: number): WallClock {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'long',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(now);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    parts.find((each) => each.type === type)?.value ?? '';
  const name = part('weekday').toLowerCase();
  const day = weekdays.find((each) => each === name) ?? 'sunday';
  return { day, time: `${part('hour')}:${part('minute')}` };
}

function isOpen(span: string | undefined, time: string): boolean {
  return span !== undefined && time >= opening(span) && time < closing(span);
}

/** Counts days and not hours, so that a change of the clocks between does not matter. */
function nextOpening(hours: Hours, wall: WallClock): string {
  const today = weekdays.indexOf(wall.day);
  for (let ahead = 0; ahead <= 7; ahead += 1) {
    const day = weekdays[(today + ahead) % 7] ?? wall.day;
    const span = hours[day];
    if (span === undefined || (ahead === 0 && wall.time >= opening(span))) continue;
    const when = ahead === 0 ? 'today' : ahead === 1 ? 'tomorrow' : `on ${capitalised(day)}`;
    return `${when} at ${opening(span)}`;
  }
  return 'later';
}

function describeWeek(hours: Hours): string {
  const groups = groupDays(hours).map(({ days, span }) => {
    return `${nameDays(days)}, ${opening(span)} to ${closing(span)}`;
  });
  return groups.length < 2
    ? groups.join('')
    : `${groups.slice(0, -1).join('; ')}; and ${groups.at(-1)}`;
}

interface DayGroup {
  readonly days: readonly Weekday[];
  readonly span: string;
}

/** Neighbouring days with the same hours, Monday first. */
function groupDays(hours: Hours): readonly DayGroup[] {
  const groups: DayGroup[] = [];
  let previous: Weekday | null = null;
  for (const day of mondayFirst) {
    const span = hours[day];
    const last = groups.at(-1);
    if (span !== undefined) {
      const joins = last !== undefined && last.span === span && last.days.at(-1) === previous;
      if (joins) groups[groups.length - 1] = { span, days: [...last.days, day] };
      else groups.push({ span, days: [day] });
    }
    previous = day;
  }
  return groups;
}

function nameDays(days: readonly Weekday[]): string {
  const names = days.map(capitalised);
  if (names.length === 7) return 'every day';
  if (names.length === 1) return names.join('');
  return `${names[0]} ${names.length === 2 ? 'and' : 'to'} ${names.at(-1)}`;
}

function capitalised(day: string): string {
  return `${day.slice(0, 1).toUpperCase()}${day.slice(1)}`;
}

function opening(span: string): string {
  return span.slice(0, 5);
}

function closing(span: string): string {
  return span.slice(6);
}

const mondayFirst: readonly Weekday[] = [...weekdays.slice(1), 'sunday'];
