import { describe, expect, test } from 'vitest';
import type { DeskConversation, QueueEntry } from '../../src/web/desk-view.ts';
import { botSays, exchange } from '../desk/build.ts';
import { eventsOf, openWeb } from './open-web.ts';

describe('the way in', () => {
  test('exchanges a personal link for a cookie that scripts cannot read and that hides the link', async () => {
    const web = await openWeb({ publicUrl: 'https://help.example.com' });
    const maria = await web.agent('Maria', 'owner');
    expect(maria.setCookie).toMatch(/^__Host-earshot_desk=/);
    for (const word of ['HttpOnly', 'Secure', 'SameSite=Strict', 'Path=/']) {
      expect(maria.setCookie).toContain(word);
    }
    expect(maria.setCookie).not.toContain(maria.token);
    expect(await (await maria.get('me')).json()).toEqual({
      name: 'Maria',
      role: 'owner',
      away: false,
    });
  });

  test('lets nobody in without a session, or with one that was tampered with', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const cookie = maria.setCookie.split(';')[0] ?? '';
    const flipped = cookie.replace(/.(?=.{20}$)/, (letter) => (letter === 'A' ? 'B' : 'A'));
    for (const path of ['me', 'queue', 'events', 'audit', 'conversations/x']) {
      expect((await web.app.request(`/api/desk/${path}`)).status, path).toBe(401);
      const headers = { Cookie: flipped };
      expect((await web.app.request(`/api/desk/${path}`, { headers })).status, path).toBe(401);
    }
  });

  test('ends a session after two weeks', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    web.clock.pass(14 * 86_400_000);
    expect((await maria.get('me')).status).toBe(401);
  });

  test('slows down whoever tries links, and lets them in again after five minutes', async () => {
    const web = await openWeb();
    const wrong = () => web.send('/api/desk/session', { token: 'a guess' });
    const tries = await Promise.all(Array.from({ length: 10 }, wrong));
    expect(tries.map(({ status }) => status)).toEqual(Array(10).fill(401));
    expect((await wrong()).status).toBe(429);
    web.clock.pass(301_000);
    expect((await wrong()).status).toBe(401);
  });

  test('a revoked link loses the desk at once', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const ada = await web.customer();
    const events = eventsOf(await maria.get('events'));
    expect((await events.next()).value?.event).toBe('queue');
    await web.records.people.revoke('Maria', 'the test');
    await ada.say('A secret');
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect((await maria.get('queue')).status).toBe(401);
    expect((await maria.page('/api/desk/events')).status).toBe(401);
  });
});

