import { expect, test } from 'vitest';
import { minute, noon } from '../held-clock.ts';
import { accept } from './claims.ts';
import type { OpenRecords } from './records-contract.ts';

export function peopleContract(open: OpenRecords): void {
  test('opens the desk to whoever holds a personal link', async () => {
    const { people } = await open();
    const token = await people.invite('Mo', 'agent', 'Administrator');
    expect(token.length).toBeGreaterThanOrEqual(24);
    expect(await people.authenticate(token)).toMatchObject({
      name: 'Mo',
      role: 'agent',
      invitedAt: noon,
      revokedAt: null,
      away: false,
      seenAt: null,
    });
  });

  test('opens it to nobody else', async () => {
    const { people } = await open();
    const token = await people.invite('Mo', 'agent', 'Administrator');
    for (const wrong of ['', 'Mo', token.slice(0, -1), `${token} `, token.toUpperCase()]) {
      expect(await people.authenticate(wrong)).toBeUndefined();
    }
  });

  test('closes it to a revoked link at once, in every process', async () => {
    const records = await open();
    const token = await records.people.invite('Mo', 'agent', 'Administrator');
    const elsewhere = await records.beside();
    expect(await elsewhere.people.revoke('Mo', 'Ines')).toBe(true);
    expect(await records.people.authenticate(token)).toBeUndefined();
    expect(await records.people.revoke('Mo', 'Ines')).toBe(false);
    expect(await records.people.revoke('Nobody', 'Ines')).toBe(false);
  });

  test('a new link of the same name ends the earlier one and can bring another role', async () => {
    const { people } = await open();
    const earlier = await people.invite('Mo', 'agent', 'Administrator');
    await people.revoke('Mo', 'Administrator');
    const later = await people.invite('Mo', 'owner', 'Administrator');
    expect(await people.authenticate(earlier)).toBeUndefined();
    expect(await people.authenticate(later)).toMatchObject({ name: 'Mo', role: 'owner' });
    expect(await people.list()).toHaveLength(1);
  });

  test('knows who is at the desk, who left, and who is away', async () => {
    const { people, clock } = await open();
    await people.invite('Mo', 'agent', 'Administrator');
    const mo = async () => (await people.list())[0];
    clock.pass(minute);
    await people.touch('Mo', 'seen');
    expect(await mo()).toMatchObject({ seenAt: noon + minute, away: false });
    await people.touch('Mo', 'away');
    expect(await mo()).toMatchObject({ seenAt: noon + minute, away: true });
    await people.touch('Mo', 'back');
    await people.touch('Mo', 'gone');
    expect(await mo()).toMatchObject({ seenAt: null, away: false });
  });

  test('lists what was done at the desk, newest first, with the name of who did it', async () => {
    const { people, clock } = await open();
    await people.invite('Mo', 'agent', 'Administrator');
    clock.pass(1);
    await people.note({ at: clock.now(), actor: 'Mo', action: 'claimed', subject: 'c1' });
    clock.pass(1);
    await people.revoke('Mo', 'Ines');
    expect(await people.audit(10)).toEqual([
      { at: noon + 2, actor: 'Ines', action: 'revoked', subject: 'Mo' },
      { at: noon + 1, actor: 'Mo', action: 'claimed', subject: 'c1' },
      { at: noon, actor: 'Administrator', action: 'invited as agent', subject: 'Mo' },
    ]);
    expect(await people.audit(1)).toMatchObject([{ action: 'revoked' }]);
  });

  test('knows an agent of a platform again by their account, in every process', async () => {
    const records = await open();
    const mo = await records.people.recognise('slack', 'U1', 'Mo');
    expect(mo).toMatchObject({ name: 'Mo', role: 'agent', revokedAt: null, seenAt: null });
    const { people } = await records.beside();
    expect(await people.recognise('slack', 'U1', 'Mo, renamed')).toEqual(mo);
    expect(await people.list()).toEqual([mo]);
    expect(await people.accountOf('Mo', 'slack')).toBe('U1');
    expect(await people.accountOf('Mo', 'discord')).toBeUndefined();
    expect(await people.accountOf('Ines', 'slack')).toBeUndefined();
    expect(await people.audit(10)).toEqual([
      { at: noon, actor: 'the bot', action: 'recognised on slack', subject: 'Mo' },
    ]);
  });

  test('takes nobody for a colleague of the same name', async () => {
    const { people } = await open();
    await people.invite('Mo', 'owner', 'Administrator');
    const names = [];
    for (const [account, name] of [
      ['U1', 'Mo'],
      ['U2', 'mo'],
      ['U3', 'Ines'],
      ['U4', 'Özgür'],
      ['U5', 'özgür'],
    ] as const) {
      names.push((await people.recognise('slack', account, name)).name);
    }
    expect(names).toEqual(['Mo (Slack)', 'mo (Slack 2)', 'Ines', 'Özgür', 'özgür (Slack)']);
    expect(await people.accountOf('Mo', 'slack')).toBeUndefined();
    expect(await people.accountOf('Mo (Slack)', 'slack')).toBe('U1');
  });

  test('an account that an owner links is the colleague, with the cases it held', async () => {
    const records = await open();
    const { people, conversations } = records;
    await people.invite('Mo', 'owner', 'Administrator');
    const twin = await people.recognise('slack', 'U1', 'Mo');
    const { conversationId } = await accept(records);
    await conversations.change(conversationId, () => ({
      result: undefined,
      holder: { kind: 'person', agent: twin.name },
    }));
    expect(await people.link('Mo', 'slack', 'U1', 'Ines')).toBe('linked');
    expect(await people.recognise('slack', 'U1', 'Mo')).toMatchObject({ name: 'Mo' });
    expect(await people.accountOf('Mo', 'slack')).toBe('U1');
    expect(await conversations.read(conversationId)).toMatchObject({
      holder: { kind: 'person', agent: 'Mo' },
    });
    expect(await people.list()).toMatchObject([
      { name: 'Mo', role: 'owner', revokedAt: null },
      { name: twin.name, revokedAt: noon },
    ]);
    expect(await people.audit(10)).toContainEqual({
      at: noon,
      actor: 'Ines',
      action: 'linked to U1 on slack',
      subject: 'Mo',
    });
  });

  test('an account can be linked before it was ever seen, and the last link holds', async () => {
    const { people } = await open();
    await people.invite('Mo', 'agent', 'Administrator');
    expect(await people.link('Mo', 'slack', 'U1', 'Ines')).toBe('linked');
    expect(await people.recognise('slack', 'U1', 'Somebody')).toMatchObject({ name: 'Mo' });
    expect(await people.link('Mo', 'slack', 'U2', 'Ines')).toBe('linked');
    expect(await people.accountOf('Mo', 'slack')).toBe('U2');
    expect(await people.recognise('slack', 'U1', 'Mo')).toMatchObject({ name: 'Mo (Slack)' });
  });

  test('takes no account from a colleague who has a link of their own', async () => {
    const { people } = await open();
    await people.invite('Mo', 'agent', 'Administrator');
    await people.recognise('slack', 'U1', 'Ines');
    await people.invite('Ines', 'agent', 'Administrator');
    expect(await people.link('Mo', 'slack', 'U1', 'Lou')).toBe('somebody_else');
    expect(await people.accountOf('Ines', 'slack')).toBe('U1');
    await people.revoke('Ines', 'Lou');
    expect(await people.link('Mo', 'slack', 'U1', 'Lou')).toBe('linked');
  });

  test('links an account to nobody who has no access', async () => {
    const { people } = await open();
    await people.invite('Mo', 'agent', 'Administrator');
    await people.revoke('Mo', 'Ines');
    expect(await people.link('Mo', 'slack', 'U1', 'Ines')).toBe('nobody');
    expect(await people.link('Lou', 'slack', 'U1', 'Ines')).toBe('nobody');
    expect(await people.accountOf('Mo', 'slack')).toBeUndefined();
  });

  test('recognises two accounts at once as two, and one as one', async () => {
    const { people } = await open();
    const [one, again, other] = await Promise.all([
      people.recognise('slack', 'U1', 'Mo'),
      people.recognise('slack', 'U1', 'Mo'),
      people.recognise('slack', 'U2', 'Mo'),
    ]);
    expect(again).toEqual(one);
    expect(other?.name).not.toBe(one?.name);
  });

  test('opens the desk to a recognised agent only by a link', async () => {
    const { people } = await open();
    await people.recognise('slack', 'U1', 'Mo');
    expect(await people.authenticate('')).toBeUndefined();
    const token = await people.invite('Mo', 'agent', 'Administrator');
    expect(await people.authenticate(token)).toMatchObject({ name: 'Mo' });
    expect(await people.recognise('slack', 'U1', 'Mo')).toMatchObject({ name: 'Mo' });
  });
}
