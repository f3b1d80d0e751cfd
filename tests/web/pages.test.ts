import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ServedArticle } from '../../src/desk/ports.ts';
import { openWeb } from './open-web.ts';

const article: ServedArticle = {
  path: 'guides/connect-slack',
  title: 'Connect Slack',
  markdown: [
    '# Connect Slack',
    'See [the first run](../first-run.md#start) and [the web](https://example.com).',
    '## Tokens',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '## Tokens',
    '<script>alert(1)</script>\n\n![a picture](https://example.com/x.png)',
  ].join('\n\n'),
};
const knowledge = {
  search: async () => ({ passages: [], confidence: 0 }),
  article: async (path: string, audience: string) => {
    if (path === article.path) return article;
    const secret = { path, title: 'For the desk', markdown: 'Refund rules' };
    return path === 'inside' && audience === 'agents' ? secret : undefined;
  },
};

test('every page finds every file that it loads, and every module its imports', async () => {
  const web = await openWeb();
  const seen = new Set<string>();
  const importMap: Record<string, string> = {};
  const load = async (path: string): Promise<void> => {
    if (seen.has(path)) return;
    seen.add(path);
    const response = await web.app.request(path);
    expect(response.status, path).toBe(200);
    const text = await response.text();
    if (path.endsWith('.svg') || path.endsWith('.css')) return;
    const [, map] = /<script type="importmap">(.*?)<\/script>/.exec(text) ?? [];
    if (map) Object.assign(importMap, JSON.parse(map).imports);
    for (const [, file = ''] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
      await load(file);
    for (const [, name = ''] of text.matchAll(
      /^(?:import|export)[\w\s{},*$]*?from\s*["']([^"']+)["']/gm,
    )) {
      const file = importMap[name] ?? new URL(name, `http://localhost${path}`).pathname;
      await load(file);
    }
  };
  await load('/');
  await load('/desk');
  expect([...seen].filter((path) => path.endsWith('js')).length).toBeGreaterThan(30);
});

test('nothing runs on a page but its own scripts, and nothing loads from elsewhere', async () => {
  const web = await openWeb();
  for (const path of ['/', '/desk', '/nowhere']) {
    const response = await web.app.request(path);
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    const page = await response.text();
    for (const [, inline = ''] of page.matchAll(/<script(?![^>]*src=)[^>]*>(.*?)<\/script>/gs)) {
      expect(policy).toContain(createHash('sha256').update(inline).digest('base64'));
    }
    expect(page).not.toMatch(/ style=| on\w+=/);
  }
});

test('files are kept by browsers for good under a name that changes with them', async () => {
  const web = await openWeb();
  const page = await (await web.app.request('/')).text();
  const [file = ''] = /\/assets\/[^"]+base\.css/.exec(page) ?? [];
  const first = await web.app.request(file);
  expect(first.headers.get('Cache-Control')).toContain('immutable');
  const known = { headers: { 'If-None-Match': first.headers.get('ETag') ?? '' } };
  expect((await web.app.request(file, known)).status).toBe(304);
  const tag = (await web.app.request('/')).headers.get('ETag') ?? '';
  expect((await web.app.request('/', { headers: { 'If-None-Match': tag } })).status).toBe(304);
});

test('an article is a readable page with headings to link to, and nothing that acts', async () => {
  const web = await openWeb({ knowledge });
  const page = await (await web.app.request('/articles/guides/connect-slack')).text();
  expect(page.match(/<h1/g)).toHaveLength(1);
  expect(page).toContain('<h2 id="tokens">');
  expect(page).toContain('<h2 id="tokens-1">');
  expect(page).toContain('href="/articles/first-run#start"');
  expect(page).toContain('<td>1</td>');
  expect(page).toContain('a picture');
  expect(page).not.toMatch(/alert\(1\)|<img[^>]*example/);
});

test('an article for agents opens for agents only', async () => {
  const web = await openWeb({ knowledge });
  const maria = await web.agent('Maria');
  expect((await web.app.request('/articles/inside')).status).toBe(404);
  expect(await (await maria.page('/articles/inside')).text()).toContain('Refund rules');
});

test('an address that leads nowhere is answered with a way on', async () => {
  const web = await openWeb({ botName: '<b>Bot</b>' });
  for (const path of ['/nowhere', '/articles/none', '/articles/%E0%A4%A', '/assets/none.js']) {
    const response = await web.app.request(path);
    expect(response.status, path).toBe(404);
    const page = await response.text();
    expect(page).toContain('href="/"');
    expect(page).not.toContain('<b>Bot');
  }
  const api = await web.app.request('/api/nowhere');
  expect(await api.json()).toEqual({ error: expect.stringContaining('nothing at this address') });
});

test('tells a load balancer what it still waits for, though it is well', async () => {
  const waiting = ['articles', 'slack'];
  const web = await openWeb({
    health: async (question) =>
      question === 'ready' ? { ok: waiting.length === 0, waiting } : { ok: true, articles: 3 },
  });
  const early = await web.app.request('/readyz');
  expect(early.status).toBe(503);
  expect(early.headers.get('Cache-Control')).toBe('no-store');
  expect(await early.json()).toEqual({ ok: false, waiting: ['articles', 'slack'] });
  const health = await web.app.request('/healthz');
  expect([health.status, await health.json()]).toEqual([200, { ok: true, articles: 3 }]);
  waiting.length = 0;
  const ready = await web.app.request('/readyz');
  expect([ready.status, await ready.json()]).toEqual([200, { ok: true, waiting: [] }]);
});

test('a failure inside is told without its cause', async () => {
  const failures: object[] = [];
  const web = await openWeb({
    health: async () => {
      throw new Error('the password is hunter2');
    },
    log: { warn: () => undefined, error: (details) => failures.push(details) },
  });
  const response = await web.app.request('/healthz');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('hunter2');
  expect(failures).toHaveLength(1);
});

test('listens where it is told, and says what to do where it cannot', async () => {
  const web = await openWeb();
  const { url } = await web.listen();
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const second = await openWeb({ port: Number(new URL(url).port) });
  await expect(second.listen()).rejects.toThrow(/cannot listen on 127.0.0.1.*Set HOST or PORT/);
});