describe('an agent', () => {
  test('sees who waits, with whom the others are, and what was said last', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const jonas = await web.agent('Jonas');
    const said: string[] = [];
    for (const text of ['to the bot', 'to the queue', 'to Maria', 'to Jonas']) {
      const customer = await web.customer();
      web.clock.pass(1000);
      await customer.say(text);
      said.push((await web.conversation()).id);
      if (text !== 'to the bot') await customer.post('person', { id: `message-${text}` });
    }
    await maria.post(`conversations/${said[2]}/claim`);
    await jonas.post(`conversations/${said[3]}/claim`);
    const queue = (await (await maria.get('queue')).json()) as QueueEntry[];
    const groups = queue.map(({ group, lastLine }) => [lastLine?.text, group]);
    expect(Object.fromEntries(groups)).toEqual({
      'to the bot': 'bot',
      'to the queue': 'waiting',
      'to Maria': 'mine',
      'to Jonas': 'others',
    });
  });

  test('has notes, the withheld answer and what was tried before them', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const ada = await web.customer();
    await ada.say('How do I export?');
    const { id } = await web.conversation();
    await web.write(id, {
      exchange: exchange({ id: 'exchange-a', conversationId: id, question: 'How do I export?' }),
      say: [botSays('Choose **Export**', { kind: 'withheld' })],
    });
    await ada.post('person', { id: 'message-p' });
    await maria.post(`conversations/${id}/note`, { key: 'note-key-1', text: 'An old plan' });
    const seen = (await (await maria.get(`conversations/${id}`)).json()) as DeskConversation;
    expect(seen.packet.firstQuestion).toBe('How do I export?');
    expect(seen.packet.withheld).toMatchObject({ text: 'Choose Export' });
    expect(seen.packet.tried).toHaveLength(1);
    expect(seen.escalation?.state).toBe('waiting');
    expect(seen.messages.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['withheld', 'note']),
    );
  });

  test('says a reply once, however often it is sent', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    const reply = { key: 'reply-key-1', text: 'Good day, Maria here' };
    const [first, again] = await Promise.all([
      maria.post(`conversations/${id}/reply`, reply),
      maria.post(`conversations/${id}/reply`, reply),
    ]);
    expect([first.status, again.status]).toEqual([200, 200]);
    await web.deliver();
    const replies = (await ada.see()).messages.filter(({ from }) => from === 'agent');
    expect(replies.map(({ name, text }) => [name, text])).toEqual([
      ['Maria', 'Good day, Maria here'],
    ]);
  });

  test('who claims second is told who was quicker', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const jonas = await web.agent('Jonas');
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    expect((await maria.post(`conversations/${id}/claim`)).status).toBe(200);
    const refused = await jonas.post(`conversations/${id}/claim`);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({ error: expect.stringContaining('Maria') });
  });

  test('can say what was refused once the case is theirs', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const jonas = await web.agent('Jonas');
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    await maria.post(`conversations/${id}/claim`);
    const reply = { key: 'reply-key-1', text: 'Good day' };
    expect((await jonas.post(`conversations/${id}/reply`, reply)).status).toBe(409);
    await maria.post(`conversations/${id}/transfer`, { to: 'Jonas' });
    expect((await jonas.post(`conversations/${id}/reply`, reply)).status).toBe(200);
  });

  test('passes a case on with a note, hands it back and resolves it', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const jonas = await web.agent('Jonas');
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    await maria.post(`conversations/${id}/claim`);
    await maria.post(`conversations/${id}/transfer`, { to: 'Jonas', note: 'Yours, I think' });
    expect((await ada.see()).holder.name).toBe('Jonas');
    await jonas.post(`conversations/${id}/hand-back`);
    expect((await ada.see()).holder.kind).toBe('bot');
    await jonas.post(`conversations/${id}/claim`);
    await jonas.post(`conversations/${id}/resolve`);
    expect((await web.conversation()).escalation?.state).toBe('resolved');
    await web.deliver();
    expect(JSON.stringify(await ada.see())).not.toContain('Yours, I think');
  });

  test('hears of each conversation that changes while the desk is open', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const events = eventsOf(await maria.get('events'));
    await events.next();
    const ada = await web.customer();
    await ada.say('Hello');
    expect(await events.next()).toMatchObject({
      value: { event: 'changed', data: (await web.conversation()).id },
    });
    const { queue } = JSON.parse((await events.next()).value?.data ?? '{}');
    expect(queue).toHaveLength(1);
    await events.return(undefined);
  });

  test('does not see what was done at the desk; an owner does', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    const owner = await web.agent('Olga', 'owner');
    expect((await maria.get('audit')).status).toBe(403);
    const audit = (await (await owner.get('audit')).json()) as { subject: string }[];
    expect(audit.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['Maria', 'Olga']));
  });

  test('is told of a conversation that does not exist', async () => {
    const web = await openWeb();
    const maria = await web.agent('Maria');
    expect((await maria.get('conversations/nowhere')).status).toBe(404);
    expect((await maria.post('conversations/nowhere/claim')).status).toBe(404);
  });
});

test('calls only people whose desk is open and who are not away', async () => {
  const web = await openWeb();
  const maria = await web.agent('Maria');
  const jonas = await web.agent('Jonas');
  await web.agent('Absent');
  const ada = await web.customer();
  await ada.say('Hello');
  const called = async () => web.channel.callAgents(await web.conversation(), 0);
  expect(await called()).toBe(0);
  const open = [eventsOf(await maria.get('events')), eventsOf(await jonas.get('events'))];
  for (const events of open) await events.next();
  await expect.poll(called).toBe(2);
  await jonas.post('presence', { presence: 'away' });
  expect(await called()).toBe(1);
  for (const events of open) await events.return(undefined);
  await expect.poll(called).toBe(0);
});
