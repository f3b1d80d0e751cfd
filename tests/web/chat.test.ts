import { describe, expect, test } from 'vitest';
import { agentSays, botSays, exchange, turn } from '../desk/build.ts';
import { bearer, eventsOf, openWeb } from './open-web.ts';

describe('a customer', () => {
  test('is told that a message arrived only when it is on record', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const response = await ada.say('My invoice is wrong', 'message-a', 'Ada');
    expect(response.status).toBe(202);
    const { messages, customer } = await web.conversation();
    expect(messages.map(({ text }) => text)).toEqual(['My invoice is wrong']);
    expect(customer.name).toBe('Ada');
  });

  test('says a message once, however often the page sends it', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const first = await (await ada.say('Hello', 'message-a')).json();
    const again = await (await ada.say('Hello', 'message-a')).json();
    expect(again).toEqual(first);
    expect((await ada.see()).messages).toHaveLength(1);
  });

  test('leaves no trace by opening the page', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    expect((await ada.see()).messages).toEqual([]);
    expect(await web.records.conversations.list({ show: 'recent', limit: 9 })).toEqual([]);
  });

  test('is the same customer in a new conversation, which begins empty', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    const later = await web.customer(ada.token);
    await later.say('Hello again');
    const all = await web.records.conversations.list({ show: 'recent', limit: 9 });
    expect(all).toHaveLength(2);
    expect(new Set(all.map(({ customer }) => customer.id)).size).toBe(1);
    expect((await later.see()).messages.map(({ text }) => text)).toEqual(['Hello again']);
  });

  test('can ask for a person before anything was said', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    expect((await ada.post('person', { id: 'message-a' })).status).toBe(202);
    expect((await ada.see()).messages.map(({ text }) => text)).toEqual([
      'I would like to talk to a person.',
    ]);
  });

  test('can call a person and go back to the bot', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    await ada.post('person', { id: 'message-p' });
    expect((await ada.see()).holder.kind).toBe('queue');
    await ada.post('back-to-bot');
    expect((await ada.see()).holder.kind).toBe('bot');
  });

  test('can mark an answer, and only one of their own', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    await web.write(id, {
      exchange: exchange({ id: 'exchange-a', conversationId: id, outcome: 'answered' }),
      say: [botSays('So', { exchangeId: 'exchange-a' })],
    });
    await web.deliver();
    const mark = { exchangeId: 'exchange-a', mark: 'helpful' };
    expect((await ada.post('mark', mark)).status).toBe(200);
    expect((await ada.see()).messages.at(-1)?.asksMark?.mark).toBe('helpful');
    const eve = await web.customer();
    await eve.say('Hello');
    expect((await eve.post('mark', mark)).status).toBe(404);
  });
});

