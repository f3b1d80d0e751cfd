/** The one HTTP server: the web channel, the desk, the articles and the bot's health. */
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { type Assets, loadAssets } from './assets.ts';
import { chatRoutes } from './chat-routes.ts';
import { createQueueReader } from './desk-feed.ts';
import { deskRoutes } from './desk-routes.ts';
import { guardAnswers, guardHost, guardOrigin } from './guard.ts';
import { createLive } from './live.ts';
import { createMarkdown } from './markdown.ts';
import type { WebOptions } from './options.ts';
import { pageRoutes, problemPage } from './page-routes.ts';
import { createPresence } from './presence.ts';
import { largestBodyBytes, refusal, tooLongWords } from './reading.ts';
import { createSessions } from './session-routes.ts';
import { createWebChannel, type WebChannel } from './web-channel.ts';

export interface Web {
  readonly channel: WebChannel;
  /** For tests that make requests without a socket. */
  readonly app: Hono;
  /** Throws where the address cannot be had, with the remedy. */
  listen(): Promise<{ readonly url: string }>;
  /** Ends live feeds and waits for requests under way. */
  close(): Promise<void>;
}

export function createWeb(options: WebOptions): Web {
  const assets = loadAssets();
  const live = createLive(options.log);
  const channel = createWebChannel(live, options.people, options.clock);
  const sessions = createSessions(options);
  const presence = createPresence(options.people, options.log);
  const render = createMarkdown();
  const queue = createQueueReader(options.conversations, live);
  const guard = { ...options, importMapHash: assets.importMapHash };
  const forget = options.conversations.onChange((id) => live.tell({ kind: 'conversation', id }));
  const explain = explainer(options, assets);
  const app = new Hono()
    .use(guardAnswers(guard), guardHost(guard), guardOrigin(guard))
    .use('/api/*', limitBody(), noStore)
    .get('/healthz', async (context) => {
      const health = await options.health();
      return context.json(health, health.ok ? 200 : 503);
    })
    .post('/slack/events', limitBody(slackBodyBytes), async (context) => {
      if (options.slackEvents === null) throw refusal(404, nothingHere);
      return options.slackEvents(context.req.raw);
    })
    .route('/api/chat', chatRoutes({ options, channel, live, render }))
    .route('/api/desk/session', sessions.routes)
    .route('/api/desk', deskRoutes({ options, sessions, live, presence, render, queue }))
    .route('/', pageRoutes({ options, assets, sessions }))
    .notFound((context) => explain(context, refusal(404, nothingHere)))
    .onError((error, context) => explain(context, error));
  return { channel, app, ...createServing(app, options, () => [forget(), live.close()]) };
}

const nothingHere =
  'There is nothing at this address. It may have moved, or the link was cut short on its way.';

/** Slack's own are far below it. */
const slackBodyBytes = 1_000_000;

function limitBody(maxSize = largestBodyBytes) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw refusal(413, tooLongWords());
    },
  });
}

async function noStore(context: Context, next: () => Promise<void>): Promise<void> {
  await next();
  context.header('Cache-Control', 'no-store');
}

/** Every failure in words: as JSON to a script, as a page to a person; the cause only to the log. */
function explainer({ botName, log }: WebOptions, assets: Assets) {
  return (context: Context, error: Error): Response | Promise<Response> => {
    const isKnown = error instanceof HTTPException;
    if (!isKnown) {
      log.error({ err: error, path: context.req.path }, '[web] a request failed');
    }
    const status = isKnown ? error.status : 500;
    const words = isKnown ? error.message : 'Something went wrong here. Please try again.';
    if (context.req.path.startsWith('/api/')) return context.json({ error: words }, status);
    const title = status === 404 ? 'Not found' : status < 500 ? 'Not possible' : 'Our fault';
    return context.html(problemPage(assets, botName, title, words), status);
  };
}

const closingMs = 2_000;
/** Longer than any feed is silent; who takes nothing for so long is not there to read. */
const stuckMs = 60_000;
const idleLookMs = 50;

function createServing(app: Hono, { host, port }: WebOptions, release: () => void) {
  const server = createAdaptorServer({ fetch: app.fetch });
  server.setTimeout(stuckMs);
  return {
    listen: () =>
      new Promise<{ readonly url: string }>((resolve, reject) => {
        server.once('error', (cause) =>
          reject(
            new Error(
              `[web] cannot listen on ${host}:${port}: ${cause.message}. Set HOST or PORT.`,
              { cause },
            ),
          ),
        );
        server.listen(port, host, () => {
          const address = server.address();
          const taken = typeof address === 'object' && address ? address.port : port;
          resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}` });
        });
      }),
    async close() {
      release();
      if (!server.listening) return;
      const timer = setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections();
      }, closingMs);
      // A feed's connection falls idle only once its feed has ended.
      const idle = setInterval(() => {
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }, idleLookMs);
      await new Promise((resolve) => server.close(resolve));
      clearTimeout(timer);
      clearInterval(idle);
    },
  };
}
