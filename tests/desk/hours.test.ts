import { describe, expect, test } from 'vitest';
import { describeHours } from '../../src/desk/hours.ts';

const workdays = {
  timezone: 'Europe/Berlin',
  monday: '09:00-17:00',
  tuesday: '09:00-17:00',
  wednesday: '09:00-17:00',
  thursday: '09:00-17:00',
  friday: '09:00-17:00',
} as const;

const week = 'Our team is here Monday to Friday, 09:00 to 17:00 (Europe/Berlin).';
const at = (iso: string) => Date.parse(iso);

describe('says when people are at the desk', () => {
  test.each([
    ['on a Wednesday at noon', '2026-11-18T11:00:00Z', true, week],
    ['at the minute of opening', '2026-11-18T08:00:00Z', true, week],
    [
      'at the minute of closing',
      '2026-11-18T16:00:00Z',
      false,
      `${week} They are next back tomorrow at 09:00.`,
    ],
    [
      'early in the morning',
      '2026-11-18T05:00:00Z',
      false,
      `${week} They are next back today at 09:00.`,
    ],
    [
      'on a Friday night',
      '2026-11-20T20:00:00Z',
      false,
      `${week} They are next back on Monday at 09:00.`,
    ],
    ['on a Sunday', '2026-11-22T12:00:00Z', false, `${week} They are next back tomorrow at 09:00.`],
  ])('%s', (_when, iso, open, text) => {
    expect(describeHours(workdays, at(iso))).toEqual({ open, text });
  });

  test('follows the clock on the wall through a change of the clocks', () => {
    expect(describeHours(workdays, at('2026-03-27T08:30:00Z'))?.open).toBe(true);
    expect(describeHours(workdays, at('2026-03-30T07:00:00Z'))?.open).toBe(true);
    expect(describeHours(workdays, at('2026-03-30T06:59:00Z'))?.open).toBe(false);
    const saturday = describeHours(workdays, at('2026-03-28T22:00:00Z'));
    expect(saturday?.text).toContain('on Monday at 09:00');
  });

  test("takes the desk's day, not the server's", () => {
    const hours = { timezone: 'Asia/Tokyo', monday: '09:00-17:00' };
    expect(describeHours(hours, at('2026-11-22T23:00:00Z'))).toEqual({
      open: false,
      text: 'Our team is here Monday, 09:00 to 17:00 (Asia/Tokyo). They are next back today at 09:00.',
    });
    expect(describeHours(hours, at('2026-11-23T00:00:00Z'))?.open).toBe(true);
  });

  test('names days of different hours apart and neighbours together', () => {
    const hours = {
      ...workdays,
      wednesday: '10:00-12:00',
      saturday: '10:00-14:00',
      sunday: '10:00-14:00',
    };
    expect(describeHours(hours, at('2026-11-16T10:00:00Z'))?.text).toBe(
      'Our team is here Monday and Tuesday, 09:00 to 17:00; Wednesday, 10:00 to 12:00; Thursday and Friday, 09:00 to 17:00; and Saturday and Sunday, 10:00 to 14:00 (Europe/Berlin).',
    );
  });

  test('does not join days across a free one', () => {
    const hours = { timezone: 'UTC', monday: '09:00-17:00', wednesday: '09:00-17:00' };
    expect(describeHours(hours, at('2026-11-16T10:00:00Z'))?.text).toBe(
      'Our team is here Monday, 09:00 to 17:00; and Wednesday, 09:00 to 17:00 (UTC).',
    );
  });

  test('says every day for a full week', () => {
    const hours = { ...workdays, saturday: '09:00-17:00', sunday: '09:00-17:00' };
    expect(describeHours(hours, at('2026-11-16T10:00:00Z'))?.text).toContain('here every day,');
  });

  test('one day a week, just over, is next back in a week', () => {
    const hours = { timezone: 'UTC', monday: '09:00-17:00' };
    expect(describeHours(hours, at('2026-11-16T18:00:00Z'))?.text).toContain('on Monday at 09:00');
  });

  test('says nothing where the policy says nothing', () => {
    expect(describeHours(undefined, 0)).toBe(null);
    expect(describeHours({ timezone: 'UTC' }, 0)).toBe(null);
  });
});
