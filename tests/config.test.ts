import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';
import { runNode } from './run-node.ts';
import { tempFolder } from './temp-folder.ts';

type Env = Readonly<Record<string, string>>;

interface Files {
  readonly env?: string;
  readonly desk?: string;
}

function folderWith({ env, desk }: Files = {}): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'articles'));
  if (env !== undefined) writeFileSync(join(cwd, '.env'), env);
  if (desk !== undefined) writeFileSync(join(cwd, 'desk.yaml'), desk);
  return cwd;
}

function load(env: Env = {}, files: Files = {}) {
  return loadConfig({ env, cwd: folderWith(files) });
}

/** What a person reads where this configuration is refused. */
function refusal(env: Env, files: Files = {}): string {
  try {
    load(env, files);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('this configuration was accepted');
}

const secret = 'tiny-secret';
const token = 'a-token-of-more-than-24-characters';

describe('a good configuration', () => {
  test('may be empty', () => {
    const cwd = folderWith();
    const config = loadConfig({ env: {}, cwd });
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      deskToken: null,
      dataDir: join(cwd, 'data'),
      ownHelpCentre: true,
      indexUri: join(cwd, 'data/index'),
      logLevel: 'info',
      policy: { name: 'Earshot', thresholds: { answer: 0.5 } },
      unused: [],
    });
  });

  test('comes from the environment, then from .env; an empty setting counts as unset', () => {
    const env = 'PORT=4000\nHOST=localhost\n# a comment\nLOG_LEVEL="warn"\nPUBLIC_URL=\n';
    expect(load({ PORT: '5000', HOST: '', LOG_LEVEL: '  ' }, { env })).toMatchObject({
      port: 5000,
      host: '127.0.0.1',
      logLevel: 'info',
      publicUrl: null,
    });
    expect(load({}, { env })).toMatchObject({ port: 4000, host: 'localhost', logLevel: 'warn' });
  });

  test('reads the policy from desk.yaml, or from the file that DESK_FILE names', () => {
    const desk = 'name: Robo\nfallback: help@example.com\nserviceLevels:\n  claimMinutes: 3\n';
    expect(load({}, { desk }).policy).toMatchObject({
      name: 'Robo',
      serviceLevels: { claimMinutes: 3, reopenDays: 7 },
    });
    const cwd = folderWith();
    writeFileSync(join(cwd, 'other.yaml'), desk);
    expect(loadConfig({ env: { DESK_FILE: 'other.yaml' }, cwd }).policy.name).toBe('Robo');
  });

  test('may hold an empty desk.yaml, or one of comments only', () => {
    expect(load({}, { desk: '' }).policy.name).toBe('Earshot');
    expect(load({}, { desk: '# later\n' }).policy.name).toBe('Earshot');
  });

  test('is frozen through and through', () => {
    const config = load({}, { desk: 'hours:\n  timezone: Europe/Berlin\n' });
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(config)).toBe(true);
  });

  test('takes a public address without its last slash, and IPv6 for loopback', () => {
    expect(load({ PUBLIC_URL: 'https://help.example.com/' }).publicUrl).toBe(
      'https://help.example.com',
    );
    expect(load({ HOST: '::1' }).host).toBe('::1');
  });

  test('names what is set and not used by this version', () => {
    const kept = readFileSync('.env.example', 'utf8').split('--- Not used by this version ---')[1];
    const names = [...(kept ?? '').matchAll(/^#([A-Z_]+)=/gm)].map(([, name = '']) => name);
    expect(names).toContain('OPENAI_MODEL');
    expect(load(Object.fromEntries(names.map((name) => [name, 'x']))).unused).toEqual(names);
  });
});

