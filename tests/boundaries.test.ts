/** The arrows of src/: which room may import which, and which package lives where. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

interface SourceFile {
  /** From the checkout's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typesOnly: boolean;
}

function filesIn(folder: string): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      const path = file.slice(root.length + 1).replaceAll('\\', '/');
      return { path, text: readFileSync(file, 'utf8') };
    });
}

const code = (files: readonly SourceFile[]) => files.filter(({ path }) => /\.m?[jt]s$/.test(path));

const statement =
  /^\s*(?:import|export)\s+(type\s+)?(?:([\w$*{][^'"`;]*?)\s*from\s*)?['"]([^'"\n]+)['"]/gm;
const call = /(typeof\s+)?\b(?:import|require|createRequire\([^)]*\))\s*\(\s*['"]([^'"\n]+)['"]/g;

function importsOf({ path, text }: SourceFile): readonly Import[] {
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [
    ...[...plain.matchAll(statement)].map(([, type, names = '', to = '']) => ({
      from: path,
      to: resolve(path, to),
      typesOnly: type !== undefined || namesOnlyTypes(names),
    })),
    ...[...plain.matchAll(call)].map(([, type, to = '']) => ({
      from: path,
      to: resolve(path, to),
      typesOnly: type !== undefined,
    })),
  ];
}

function namesOnlyTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1];
  if (listed === undefined) return false;
  const all = listed.split(',').map((name) => name.trim());
  return all.filter((name) => name !== '').every((name) => name.startsWith('type '));
}

function resolve(from: string, to: string): string {
  if (!to.startsWith('.')) return to;
  const path = posix.join(posix.dirname(from), to);
  return path.startsWith('src/') ? path : `./${path}`;
}

/** Wires every room together. */
const roots = ['src/main.ts', 'src/cli.ts', 'src/banner.ts', 'src/health.ts', 'src/log.ts'];

/** Each channel is a room of its own. */
function roomOf(path: string): string {
  const [, first = '', second = ''] = path.split('/');
  if (first === 'channels') return `channels/${second}`;
  return path.split('/').length > 2 ? first : path;
}

const isRoot = (path: string) => roots.includes(path) || roomOf(path) === 'commands';

