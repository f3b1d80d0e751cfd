/** The web on real records in a temporary folder, spoken to by requests, as customers and agents. */
import { onTestFinished } from 'vitest';
import type { Role } from '../../src/desk/agents.ts';
import type { Saying } from '../../src/desk/change.ts';
import { createDesk } from '../../src/desk/desk.ts';
import { createIntake } from '../../src/desk/intake.ts';
import { policySchema } from '../../src/desk/policy.ts';
import type { Knowledge } from '../../src/desk/ports.ts';
import type { Conversation, Escalation, Exchange, Holder } from '../../src/desk/types.ts';
import { openRecords } from '../../src/records/open.ts';
import type { ChatView } from '../../src/web/chat-view.ts';
import type { WebOptions } from '../../src/web/options.ts';
import { createWeb } from '../../src/web/web.ts';
import { heldClock } from '../held-clock.ts';
import { tempFolder } from '../temp-folder.ts';

export type OpenWeb = Awaited<ReturnType<typeof openWeb>>;
export type Customer = Awaited<ReturnType<OpenWeb['customer']>>;
type Answers = Pick<Knowledge, 'article' | 'search'>;

const noArticles: Answers = {
  article: async () => undefined,
  search: async () => ({ passages: [], confidence: 0 }),
};

export async function openWeb(parts: Partial<WebOptions> = {}) {
  const clock = heldClock();
  const records = await openRecords({ dataDir: tempFolder(), now: clock.now });
  const { conversations, inbox, outbox, people } = records;
  const policy = policySchema.parse({});
  const web = createWeb({
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    botName: 'Earshot',
    company: 'Acme',
    secret: await records.secret('web'),
    questions: () => ['How do I connect Slack?'],
    conversations,
    desk: createDesk({ conversations, people, clock, policy }),
    people,
    knowledge: noArticles,
    clock,
    health: async () => ({ ok: true }),
    slackEvents: null,
    log: { warn: () => undefined, error: (details) => console.error(details) },
    ...parts,
  });
  await web.channel.start(createIntake({ inbox, conversations, clock, policy }));
  onTestFinished(async () => {
    await web.close();
    await records.close();
  });
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    web.app.request(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  return {
    ...web,
    clock,
    records,
    send,
    customer: (former?: string) => openCustomer(web.app, send, former),
    agent: async (name: string, role: Role = 'agent') => {
      const token = await people.invite(name, role, 'the test');
      return signIn(web.app, send, token);
    },
    /** The only conversation there is. */
    async conversation(): Promise<Conversation> {
      const [only] = await conversations.list({ show: 'recent', limit: 1 });
      if (!only) throw new Error('there is no conversation');
      return only;
    },
    write: (id: string, change: Written) =>
      conversations.change(id, () => ({ result: undefined, ...change })),
    /** Sends what waits, as the bot would. */
    async deliver(): Promise<void> {
      const claim = { owner: 'test', channels: ['web'], leaseMs: 1_000, limit: 10 } as const;
      for (;;) {
        const due = await outbox.claim({ ...claim, now: clock.now() });
        if (due.length === 0) return;
        for (const delivery of due) {
          const isCurrent = () => outbox.isCurrent(delivery.id);
          if (!(await isCurrent())) await outbox.cancel(delivery.id);
          else if (delivery.kind !== 'message') await outbox.sent(delivery.id, 'x');
          else await outbox.sent(delivery.id, await web.channel.deliver(delivery, isCurrent));
        }
      }
    },
  };
}

export interface Written {
  readonly say?: readonly Saying[];
  readonly holder?: Holder;
  readonly exchange?: Exchange;
  readonly escalation?: Escalation;
}

type App = ReturnType<typeof createWeb>['app'];
type Send = (
  path: string,
  body: unknown,
  headers?: Record<string, string>,
) => Response | Promise<Response>;

let messages = 0;

async function openCustomer(app: App, send: Send, former?: string) {
  const started = await send('/api/chat/start', {}, former ? bearer(former) : {});
  const { token } = (await started.json()) as { token: string };
  return {
    token,
    say: (text: string, id = `message-${++messages}`, name?: string) =>
      send('/api/chat/messages', { id, text, name }, bearer(token)),
    post: (path: string, body: unknown = {}) => send(`/api/chat/${path}`, body, bearer(token)),
    feed: (signal: AbortSignal) =>
      app.request('/api/chat/events', { headers: bearer(token), signal }),
    async see(): Promise<ChatView> {
      const response = await app.request('/api/chat', { headers: bearer(token) });
      return (await response.json()) as ChatView;
    },
  };
}

async function signIn(app: App, send: Send, token: string) {
  const response = await send('/api/desk/session', { token });
  const setCookie = response.headers.get('Set-Cookie') ?? '';
  const cookie = { Cookie: setCookie.split(';')[0] ?? '' };
  return {
    token,
    setCookie,
    get: (path: string) => app.request(`/api/desk/${path}`, { headers: cookie }),
    page: (path: string) => app.request(path, { headers: cookie }),
    post: (path: string, body: unknown = {}) => send(`/api/desk/${path}`, body, cookie),
  };
}

export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` };
}

/** The data of a feed's events, one by one, without the beats between them. */
export async function* eventsOf(
  response: Response,
): AsyncGenerator<{ event: string; data: string }> {
  if (!response.body) return;
  let held = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    held += chunk;
    for (let end = held.indexOf('\n\n'); end !== -1; end = held.indexOf('\n\n')) {
      const [, event, data] = /^event: (.*)\ndata: (.*)$/.exec(held.slice(0, end)) ?? [];
      held = held.slice(end + 2);
      if (event && data !== undefined) yield { event, data };
    }
  }
}
