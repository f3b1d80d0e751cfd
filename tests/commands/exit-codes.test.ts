import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataDir, removeDataDir } from '../running-bot.ts';
import { type Folder, fillFolder } from './folder.ts';

let folder: Folder;

beforeAll(async () => {
  folder = fillFolder(await makeDataDir());
});

afterAll(() => removeDataDir(folder.cwd));

describe('exit code 1: something is amiss', () => {
  test('an article cannot be read', async () => {
    const broken = join(folder.cwd, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'bad.md'), '---\ntitle: [unclosed\n---\n\n# Bad\n\nText.\n');
    const settings = { KNOWLEDGE_DIR: broken, DATA_DIR: 'other', PORT: '0' };
    for (const words of [['knowledge', 'sync'], ['knowledge', 'check'], ['doctor']]) {
      const { code, stdout } = await folder.json(words, settings);
      expect({ words, code }).toEqual({ words, code: 1 });
      expect(stdout).toContain('bad.md');
    }
  });

  test.each([
    ['nobody of that name has a link', ['desk', 'revoke', 'Nobody'], { revoked: false }],
    [
      'nobody whom an account could be linked to',
      ['desk', 'link', 'Nobody', '--slack', 'U0MO'],
      { name: 'Nobody', slack: 'U0MO', linked: false },
    ],
    ['nobody is that customer', ['voice', 'erase', '--customer', 'web:x'], { found: false }],
  ])('%s', async (_, words, document) => {
    expect(await folder.json(words)).toMatchObject({ code: 1, document });
  });

  test('the data folder cannot be used, and doctor says what to do', async () => {
    writeFileSync(join(folder.cwd, 'a-file'), '');
    const { code, document } = await folder.json(['doctor'], { DATA_DIR: 'a-file', PORT: '0' });
    expect(code).toBe(1);
    expect(document).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([
        expect.objectContaining({
          check: 'data folder',
          state: 'fault',
          remedy: expect.stringContaining('DATA_DIR'),
        }),
      ]),
    });
  });
});

describe('exit code 2: the call makes no sense', () => {
  test.each([
    ['no such command', ['dance'], /dance/],
    ['no question', ['ask'], /question/],
    ['an empty question', ['ask', ' '], /Write a question/],
    ['no such option', ['desk', 'list', '--loud'], /--loud/],
    ['a name that is none', ['desk', 'invite', '<b>'], /name has 1 to 40/],
    ['an account that is none', ['desk', 'link', 'Mo', '--slack', '@mo'], /begins with U or W/],
    ['no such time', ['voice', 'gaps', '--since', 'soon'], /7d/],
    ['no such format', ['voice', 'export', '--format', 'xml'], /csv, jsonl/],
    ['no customer', ['voice', 'erase'], /--customer/],
    [
      'no such folder',
      ['knowledge', 'eval', '--articles', 'x', '--questions', 'y'],
      /not a folder/,
    ],
  ])('%s', async (_, words, remedy) => {
    const { code, stdout, stderr } = await folder.run(words);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(remedy);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('but asking for help is no fault', async () => {
    const { code, stdout } = await folder.run(['--help']);
    expect(code).toBe(0);
    for (const name of ['ask', 'chat', 'knowledge', 'voice', 'desk', 'doctor']) {
      expect(stdout).toMatch(new RegExp(`^ +${name}\\b`, 'm'));
    }
  });
});

test("a name that customers could not tell from a colleague's is refused", async () => {
  expect((await folder.json(['desk', 'invite', 'Zoë'])).code).toBe(0);
  const { code, stderr } = await folder.run(['desk', 'invite', 'ZOË']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/There is a Zoë already/);
});
