/** Serves the page of `npm run emulate:slack`: its files, what a person sees, what they do. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { act } from './act.ts';
import { cast } from './cast.ts';
import { emoji } from './emoji.ts';
import { readBody } from './read-body.ts';
import type { Json, SlackEmulator } from './types.ts';

export interface PageOptions {
  readonly commands: readonly string[];
  readonly shortcuts: readonly { readonly callbackId: string; readonly name: string }[];
}

export interface Page {
  serve(request: IncomingMessage, response: ServerResponse): Promise<void>;
  show(slack: SlackEmulator): void;
}

const pageFolder = join(import.meta.dirname, 'page');
const packages = join(import.meta.dirname, '../../../node_modules');
const vendored: Readonly<Record<string, string>> = {
  preact: 'preact/dist/preact.mjs',
  'preact/hooks': 'preact/hooks/dist/hooks.mjs',
  htm: 'htm/dist/htm.mjs',
};
const importMap = JSON.stringify({
  imports: Object.fromEntries(Object.keys(vendored).map((name) => [name, `/vendor/${name}`])),
});
const importMapHash = createHash('sha256').update(importMap).digest('base64');
const policy = `default-src 'none'; script-src 'self' 'sha256-${importMapHash}'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };

export function createPage(options: PageOptions): Page {
  let slack: SlackEmulator | undefined;
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://local');
    if (slack === undefined) return end(response, 503, 'text/plain', 'not yet');
    if (pathname === '/') return sendIndex(response);
    if (pathname === '/state')
      return sendJson(response, stateFor(slack, options, searchParams.get('as') ?? ''));
    if (pathname === '/changes') return sendChanges(slack, request, response);
    if (pathname === '/act' && request.method === 'POST') {
      // Another site's page can post here, but not with this type and without asking first.
      if (request.headers['content-type'] !== 'application/json')
        return end(response, 415, 'text/plain', 'only JSON');
      return sendJson(response, await act(slack, JSON.parse(await readBody(request)) as Json));
    }
    sendFile(response, pathname);
  };
  return {
    serve,
    show: (shown) => {
      slack = shown;
    },
  };
}

/** All that one person can see, and nothing else. */
function stateFor(slack: SlackEmulator, options: PageOptions, as: string): Json {
  const channels = slack.channels().filter(({ members }) => members.includes(as));
  const roles = new Map<string, string>(cast.map(({ id, role }) => [id, role]));
  const threads = channels.flatMap(({ id }) =>
    slack
      .messages(id)
      .filter(({ ts, threadTs }) => threadTs === undefined || threadTs === ts)
      .map(({ ts }) => ({ channel: id, threadTs: ts, status: slack.assistantStatus(id, ts) }))
      .filter(({ status }) => status !== ''),
  );
  return {
    ...options,
    me: as,
    botUserId: slack.botUserId,
    users: slack.users().map((user) => ({ ...user, role: roles.get(user.id) ?? 'App' })),
    groups: [{ id: 'S0AGENTS', name: 'support-agents' }],
    channels,
    messages: Object.fromEntries(channels.map(({ id }) => [id, slack.messages(id)])),
    ephemerals: slack.ephemerals(as),
    views: slack.views(as),
    statuses: threads,
    assistant: slack.assistantThreads(as).map((thread) => ({
      ...thread,
      prompts: slack.suggestedPrompts(thread.channel, thread.threadTs),
    })),
    connections: slack.connections(),
    environment: [
      `SLACK_API_URL=${slack.apiUrl}`,
      `SLACK_BOT_TOKEN=${slack.botToken}`,
      `SLACK_APP_TOKEN=${slack.appToken}`,
    ],
    emoji,
  };
}

/** Says only that something changed; the page then asks what. */
function sendChanges(
  slack: SlackEmulator,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('data: hello\n\n');
  let timer: NodeJS.Timeout | undefined;
  const tell = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      response.write('data: changed\n\n');
    }, 30);
  };
  const stopWatching = slack.watch(tell);
  // Sockets of the bot and statuses that time out change without a word.
  const pulse = setInterval(tell, 2_000);
  request.on('close', () => {
    stopWatching();
    clearInterval(pulse);
    clearTimeout(timer);
  });
}

function sendIndex(response: ServerResponse): void {
  const html = readFileSync(join(pageFolder, 'index.html'), 'utf8');
  response.setHeader('content-security-policy', policy);
  end(
    response,
    200,
    'text/html; charset=utf-8',
    html.replace('<!-- import map -->', `<script type="importmap">${importMap}</script>`),
  );
}

function sendFile(response: ServerResponse, pathname: string): void {
  const vendor = vendored[pathname.replace(/^\/vendor\//, '')];
  if (pathname.startsWith('/vendor/') && vendor !== undefined) {
    const body = readFileSync(join(packages, vendor), 'utf8').replace(/^\/\/# sourceMapp.*$/m, '');
    end(response, 200, 'text/javascript', body);
    return;
  }
  const name = /^\/page\/([a-z-]+\.(?:js|css))$/.exec(pathname)?.[1];
  const file = name === undefined ? undefined : join(pageFolder, name);
  if (file === undefined || !existsSync(file)) {
    end(response, 404, 'text/plain', 'not here');
    return;
  }
  end(response, 200, `${types[extname(file)]}; charset=utf-8`, readFileSync(file, 'utf8'));
}

const sendJson = (response: ServerResponse, body: Json): void =>
  end(response, 200, 'application/json', JSON.stringify(body));

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
