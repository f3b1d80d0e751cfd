/** What browsers load: pages from templates, and files under a name that changes with their content. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname } from 'node:path';

export interface Assets {
  /** The one inline script, for the Content-Security-Policy. */
  readonly importMapHash: string;
  /** A page with its slots filled; every slot is escaped but those of `html`. */
  page(name: PageName, slots: Slots, html?: Slots): string;
  /** By its path after `/assets/`, version included. */
  file(path: string): Asset | undefined;
}

export interface Asset {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
}

export type PageName = 'chat' | 'desk' | 'article' | 'problem';
export type Slots = Readonly<Record<string, string>>;

const pagesFolder = new URL('../pages/', import.meta.url);
const packagesFolder = new URL('../../node_modules/', import.meta.url);

/** Bare names that the pages import, and the file of the package that a browser understands. */
const vendored = {
  preact: 'preact/dist/preact.mjs',
  'preact/hooks': 'preact/hooks/dist/hooks.mjs',
  htm: 'htm/dist/htm.mjs',
  dompurify: 'dompurify/dist/purify.es.mjs',
  'eventsource-client': 'eventsource-client/dist/default.esm.js',
  'eventsource-parser': 'eventsource-parser/dist/index.js',
};

const types: Slots = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export function loadAssets(): Assets {
  const names = readdirSync(pagesFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => extname(name) !== '');
  const templates = new Map<string, string>();
  const files = new Map<string, Asset>();
  for (const name of names) {
    const body = readFileSync(new URL(name, pagesFolder), 'utf8');
    if (name.endsWith('.html')) templates.set(name.slice(0, -'.html'.length), body);
    else files.set(name, toAsset(name, body));
  }
  for (const path of Object.values(vendored)) {
    const body = readFileSync(new URL(path, packagesFolder), 'utf8');
    files.set(`vendor/${path}`, toAsset(path, withoutSourceMap(body)));
  }
  const root = `/assets/${versionOf(files)}/`;
  const importMap = importMapUnder(root);
  return {
    importMapHash: `'sha256-${createHash('sha256').update(importMap).digest('base64')}'`,
    page(name, slots, html = {}) {
      const map = `<script type="importmap">${importMap}</script>`;
      const modules = [map, ...preloadsOf(name, [...files.keys()], root)].join('\n    ');
      return fill(templates.get(name) ?? '', slots, { ...html, modules, assets: root });
    },
    file: (path) => {
      const url = `/assets/${path}`;
      return url.startsWith(root) ? files.get(url.slice(root.length)) : undefined;
    },
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function toAsset(name: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, type: types[extname(name)] ?? 'text/plain', etag: `"${hash}"` };
}

/** The maps are not served; naming them would only fill consoles with errors. */
function withoutSourceMap(body: string): string {
  return body.replace(/^\/\/# sourceMappingURL=.*$/m, '');
}

function versionOf(files: ReadonlyMap<string, Asset>): string {
  const hash = createHash('sha256');
  for (const name of [...files.keys()].sort()) hash.update(`${name} ${files.get(name)?.etag}\n`);
  return hash.digest('base64url').slice(0, 10);
}

function importMapUnder(root: string): string {
  const imports = Object.entries(vendored).map(([name, path]) => [name, `${root}vendor/${path}`]);
  return JSON.stringify({ imports: Object.fromEntries(imports) });
}

/** Without these a browser would find the modules one after the other, a round trip each. */
function preloadsOf(page: PageName, names: readonly string[], root: string): readonly string[] {
  const folders = [page, 'parts', 'vendor'];
  return names
    .filter((name) => /\.m?js$/.test(name) && folders.includes(name.split('/')[0] ?? ''))
    .map((name) => `<link rel="modulepreload" href="${root}${name}">`);
}

function fill(template: string, slots: Slots, html: Slots): string {
  return template.replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => html[name] ?? escapeHtml(slots[name] ?? ''),
  );
}
