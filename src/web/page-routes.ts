/** The pages themselves, the files that they load, and whether the bot is ready for who opens them. */
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import { createArticlePages } from './article-page.ts';
import type { Assets } from './assets.ts';
import type { WebOptions } from './options.ts';
import { refusal } from './reading.ts';
import type { Sessions } from './session-routes.ts';

export interface PageParts {
  readonly options: WebOptions;
  readonly assets: Assets;
  readonly sessions: Sessions;
}

const yearSeconds = 31_536_000;
const questionsShown = 4;

export function pageRoutes({ options, assets, sessions }: PageParts): Hono {
  const renderArticle = createArticlePages();
  return new Hono()
    .get('/assets/*', (context) => {
      const asset = assets.file(context.req.path.slice('/assets/'.length));
      if (!asset) throw refusal(404, 'There is no such file.');
      context.header('Cache-Control', `public, max-age=${yearSeconds}, immutable`);
      context.header('ETag', asset.etag);
      if (context.req.header('If-None-Match') === asset.etag) return context.body(null, 304);
      return context.body(asset.body, 200, { 'Content-Type': asset.type });
    })
    .get('/readyz', async (context) => {
      const readiness = await options.health('ready');
      context.header('Cache-Control', 'no-store');
      return context.json(readiness, readiness.ok ? 200 : 503);
    })
    .use(etag())
    .get('/', (context) => sendPage(context, assets.page('chat', chatSlots(options))))
    .get('/desk', (context) => {
      context.header('X-Robots-Tag', 'noindex');
      return sendPage(context, assets.page('desk', { botName: options.botName }));
    })
    .get('/articles/*', async (context) => {
      const audience = (await sessions.agentOf(context)) ? 'agents' : 'customers';
      const article = await options.knowledge.article(articlePath(context), audience);
      if (!article) throw refusal(404, 'There is no such article. It may have moved.');
      const { title } = article;
      const slots = { title, botName: options.botName };
      return sendPage(context, assets.page('article', slots, { body: renderArticle(article) }));
    });
}

export function problemPage(assets: Assets, botName: string, title: string, words: string) {
  return assets.page('problem', { title, words, botName });
}

function chatSlots({ botName, company, questions }: WebOptions) {
  const settings = { botName, company, questions: questions().slice(0, questionsShown) };
  return {
    botName,
    title: company === null ? botName : `${botName} · ${company}`,
    settings: JSON.stringify(settings),
  };
}

function sendPage(context: Context, html: string): Response | Promise<Response> {
  // Private, because an agent's session opens articles that customers cannot read.
  context.header('Cache-Control', 'private, no-cache');
  return context.html(html);
}

/** An address that is not well encoded names no article. */
function articlePath(context: Context): string {
  const path = new URL(context.req.url).pathname.slice('/articles/'.length);
  try {
    return decodeURIComponent(path).replace(/\.md$/, '');
  } catch {
    return '';
  }
}
