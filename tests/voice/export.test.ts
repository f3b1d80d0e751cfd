import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ExportFormat, exportExchanges } from '../../src/voice/export.ts';
import { noon } from '../held-clock.ts';
import { always, openVoice } from './open-voice.ts';

async function written(voice: Awaited<ReturnType<typeof openVoice>>, format: ExportFormat) {
  const path = `${voice.dataDir}/exports/out.${format}`;
  const request = { ...always, path, format, by: 'Ines', now: noon };
  return {
    path,
    rows: await exportExchanges(voice.ports, request),
    text: () => readFileSync(path, 'utf8'),
  };
}

test('writes JSON lines, an exchange on each, oldest first', async () => {
  const voice = await openVoice();
  await voice.asks('Bo', { question: 'two\nlines and "quotes"', at: noon + 1, mark: 'helpful' });
  await voice.asks('Ada', { question: 'the first', at: noon });
  const { rows, text } = await written(voice, 'jsonl');
  const documents = text()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toBe(2);
  expect(documents).toMatchObject([
    { question: 'the first', at: '2026-11-18T12:00:00.000Z', mark: null },
    {
      question: 'two\nlines and "quotes"',
      outcome: 'answered',
      feeling: 'calm',
      channel: 'web',
      mark: 'helpful',
      citations: [{ article: 'billing/invoices', heading: 'Exporting invoices' }],
    },
  ]);
});

test('writes a table whose cells cannot run as formulas in a spreadsheet', async () => {
  const voice = await openVoice();
  const attacks = [
    '=HYPERLINK("https://evil.example","click")',
    '+1+cmd|calc!A0',
    '-2+3',
    '@SUM(A1)',
    '\t=1+1',
    '\r=1+1',
  ];
  for (const [index, question] of attacks.entries()) {
    await voice.asks(`customer-${index}`, { question, answer: question, at: noon + index });
  }
  const { text } = await written(voice, 'csv');
  const rows = parseCsv(text());
  expect(rows).toHaveLength(1 + attacks.length);
  for (const cell of rows.flat()) expect(cell, cell).not.toMatch(/^[=+\-@\t\r]/);
  const question = rows[0]?.indexOf('question') ?? -1;
  expect(rows.slice(1).map((row) => row[question]?.replace(/^'/, ''))).toEqual(attacks);
});

test('keeps line breaks, quotes and letters of all scripts in their cells', async () => {
  const voice = await openVoice();
  const question = 'Zeile 1\n"Zeile; 2", 你好 🧾';
  await voice.asks('Ada', { question });
  const { text } = await written(voice, 'csv');
  const [header, row] = parseCsv(text());
  expect(text().startsWith('\ufeff')).toBe(true);
  expect(row).toHaveLength(header?.length ?? 0);
  expect(row).toContain(question);
});

test('is readable by its owner only, and listed with who asked for it', async () => {
  const voice = await openVoice();
  await voice.asks('Ada');
  const { path } = await written(voice, 'jsonl');
  expect(statSync(path).mode & 0o077).toBe(0);
  expect(await voice.records.people.audit(1)).toEqual([
    { at: noon, actor: 'Ines', action: 'exported 1 exchanges', subject: path },
  ]);
});

test('leaves an earlier file whole where a later one cannot be finished', async () => {
  const voice = await openVoice();
  await voice.asks('Ada', { question: 'the first' });
  const { path, text } = await written(voice, 'jsonl');
  const before = text();
  await voice.db.schema.alterTable('exchanges').renameTo('gone').execute();
  await expect(written(voice, 'jsonl')).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toBe(before);
});

test('takes the place of an earlier export, and of no other file, folder or device', async () => {
  const voice = await openVoice();
  await voice.asks('Ada');
  expect((await written(voice, 'jsonl')).rows).toBe(1);
  expect((await written(voice, 'jsonl')).rows).toBe(1);
  const folder = `${voice.dataDir}/exports`;
  writeFileSync(`${folder}/theirs.jsonl`, 'not ours');
  symlinkSync('theirs.jsonl', `${folder}/link.jsonl`);
  const taken = [`${folder}/theirs.jsonl`, `${folder}/link.jsonl`, folder, '/dev/null'];
  for (const path of [...taken, `${voice.dataDir}/earshot.db`]) {
    const request = { ...always, path, format: 'jsonl', by: 'Ines', now: noon } as const;
    await expect(exportExchanges(voice.ports, request), path).rejects.toThrow(/no earlier export/);
  }
  expect(readFileSync(`${folder}/theirs.jsonl`, 'utf8')).toBe('not ours');
  expect(readdirSync(folder).toSorted()).toEqual(['link.jsonl', 'out.jsonl', 'theirs.jsonl']);
});

test('leaves nothing behind of a file that cannot be finished', async () => {
  const voice = await openVoice();
  await voice.asks('Ada');
  await voice.db.schema.alterTable('exchanges').renameTo('gone').execute();
  await expect(written(voice, 'jsonl')).rejects.toThrow();
  expect(readdirSync(`${voice.dataDir}/exports`)).toEqual([]);
});

/** As RFC 4180 has it. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text
    .replace(/^\ufeff/, '')
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === '' && quoted === undefined && bare === '') break;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