describe('a bad configuration', () => {
  test('gets one message that names every fault, where it is and what would be right', () => {
    const message = refusal(
      {
        HOST: '0.0.0.0',
        PORT: 'eighty',
        PUBLIC_URL: 'help.example.com',
        LOG_LEVEL: 'loud',
        KNOWLEDGE_DIR: 'nowhere',
      },
      { desk: 'name: Robo\nthresholds:\n  answer: 7\ncolour: blue\n' },
    );
    expect(message).toMatch(/^\[config\] Earshot cannot start: 7 faults in the configuration\.\n/);
    const lines = message.split('\n').slice(1);
    expect(lines).toEqual([
      expect.stringMatching(/- PORT: is not a port\. Write a number .*PORT=3000/),
      expect.stringMatching(/- PUBLIC_URL: .*https:\/\//),
      expect.stringMatching(/- LOG_LEVEL: .*debug, info, warn, error, silent/),
      expect.stringMatching(/- \S+desk\.yaml:3: thresholds\.answer: .*Settings/),
      expect.stringMatching(/- \S+desk\.yaml:4: colour: .*Settings/),
      expect.stringMatching(/- HOST: .*0\.0\.0\.0 without a token.*DESK_TOKEN/),
      expect.stringMatching(/- KNOWLEDGE_DIR: .*nowhere is not a folder.*articles/),
    ]);
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PORT', '3000x'],
    ['PUBLIC_URL', 'ftp://help.example.com'],
    ['DESK_TOKEN', 'short'],
    ['DESK_FILE', 'missing.yaml'],
    ['DESK_FILE', 'articles'],
    ['KNOWLEDGE_DIR', 'desk.yaml'],
    ['LOG_LEVEL', 'verbose'],
  ])('%s=%s is refused by name', (name, value) => {
    const message = refusal({ [name]: value }, { desk: 'name: Robo\n' });
    expect(message).toMatch(new RegExp(`1 fault in .*\\n {2}- ${name}: `));
  });

  test.each(['0.0.0.0', '::', '192.168.1.7', 'help.example.com', '127.0.0.1.example.com'])(
    'listens on %s only with a DESK_TOKEN',
    (HOST) => {
      expect(refusal({ HOST })).toMatch(/HOST: .*without a token/);
      expect(load({ HOST, DESK_TOKEN: token })).toMatchObject({ host: HOST, deskToken: token });
    },
  );

  test.each(['127.0.0.1', '127.1.2.3', 'localhost', '::1'])('%s needs none', (HOST) => {
    expect(load({ HOST }).deskToken).toBeNull();
  });

  test('never repeats a secret', () => {
    const env = `DESK_TOKEN=${secret}\nPUBLIC_URL=https//user:${secret}@x\nPORT=${secret}\n`;
    const message = refusal({ LOG_LEVEL: secret }, { env });
    expect(message).toContain('4 faults');
    expect(message).not.toContain(secret);
  });

  test.each([
    ['that is no YAML', 'name: Robo\nhours: [unclosed\n', /desk\.yaml:\d+: /],
    ['that is a list', '- one\n- two\n', /desk\.yaml:1: the file: /],
    ['with a key twice', 'name: A\nfallback: x\nname: B\n', /desk\.yaml:3: /],
    ['with an unknown key inside', 'hours:\n  timezone: UTC\n  mondy: x\n', /:3: hours\.mondy: /],
    ['without a time zone', 'name: A\nhours:\n  monday: 09:00-17:00\n', /:[23]: hours\.timezone: /],
    ['with a wrong time zone', 'hours:\n  timezone: Berlin\n', /:2: .*Europe\/Berlin/],
    ['with wrong hours', 'hours:\n  timezone: UTC\n  monday: 9-5\n', /:3: .*09:00-17:00/],
    [
      'with an end before the start',
      'hours: {timezone: UTC, friday: "17:00-09:00"}\n',
      /:1: .*end/,
    ],
    ['of aliases without end', bomb(), /desk\.yaml:\d+: /],
  ])('a desk.yaml %s is named with its line', (_, desk, words) => {
    expect(refusal({}, { desk })).toMatch(words);
  });

  test.each([
    ['the bot', 'main.ts', []],
    ['a command', 'cli.ts', ['desk', 'list', '--json']],
  ])('ends %s with exit code 2, and the words on standard error', async (_, file, words) => {
    const cwd = folderWith({ env: `DESK_TOKEN=${secret}\n` });
    const { code, stdout, stderr } = await runNode(file, words, { PORT: 'x' }, cwd);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/2 faults.*PORT.*DESK_TOKEN/s);
    expect(stderr).not.toContain(secret);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

function bomb(): string {
  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  const lines = letters.map((letter, index) => {
    const before = letters[index - 1];
    const values = before ? Array.from({ length: 9 }, () => `*${before}`) : ['"lol"'];
    return `${letter}: &${letter} [${values.join(', ')}]`;
  });
  return `${lines.join('\n')}\n`;
}
