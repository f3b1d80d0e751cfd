/** A company's folder: articles, a policy and a data folder, for commands to run in. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runNode } from '../run-node.ts';

export type Settings = Readonly<Record<string, string>>;

export const question = 'How do I export my invoices?';
export const stranger = 'Which wines go with grilled trout?';

export const article = `---
title: Invoices
url: https://help.example.com/invoices
---

# Invoices

## Exporting invoices

To export your invoices, open Billing and press Export. You get one PDF file for each invoice.

## Paying an invoice

Pay an invoice by card or by bank transfer. The account number is on its last page.
`;

export interface Folder {
  readonly cwd: string;
  /** Runs a command in it. */
  run(words: readonly string[], settings?: Settings, input?: string): Promise<Ended>;
  /** Runs a command with --json; its standard output is one document, or this throws. */
  json<T>(words: readonly string[], settings?: Settings): Promise<Ended & { readonly document: T }>;
}

/** Fills `cwd`. */
export function fillFolder(cwd: string): Folder {
  mkdirSync(join(cwd, 'articles'));
  writeFileSync(join(cwd, 'articles/invoices.md'), article);
  const own = { KNOWLEDGE_DIR: 'articles', DATA_DIR: 'data' };
  const run = (words: readonly string[], settings: Settings = {}, input = '') =>
    runNode('cli.ts', words, { ...own, ...settings }, cwd, input);
  return {
    cwd,
    run,
    async json(words, settings) {
      const ended = await run([...words, '--json'], settings);
      return { ...ended, document: JSON.parse(ended.stdout) };
    },
  };
}
