import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataDir, removeDataDir } from '../running-bot.ts';
import { type Folder, fillFolder, question, stranger } from './folder.ts';

let folder: Folder;

beforeAll(async () => {
  folder = fillFolder(await makeDataDir());
  writeFileSync(
    join(folder.cwd, 'questions.jsonl'),
    [
      { question, article: 'invoices' },
      { question: stranger, article: null },
    ]
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
  writeFileSync(
    join(folder.cwd, 'messages.jsonl'),
    '{"text": "this is useless!!", "labels": ["anger"]}\n{"text": "hello", "labels": []}\n',
  );
  const said = `${question}\n/bad\n${stranger}\n`;
  const chat = await folder.run(['chat'], {}, said);
  expect(chat).toMatchObject({ code: 0, stderr: '' });
  expect(chat.stdout).toContain('press Export');
});

afterAll(() => removeDataDir(folder.cwd));

describe('with --json a command prints one JSON document, and nothing besides', () => {
  test.each([
    ['ask', ['ask', question]],
    ['knowledge sync', ['knowledge', 'sync']],
    ['knowledge check', ['knowledge', 'check']],
    [
      'knowledge eval',
      ['knowledge', 'eval', '--articles', 'articles', '--questions', 'questions.jsonl'],
    ],
    ['feeling eval', ['feeling', 'eval', '--messages', 'messages.jsonl']],
    ['voice gaps', ['voice', 'gaps']],
    ['voice report', ['voice', 'report', '--since', '7d']],
    ['voice export', ['voice', 'export', '--format', 'csv', '--out', 'out.csv']],
    ['desk invite', ['desk', 'invite', 'Mo', '--role', 'agent']],
    ['desk link', ['desk', 'link', 'Mo', '--slack', 'U0MO']],
    ['desk list', ['desk', 'list']],
    ['desk revoke', ['desk', 'revoke', 'Mo']],
    ['doctor', ['doctor']],
  ])('%s', async (_, words) => {
    const { code, stderr, document } = await folder.json<object>(words, { PORT: '0' });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(document).toBeInstanceOf(Object);
  });

  test.each([
    ['ask', ['ask', question], /press Export.*answered, confidence/s],
    ['voice report', ['voice', 'report'], /2 exchanges, 1 conversations, 1 customers/],
    ['doctor', ['doctor'], /Earshot can run\./],
  ])('without it, %s prints lines for a person', async (_, words, lines) => {
    const { code, stdout } = await folder.run(words, { PORT: '0' });
    expect(code).toBe(0);
    expect(stdout).toMatch(lines);
  });
});

describe('ask', () => {
  test('answers with its source, how sure it is, and how long it took', async () => {
    const { document } = await folder.json(['ask', question]);
    expect(document).toMatchObject({
      outcome: 'answered',
      text: expect.stringContaining('press Export'),
      citations: [
        {
          article: 'invoices',
          heading: expect.stringContaining('Exporting invoices'),
          url: expect.stringContaining('https://help.example.com/invoices'),
          passage: expect.any(String),
        },
      ],
      confidence: expect.any(Number),
      feeling: { label: expect.any(String), upset: expect.any(Number) },
      passages: expect.arrayContaining([expect.objectContaining({ article: 'invoices' })]),
      timings: { answerMs: expect.any(Number) },
    });
  });

  test('says that it does not know, cites nothing, and records nothing', async () => {
    const elsewhere = join(folder.cwd, 'untouched');
    const { code, document } = await folder.json(['ask', stranger], { DATA_DIR: elsewhere });
    expect(code).toBe(0);
    expect(document).toMatchObject({ outcome: 'unknown', citations: [] });
    expect(existsSync(join(elsewhere, 'earshot.db'))).toBe(false);
  });

  test.each([
    ['Hello!', 'chat'],
    ['I want to talk to a person', 'handed_over'],
  ])('"%s" has the outcome %s', async (words, outcome) => {
    expect((await folder.json(['ask', words])).document).toMatchObject({ outcome });
  });
});

describe('voice', () => {
  test('gaps holds what was not answered and what was marked as not helpful', async () => {
    const { document } = await folder.json<{ question: string }[]>(['voice', 'gaps']);
    expect(document.map((gap) => gap.question).toSorted()).toEqual([question, stranger].toSorted());
  });

  test('export writes where it says, under the data folder unless told otherwise', async () => {
    const { document } = await folder.json<{ path: string; exchanges: number }>([
      'voice',
      'export',
    ]);
    expect(document.exchanges).toBe(2);
    expect(document.path.startsWith(join(folder.cwd, 'data/exports/'))).toBe(true);
    const lines = readFileSync(document.path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).question)).toEqual([question, stranger]);
  });
});

describe('desk', () => {
  test('invite prints a link once, and the list never shows it', async () => {
    const settings = { PUBLIC_URL: 'https://help.example.com' };
    const words = ['desk', 'invite', "Zoë O'Neil", '--role', 'owner'];
    const { document } = await folder.json<{ link: string }>(words, settings);
    expect(document).toMatchObject({ name: "Zoë O'Neil", role: 'owner' });
    expect(document.link).toMatch(/^https:\/\/help\.example\.com\/desk#token=[\w-]{24,}$/);
    const token = document.link.split('=')[1] ?? '';
    const list = await folder.json<object[]>(['desk', 'list']);
    expect(list.document).toContainEqual(expect.objectContaining({ name: "Zoë O'Neil" }));
    expect(list.stdout).not.toContain(token);
  });
});