/** Packages that one room alone may know. */
const housed = [/^@slack\//, /^discord\.js$/, /^@lancedb\//, /^openai$/, /^pg$/, /^node:sqlite$/];

function faultOf({ from, to, typesOnly }: Import): string | undefined {
  const room = roomOf(from);
  const fault = (why: string) => `${from} imports ${to}: ${why}`;
  if (!to.startsWith('src/')) {
    if (to.startsWith('.')) return fault('it lies outside src');
    if (room === 'desk' && !/^(node:|zod$)/.test(to)) return fault('the desk knows no package');
    if (isRoot(from) && housed.some((name) => name.test(to)))
      return fault('this belongs in a room');
    return undefined;
  }
  const target = roomOf(to);
  if (target === room) return undefined;
  if (room === 'pages' || target === 'pages') return fault('pages stand alone');
  if (isRoot(from)) return undefined;
  if (isRoot(to)) return fault('only the roots know the roots');
  if (target === 'desk') return undefined;
  if (room === 'desk') return fault('the desk knows nothing outside itself');
  if (to === 'src/config.ts') return typesOnly ? undefined : fault('only types of it');
  if (target === 'models' && ['knowledge', 'answering'].includes(room)) return undefined;
  const isSchema = to === 'src/records/schema.ts' || to === 'src/records/writer.ts';
  if (room === 'voice' && isSchema) return typesOnly ? undefined : fault('only types of it');
  return fault('a room takes nothing from a sibling');
}

function faultsOf(files: readonly SourceFile[]): readonly string[] {
  const imports = code(files).flatMap(importsOf);
  const crowded = housed.flatMap((name) => {
    const rooms = new Set(
      imports.filter(({ to }) => name.test(to)).map(({ from }) => roomOf(from)),
    );
    return rooms.size > 1 ? [`${name.source} is imported in ${[...rooms].join(' and ')}`] : [];
  });
  return [...imports.flatMap((each) => faultOf(each) ?? []), ...crowded];
}

/** Setting a variable for a library is a write; all else reads. */
function environmentReaders(files: readonly SourceFile[]): readonly string[] {
  return code(files)
    .filter(({ text }) =>
      /\benv\b[^\n]*from\s*['"](?:node:)?process['"]|process\s*(?:\?\.|\.)\s*env\b(?!\.\w+ = )|process\[/.test(
        text.replace(/^\s*\/\/.*$/gm, ''),
      ),
    )
    .map(({ path }) => path);
}

describe('src/', () => {
  const files = filesIn('src');

  test('has only the arrows of its design', () => {
    expect(code(files).flatMap(importsOf).length).toBeGreaterThan(100);
    expect(faultsOf(files)).toEqual([]);
  });

  test('reads the environment in config.ts only', () => {
    expect(environmentReaders(files)).toEqual(['src/config.ts']);
  });

  test('exports nothing by default and has no barrel', () => {
    const typescript = files.filter(({ path }) => path.endsWith('.ts'));
    const names = ({ path }: SourceFile) => path;
    expect(typescript.filter(({ text }) => /^export default/m.test(text)).map(names)).toEqual([]);
    expect(typescript.filter(({ path }) => path.endsWith('/index.ts')).map(names)).toEqual([]);
  });
});

test('no file of src, tests or bench is over 300 lines', () => {
  const long = ['src', 'tests', 'bench']
    .flatMap(filesIn)
    .filter(({ text }) => text.trimEnd().split('\n').length > 300)
    .map(({ path }) => path);
  expect(long).toEqual([]);
});

describe('a forbidden arrow is caught', () => {
  const planted: readonly (readonly [string, string, RegExp])[] = [
    ['src/desk/a.ts', "import { web } from '../web/web.ts';", /desk knows nothing outside/],
    ['src/desk/a.ts', "import type { Config } from '../config.ts';", /desk knows nothing/],
    ['src/desk/a.ts', "import { pino } from 'pino';", /knows no package/],
    ['src/web/a.ts', "import { erase } from '../voice/erase.ts';", /sibling/],
    ['src/web/a.ts', "import type { Schema } from '../records/schema.ts';", /sibling/],
    ['src/web/a.ts', "export { erase } from '../voice/erase.ts';", /sibling/],
    ['src/web/a.ts', "const { erase } = await import('../voice/erase.ts');", /sibling/],
    ['src/web/a.ts', "import {\n  erase,\n  type Erasure,\n} from '../voice/erase.ts';", /sibling/],
    ['src/web/a.ts', "import '../voice/erase.ts';", /sibling/],
    ['src/voice/a.ts', "import { retryBusy } from '../records/writer.ts';", /only types/],
    ['src/voice/a.ts', "import type { Records } from '../records/open.ts';", /sibling/],
    ['src/records/a.ts', "import { loadConfig } from '../config.ts';", /only types/],
    ['src/feeling/a.ts', "import { stem } from '../models/stem.ts';", /sibling/],
    ['src/models/a.ts', "import { a } from '../knowledge/article.ts';", /sibling/],
    ['src/web/a.ts', "import { systemClock } from '../main.ts';", /only the roots/],
    ['src/web/a.ts', "import { print } from '../commands/output.ts';", /only the roots/],
    ['src/pages/a.js', "import { redact } from '../desk/redact.ts';", /stand alone/],
    ['src/web/a.ts', "import { html } from '../pages/parts/html.js';", /stand alone/],
    ['src/channels/slack/a.ts', "import { b } from '../discord/b.ts';", /sibling/],
    ['src/extra.ts', "import { web } from './web/web.ts';", /sibling/],
    ['src/main.ts', "import { App } from '@slack/bolt';", /belongs in a room/],
    ['src/web/a.ts', "import { tempFolder } from '../../tests/temp-folder.ts';", /outside src/],
  ];

  test.each(planted)('%s: %s', (path, text, why) => {
    expect(faultsOf([{ path, text }])).toEqual([expect.stringMatching(why)]);
  });

  test('a package in two rooms is caught', () => {
    const text = "import { DatabaseSync } from 'node:sqlite';";
    const both = ['src/records/a.ts', 'src/voice/b.ts'].map((path) => ({ path, text }));
    expect(faultsOf(both)).toEqual([expect.stringMatching(/sqlite.*records and voice/)]);
  });

  test.each([
    ['src/voice/a.ts', "import type { Schema } from '../records/schema.ts';"],
    ['src/voice/a.ts', "import { type Schema } from '../records/schema.ts';"],
    ['src/knowledge/a.ts', "import { stem } from '../models/stem.ts';"],
    ['src/web/a.ts', "import type { Config } from '../config.ts';"],
    ['src/web/a.ts', "import { redact } from '../desk/redact.ts';"],
    ['src/commands/a.ts', "import { erase } from '../voice/erase.ts';"],
    ['src/web/a.ts', "// import { erase } from '../voice/erase.ts';"],
  ])('what the design allows is not: %s: %s', (path, text) => {
    expect(faultsOf([{ path, text }])).toEqual([]);
  });

  test.each([
    ['process.env.PORT', 1],
    ['const { PORT } = process.env', 1],
    ["import { env } from 'node:process';", 1],
    ["process['env'].PORT", 1],
    ["process.env.LANCEDB_LOG = 'error';", 0],
    ["if (process.env.LANCEDB_LOG === 'error') stop();", 1],
  ])('a reader of the environment is told from a writer: %s', (text, readers) => {
    expect(environmentReaders([{ path: 'src/a.ts', text }])).toHaveLength(readers);
  });
});
