import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ChatView } from '../../src/web/chat-view.ts';
import { createWeb } from '../../src/web/web.ts';
import { type CustomerSide, channelContract } from '../contracts/channel-contract.ts';
import { bearer, eventsOf } from '../web/open-web.ts';
import { agentsAtTheDesk, type OpenBot, openTestBot } from './open-bot.ts';

async function openServer(bot: OpenBot) {
  const { conversations, people } = bot.records;
  const web = createWeb({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    botName: 'Earshot',
    company: null,
    secret: await bot.records.secret('web'),
    questions: () => [],
    conversations,
    desk: bot.desk,
    people,
    knowledge: bot.knowledge,
    clock: bot.clock,
    health: async () => ({ ok: true }),
    slackEvents: null,
    log: bot.log,
  });
  const { url } = await web.listen();
  onTestFinished(() => web.close());
  return { channel: web.channel, url };
}

/** A page that is open: it posts what is written and shows what its feed says. */
async function openPage(url: string, former = '') {
  const post = (path: string, token: string, body: object = {}) =>
    fetch(`${url}/api/chat/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...bearer(token) },
      body: JSON.stringify(body),
    });
  const token = former || ((await (await post('start', '')).json()) as { token: string }).token;
  const leaving = new AbortController();
  const events: string[] = [];
  const feed = await fetch(`${url}/api/chat/events`, {
    headers: bearer(token),
    signal: leaving.signal,
  });
  const reading = (async () => {
    for await (const { data } of eventsOf(feed)) events.push(data);
  })().catch(() => undefined);
  onTestFinished(async () => {
    leaving.abort();
    await reading;
  });
  return {
    token,
    events,
    post: (path: string, body?: object) => post(path, token, body),
    view: (): ChatView => JSON.parse(events.at(-1) ?? '{"messages":[]}'),
    async snapshot(): Promise<ChatView> {
      const response = await fetch(`${url}/api/chat`, { headers: bearer(token) });
      return (await response.json()) as ChatView;
    },
  };
}

function readable({ messages }: ChatView): readonly string[] {
  return messages
    .filter(({ from }) => from !== 'customer')
    .map(({ name, text, html, sources }) => {
      const links = sources.map(({ label, url }) => `${label} ${url}`);
      return [name, text ?? html, ...links].join(' ');
    });
}

/** Of markup only what a message needs; a person's words are text, and never become markup. */
function actingParts({ messages }: ChatView): readonly string[] {
  const bad =
    /<(?!\/?(?:p|br|a|em|strong|code|pre|ul|ol|li|blockquote)[ >])|javascript:|data:|\son\w+=/gi;
  return messages.flatMap(({ html, text, sources }) => [
    ...(html?.replace(/&#x3C;[^<]*/gi, '').match(bad) ?? []),
    ...sources.flatMap(({ url }) => (url && !/^https?:/.test(url) ? [url] : [])),
    ...(html !== null && text !== null ? ['words that are both text and markup'] : []),
  ]);
}

async function openCustomer(): Promise<CustomerSide> {
  const bot = await openTestBot();
  const { channel, url } = await openServer(bot);
  let page: Awaited<ReturnType<typeof openPage>> | null = null;
  const opened = () => {
    if (!page) throw new Error('the page is not open yet');
    return page;
  };
  let last = { id: '', text: '' };
  const send = async () => (await opened().post('messages', last)).status === 202;
  return {
    bot,
    channel,
    agents: agentsAtTheDesk(bot),
    async arrive() {
      page = await openPage(url);
    },
    write(text) {
      last = { id: randomUUID(), text };
      return send();
    },
    redeliver: async () => {
      expect(await send()).toBe(true);
    },
    async pressPerson() {
      await opened().post('person', { id: randomUUID() });
    },
    screen: async () => readable(opened().view()),
    everShown: () => opened().events.join('\n'),
    active: async () => actingParts(await opened().snapshot()),
  };
}

channelContract('the web', openCustomer);

test('a link reopens the conversation on another day, whole', async () => {
  const bot = await openTestBot();
  const { channel, url } = await openServer(bot);
  await bot.serves(channel);
  const page = await openPage(url);
  await page.post('messages', { id: randomUUID(), text: 'How do I pay?' });
  await vi.waitFor(() => expect(readable(page.view())).toHaveLength(1), 5_000);
  const later = await openPage(url, page.token);
  expect(await later.snapshot()).toEqual(page.view());
});

test('nobody reads a conversation with a link of another, or with one made up', async () => {
  const bot = await openTestBot();
  const { channel, url } = await openServer(bot);
  await bot.serves(channel);
  const ada = await openPage(url);
  await ada.post('messages', { id: randomUUID(), text: 'my secret' });
  const bo = await openPage(url);
  expect((await bo.snapshot()).messages).toEqual([]);
  const [address, , signature] = ada.token.split('.');
  const forged = `${address}.${bo.token.split('.')[1]}.${signature}`;
  for (const token of [forged, 'x', '']) {
    const response = await fetch(`${url}/api/chat`, { headers: bearer(token) });
    expect(response.status).toBe(401);
  }
});