describe('what a customer sees', () => {
  test('never shows an internal note or a withheld answer to the customer', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    await web.write(id, {
      say: [
        agentSays('Maria', 'secret-note', { kind: 'note' }),
        botSays('secret-draft', { kind: 'withheld' }),
        agentSays('Maria', 'Good day'),
      ],
    });
    await web.deliver();
    const view = await ada.see();
    expect(view.messages.map(({ text }) => text)).toEqual(['Hello', 'Good day']);
    expect(JSON.stringify(view)).not.toMatch(/secret/);
  });

  test('holds back the words of the bot until they are sent, and for ever once a person came', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    const { id } = await web.conversation();
    await web.write(id, { say: [botSays('first')] });
    expect((await ada.see()).messages).toHaveLength(1);
    await web.deliver();
    expect((await ada.see()).messages.at(-1)?.html).toBe('<p>first</p>');
    await web.write(id, { say: [botSays('late')] });
    await web.write(id, { holder: { kind: 'person', agent: 'Maria' } });
    await web.deliver();
    const view = await ada.see();
    expect(view.holder).toEqual({ kind: 'person', name: 'Maria' });
    expect(JSON.stringify(view)).not.toContain('late');
  });

  test('says that the bot is at work, until it answers or a minute is over', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await ada.say('Hello');
    await web.channel.showWorking(await web.conversation(), turn());
    expect((await ada.see()).working).toBe(true);
    web.clock.pass(60_000);
    expect((await ada.see()).working).toBe(false);
  });

  test('arrives while the page is open, each time as a whole', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const leave = new AbortController();
    const events = eventsOf(await ada.feed(leave.signal));
    const next = async () => JSON.parse((await events.next()).value?.data ?? '{}');
    expect((await next()).messages).toEqual([]);
    await ada.say('Hello');
    expect((await next()).messages).toHaveLength(1);
    const { id } = await web.conversation();
    await web.write(id, { say: [botSays('Good day')] });
    await web.deliver();
    expect((await next()).messages.at(-1).html).toBe('<p>Good day</p>');
    leave.abort();
  });

  test('is not fed to windows without end: the oldest give way to new ones', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const leave = new AbortController();
    const feeds = [];
    for (let window = 1; window <= 40; window += 1) feeds.push(await ada.feed(leave.signal));
    const [oldest, newest] = [feeds.slice(0, 28), feeds.slice(28)];
    for (const feed of oldest) {
      const events = eventsOf(feed);
      await events.next();
      expect((await events.next()).done).toBe(true);
    }
    await ada.say('Hello');
    for (const feed of newest) {
      const events = eventsOf(feed);
      await events.next();
      expect((await events.next()).value?.data).toContain('Hello');
    }
    leave.abort();
  });
});

describe('what is refused', () => {
  test('refuses a forged conversation link', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const eve = await web.customer();
    const [address] = ada.token.split('.');
    const [, ...rest] = eve.token.split('.');
    const forged = [
      [address, ...rest].join('.'),
      `${ada.token}A`,
      ada.token.slice(0, -2),
      'x.y.z',
      '',
    ];
    for (const token of forged) {
      const response = await web.app.request('/api/chat', { headers: bearer(token) });
      expect(response.status, token).toBe(401);
      expect(await response.json()).toEqual({ error: expect.stringContaining('link') });
    }
  });

  test('asks for a message of more than 40,000 characters to be shortened, and takes one of 40,000', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const tooLong = await ada.say('x'.repeat(40_001));
    expect(tooLong.status).toBe(413);
    expect(await tooLong.json()).toEqual({ error: expect.stringContaining('40,000 characters') });
    expect((await ada.say('y'.repeat(600_000))).status).toBe(413);
    expect((await ada.say('語'.repeat(40_000))).status).toBe(202);
  });

  test('says in words what is wrong with a request', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    const nothing = await ada.post('messages', { id: 'message-a', text: '' });
    expect(nothing.status).toBe(400);
    expect(await nothing.json()).toEqual({ error: 'text: Write something first.' });
    expect((await web.send('/api/chat/messages', 'no json', bearer(ada.token))).status).toBe(400);
  });

  test('takes nothing from a page of another site', async () => {
    const web = await openWeb();
    const post = (headers: Record<string, string>) => web.send('/api/chat/start', {}, headers);
    expect((await post({ Origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ Origin: 'null' })).status).toBe(403);
    expect((await post({ 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'Sec-Fetch-Site': 'same-site' })).status).toBe(403);
    expect(
      (await post({ Origin: 'http://localhost', 'Sec-Fetch-Site': 'same-origin' })).status,
    ).toBe(201);
  });

  test('answers to no other name while it listens to this machine only', async () => {
    const web = await openWeb({ publicUrl: 'https://help.example.com' });
    const status = async (url: string) => (await web.app.request(url)).status;
    expect(await status('http://rebound.example/healthz')).toBe(403);
    expect(await status('http://127.0.0.1:3000/healthz')).toBe(200);
    expect(await status('http://[::1]:3000/healthz')).toBe(200);
    expect(await status('https://help.example.com/healthz')).toBe(200);
  });

  test('keeps a message waiting while the bot is not ready for it', async () => {
    const web = await openWeb();
    const ada = await web.customer();
    await web.channel.stop();
    expect((await ada.say('Hello')).status).toBe(503);
  });
});
