/** The environment, .env and desk.yaml → one frozen Config, or one error that names every fault. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { isLoopback } from './desk/loopback.ts';
import { type Policy, policySchema } from './desk/policy.ts';

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; null where customers are on this machine only. */
  readonly publicUrl: string | null;
  /** Null where one is to be made and kept. */
  readonly deskToken: string | null;
  readonly dataDir: string;
  readonly knowledgeDir: string;
  /** True where the articles are Earshot's own help centre. */
  readonly ownHelpCentre: boolean;
  readonly indexUri: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly policy: Policy;
  /** Null where Slack is off. */
  readonly slack: SlackSettings | null;
  /** Settings that are set and that this version does not use. */
  readonly unused: readonly string[];
}

export interface SlackSettings {
  readonly botToken: string;
  /** How Slack brings events: over a socket that the bot opens, or to its web server. */
  readonly events:
    | { readonly kind: 'socket'; readonly appToken: string }
    | { readonly kind: 'http'; readonly signingSecret: string };
  /** With a trailing slash; null for Slack's own. */
  readonly apiUrl: string | null;
}

/** Everything that is wrong with the configuration, in one message for a person. */
export class ConfigError extends Error {}

export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where `.env`, `desk.yaml` and relative paths are looked for. */
  readonly cwd: string;
}

interface Fault {
  readonly where: string;
  readonly problem: string;
  readonly remedy: string;
}

/** Throws a ConfigError that lists all faults. */
export function loadConfig(
  source: ConfigSource = { env: process.env, cwd: process.cwd() },
): Config {
  const faults: Fault[] = [];
  const env = readEnvironment(source, faults);
  const settings = readSettings(env, faults);
  const policy = readPolicy(env.DESK_FILE, source.cwd, faults);
  refuseOpenDesk(env, faults);
  refuseHalfSlack(env, faults);
  const knowledgeDir = resolveKnowledge(env, source.cwd, faults);
  if (faults.length > 0 || !settings || !policy) throw new ConfigError(describe(faults));
  const dataDir = resolve(source.cwd, settings.DATA_DIR);
  return deepFreeze({
    host: settings.HOST,
    port: settings.PORT,
    publicUrl: settings.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    deskToken: settings.DESK_TOKEN ?? null,
    dataDir,
    knowledgeDir,
    ownHelpCentre: env.KNOWLEDGE_DIR === undefined,
    indexUri: settings.LANCEDB_URI ?? join(dataDir, 'index'),
    logLevel: settings.LOG_LEVEL,
    policy,
    slack: slackOf(settings),
    unused: laterNames.filter((name) => env[name] !== undefined),
  });
}

const credential = (shape: RegExp) => z.string().regex(shape).optional();

const settingsSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.number().max(65_535))
    .default(3000),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, abort: true })
    .refine((url) => /^\/*$/.test(new URL(url).pathname) && !/[?#]/.test(url))
    .optional(),
  DESK_TOKEN: z.string().min(24).optional(),
  DATA_DIR: z.string().min(1).default('data'),
  LANCEDB_URI: z.string().min(1).optional(),
  SLACK_BOT_TOKEN: credential(/^xoxb-\S+$/),
  SLACK_APP_TOKEN: credential(/^xapp-\S+$/),
  SLACK_SIGNING_SECRET: credential(/^(?!xox|xapp)\S{16,}$/),
  SLACK_API_URL: z.url({ protocol: /^https?$/ }).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

const remedies: Readonly<Record<string, readonly [problem: string, remedy: string]>> = {
  HOST: ['is not an address to listen on', 'Write HOST=127.0.0.1 or HOST=0.0.0.0'],
  PORT: ['is not a port', 'Write a number from 0 to 65535, as PORT=3000'],
  PUBLIC_URL: [
    'is not an address',
    'Write scheme and host without a path, as PUBLIC_URL=https://help.example.com',
  ],
  DESK_TOKEN: ['is too short to be safe', 'Use 24 or more random characters, or leave it out'],
  DATA_DIR: ['is empty', 'Write a folder, as DATA_DIR=data'],
  LANCEDB_URI: ['is empty', 'Write a folder or an object store address, or leave it out'],
  SLACK_BOT_TOKEN: ['is not a bot token', 'Copy the xoxb- token from "OAuth & Permissions"'],
  SLACK_APP_TOKEN: ['is not an app-level token', 'Copy the xapp- token from "Basic Information"'],
  SLACK_SIGNING_SECRET: ['is not a signing secret', 'Copy it from "Basic Information"'],
  SLACK_API_URL: ['is not an address', 'Leave it out for Slack itself'],
  LOG_LEVEL: ['is not a log level', 'Write one of debug, info, warn, error, silent'],
};

/** Slack's tokens are easily mixed up. */
const mixUps = [
  [/^xoxb-\S+$/, ['is a bot token', 'It belongs in SLACK_BOT_TOKEN']],
  [/^xapp-\S+$/, ['is an app-level token', 'It belongs in SLACK_APP_TOKEN']],
  [/^xoxp-/, ['is the token of a person', 'Copy the "Bot User OAuth Token" instead (xoxb-)']],
  [/^xoxe/, ['is a token that expires', 'Use an app without token rotation']],
] as const;

/** Settings of the public surface that later versions use. */
const laterNames = [
  'DISCORD_TOKEN',
  'DISCORD_API_URL',
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'OPENAI_MODEL',
  'OPENAI_EMBEDDING_MODEL',
  'DATABASE_URL',
  'KNOWLEDGE_GIT',
  'PROMPTS_DIR',
] as const;

/** Real variables win over `.env`; empty ones count as unset. */
function readEnvironment({ env, cwd }: ConfigSource, faults: Fault[]): Record<string, string> {
  const file = join(cwd, '.env');
  let fromFile: NodeJS.Dict<string> = {};
  try {
    if (existsSync(file)) fromFile = parseEnv(readFileSync(file, 'utf8'));
  } catch {
    faults.push({
      where: '.env',
      problem: 'cannot be read',
      remedy: 'Make it a text file of NAME=value lines that this user may read',
    });
  }
  const merged = Object.entries({ ...fromFile, ...env });
  return Object.fromEntries(
    merged.flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
}

/** The faulty value is never repeated: it may be a secret. */
function readSettings(env: Record<string, string>, faults: Fault[]) {
  const parsed = settingsSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  for (const { path } of parsed.error.issues) {
    const name = String(path[0]);
    const [, mixUp] = mixUps.find(([kind]) => kind.test(env[name] ?? '')) ?? [];
    const [problem, remedy] = mixUp ?? remedies[name] ?? ['is not valid', 'See .env.example'];
    faults.push({ where: name, problem, remedy });
  }
  return undefined;
}

function slackOf(settings: z.infer<typeof settingsSchema>): SlackSettings | null {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken } = settings;
  const { SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: url } = settings;
  if (botToken === undefined) return null;
  const apiUrl = url === undefined ? null : `${url.replace(/\/+$/, '')}/`;
  if (appToken !== undefined) return { botToken, apiUrl, events: { kind: 'socket', appToken } };
  if (signingSecret === undefined) return null;
  return { botToken, apiUrl, events: { kind: 'http', signingSecret } };
}

function refuseHalfSlack(env: Record<string, string>, faults: Fault[]): void {
  const ways = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].filter((name) => env[name]);
  if (env.SLACK_BOT_TOKEN !== undefined && ways.length === 0) {
    const problem = 'is set, but not how events come from Slack';
    const remedy = 'Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP mode';
    faults.push({ where: 'SLACK_BOT_TOKEN', problem, remedy });
  }
  if (env.SLACK_BOT_TOKEN !== undefined) return;
  for (const where of ways) {
    const remedy = 'Set SLACK_BOT_TOKEN too, or leave this out';
    faults.push({ where, problem: 'is set without the bot token', remedy });
  }
}

