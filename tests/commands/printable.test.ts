import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataDir, removeDataDir } from '../running-bot.ts';
import { type Folder, fillFolder } from './folder.ts';

const attack = '\u001b]0;owned\u0007\u001b[2J\u009b31m';
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

let folder: Folder;

beforeAll(async () => {
  folder = fillFolder(await makeDataDir());
  writeFileSync(join(folder.cwd, `articles/${attack}.md`), '---\ntitle: [\n---\nText.');
  const chat = await folder.run(['chat'], {}, `${attack} which wines go with grilled trout?\n`);
  expect(chat.stdout).not.toMatch(controls);
});

afterAll(() => removeDataDir(folder.cwd));

test.each([
  ["a customer's question", ['voice', 'gaps'], 'grilled trout'],
  ['the name of an article', ['knowledge', 'check'], 'the front matter is not YAML'],
])('%s says nothing to the terminal but its words', async (_, words, expected) => {
  const { stdout } = await folder.run(words);
  expect(stdout).toContain(expected);
  expect(stdout).not.toMatch(controls);
  const json = await folder.run([...words, '--json']);
  expect(json.stdout).not.toMatch(controls);
  expect(JSON.stringify(JSON.parse(json.stdout))).toContain('\u009b31m');
});
