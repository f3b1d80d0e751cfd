import { describe, expect, test } from 'vitest';
import { hour, minute } from '../held-clock.ts';
import { openDesk } from './open-desk.ts';

const plea = 'I want to talk to a person';
const hours = { timezone: 'UTC', wednesday: '09:00-17:00', thursday: '09:00-17:00' };
const fallback = 'help@example.com';

describe('tells the truth about waiting', () => {
  test('promises no time where nothing is known', async () => {
    const desk = await openDesk();
    const [told] = await desk.hears(plea);
    expect(told).toMatch(/bringing in a person/);
    expect(told).toMatch(/I have notified the team\. I can't promise a time/);
    expect(told).not.toMatch(/\d/);
  });

  test("tells the desk's hours while it is open", async () => {
    const desk = await openDesk({ policy: { hours, fallback } });
    const [told] = await desk.hears(plea);
    expect(told).toContain('Wednesday and Thursday, 09:00 to 17:00 (UTC)');
    expect(told).not.toContain(fallback);
  });

  test('tells when the desk is next open, and where else to turn, while it is closed', async () => {
    const startsAt = Date.parse('2026-11-18T20:00:00Z');
    const desk = await openDesk({ policy: { hours, fallback }, startsAt });
    const [told] = await desk.hears(plea);
    expect(told).toContain('next back tomorrow at 09:00');
    expect(told).toContain(fallback);
  });

  test('tells the median wait once 20 are measured, and not before', async () => {
    const desk = await openDesk();
    for (let served = 1; served <= 19; served += 1) await serve(desk, `served-${served}`, 6);
    expect((await desk.hears(plea, 'twentieth'))[0]).toMatch(/can't promise a time/);
    desk.clock.pass(6 * minute);
    await desk.desk.claim((await desk.conversation('twentieth')).id, 'Mo');
    const [told] = await desk.hears(plea, 'after them');
    expect(told).toMatch(/usually answered here within [67] minutes/);
    expect(told).toMatch(/can't promise it/);
  });

  test('says so where nobody could be notified, and gives the fallback', async () => {
    const desk = await openDesk({ policy: { fallback } });
    desk.channel.reaches = 0;
    const [told] = await desk.hears(plea);
    expect(told).toMatch(/could not notify anyone/);
    expect(told).toContain(fallback);
    expect(told).not.toContain('I have notified');
  });

  test('a platform that fails counts as nobody reached, and no customer waits for it', async () => {
    const desk = await openDesk({ policy: { fallback } });
    desk.channel.reaches = new Error('the platform is down');
    const [told] = await desk.hears(plea);
    expect(told).toMatch(/could not notify anyone/);
    expect((await desk.conversation()).escalation).toMatchObject({ state: 'waiting', reached: 0 });
    expect(desk.failures).toHaveLength(1);
  });

  test('says nothing of waiting where an agent was quicker than the call', async () => {
    const desk = await openDesk();
    await desk.accepts(plea);
    await desk.answers();
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    await desk.sends();
    expect(desk.channel.screen()).toEqual([expect.stringMatching(/^Mo is taking over/)]);
    expect(desk.channel.calls).toEqual([]);
  });
});

describe('a case that nobody takes', () => {
  test('calls the agents again after its time, and tells the customer once', async () => {
    const desk = await openDesk({ policy: { serviceLevels: { claimMinutes: 10 }, fallback } });
    await desk.hears(plea);
    const lines = () => desk.channel.screen().length;
    desk.clock.pass(9 * minute);
    expect(await desk.looksForOverdue()).toBe(0);
    expect(lines()).toBe(1);
    desk.clock.pass(minute);
    expect(await desk.looksForOverdue()).toBe(1);
    expect(desk.channel.calls).toHaveLength(2);
    expect(desk.channel.screen().at(-1)).toMatch(/Nobody has taken this up yet.*called the team/);
    for (let round = 0; round < 3; round += 1) {
      desk.clock.pass(10 * minute);
      expect(await desk.looksForOverdue()).toBe(1);
    }
    expect(desk.channel.calls).toHaveLength(5);
    expect(lines()).toBe(2);
  });

  test('tells the truth where the second call reaches nobody', async () => {
    const desk = await openDesk({ policy: { fallback } });
    await desk.hears(plea);
    desk.channel.reaches = 0;
    desk.clock.pass(hour);
    await desk.looksForOverdue();
    expect(desk.channel.screen().at(-1)).toMatch(/could not notify anyone.*help@example\.com/);
  });

  test('is left alone once somebody has it, for as long as they may take to answer', async () => {
    const desk = await openDesk();
    await desk.hears(plea);
    await desk.desk.claim((await desk.conversation()).id, 'Mo');
    await desk.sends();
    desk.clock.pass(14 * minute);
    expect(await desk.looksForOverdue()).toBe(0);
    expect(desk.channel.calls).toHaveLength(1);
    expect(desk.channel.screen()).toHaveLength(2);
  });

  test('is called once for each time that is over, even while calls are held up', async () => {
    const desk = await openDesk();
    await desk.hears(plea);
    desk.clock.pass(hour);
    for (let look = 0; look < 5; look += 1) await desk.finds();
    await desk.sends();
    expect(desk.channel.calls).toHaveLength(2);
  });
});

async function serve(
  desk: Awaited<ReturnType<typeof openDesk>>,
  address: string,
  minutes: number,
): Promise<void> {
  await desk.hears(plea, address);
  desk.clock.pass(minutes * minute);
  const { id } = await desk.conversation(address);
  await desk.desk.claim(id, 'Mo');
  await desk.desk.resolve(id, 'Mo');
  await desk.sends();
}