function refuseOpenDesk({ HOST, DESK_TOKEN }: Record<string, string>, faults: Fault[]): void {
  if (HOST === undefined || isLoopback(HOST) || DESK_TOKEN !== undefined) return;
  faults.push({
    where: 'HOST',
    problem: `would open the desk to the network at ${HOST} without a token`,
    remedy: 'Set DESK_TOKEN to 24 or more random characters, or HOST=127.0.0.1',
  });
}

function readPolicy(named: string | undefined, cwd: string, faults: Fault[]): Policy | undefined {
  const file = resolve(cwd, named ?? 'desk.yaml');
  if (named === undefined && !existsSync(file)) return policySchema.parse({});
  try {
    return parsePolicy(file, readFileSync(file, 'utf8'), faults);
  } catch {
    const problem = `${file} cannot be read`;
    const remedy = 'Name a file that exists and that this user may read, or leave it out';
    faults.push({ where: named === undefined ? 'desk.yaml' : 'DESK_FILE', problem, remedy });
    return undefined;
  }
}

function parsePolicy(file: string, text: string, faults: Fault[]): Policy | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  for (const error of document.errors) {
    faults.push({
      where: `${file}:${lines.linePos(error.pos[0]).line}`,
      problem: error.message.split('\n')[0] ?? 'is not YAML',
      remedy: 'Mend the YAML there; indent with spaces',
    });
  }
  if (document.errors.length > 0) return undefined;
  const parsed = policySchema.safeParse(toPlain(document));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const path = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]] : issue.path;
    const name = path.join('.') || 'the file';
    const { message } = (issue.code === 'invalid_key' && issue.issues[0]) || issue;
    const wantsId = slackIds.test(name) && issue.code !== 'invalid_value';
    faults.push({
      where: `${file}:${lines.linePos(offsetOf(document, path)).line}`,
      problem: `${name}: ${message}`,
      remedy: wantsId ? whereIdsAre : 'The article "Settings" lists every key with an example',
    });
  }
  return undefined;
}

const slackIds = /^slack\.(channels\.|triage$|agents$)/;
const whereIdsAre =
  'A channel shows its id (C0123456789) at the foot of "About", a group (S0123456789) in its menu';

/** Null where aliases would grow without end. */
function toPlain(document: Document): unknown {
  try {
    return document.toJS() ?? {};
  } catch {
    return null;
  }
}

/** Of the value, or where it is missing, of what it is missing in. */
function offsetOf(document: Document, path: readonly unknown[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node = isMap(document.contents) ? document.getIn(path.slice(0, depth), true) : null;
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function resolveKnowledge(env: Record<string, string>, cwd: string, faults: Fault[]): string {
  const named = env.KNOWLEDGE_DIR;
  const own = join(import.meta.dirname, '..', 'knowledge');
  const folder = named === undefined ? own : isAbsolute(named) ? named : join(cwd, named);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    faults.push({
      where: 'KNOWLEDGE_DIR',
      problem: `${folder} is not a folder`,
      remedy: 'Name the folder that holds your articles (*.md)',
    });
  }
  return folder;
}

function describe(faults: readonly Fault[]): string {
  const list = faults.map(({ where, problem, remedy }) => `  - ${where}: ${problem}. ${remedy}.`);
  const count = faults.length === 1 ? '1 fault' : `${faults.length} faults`;
  return `[config] Earshot cannot start: ${count} in the configuration.\n${list.join('\n')}`;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
