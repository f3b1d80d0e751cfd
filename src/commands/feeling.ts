/** `feeling eval`: how well the feelings of labelled messages are read. */
import { readFile, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { z } from 'zod';
import { evaluateFeelings } from '../feeling/evaluate.ts';
import { createLexicalSensor } from '../feeling/lexical-sensor.ts';
import { duration, type Format, percent, print, WrongCall } from './output.ts';

export function feelingCommand(): Command {
  const feeling = new Command('feeling').description('how customers feel');
  feeling
    .command('eval')
    .description('how well the feelings of these messages are read')
    .requiredOption('--messages <file.jsonl>', 'rows of {"text", "labels"}')
    .option('--predictions <out.jsonl>', 'write a row for each message')
    .option('--threshold <number>', 'the score from which a message counts as upset', '0.45')
    .option('--json', 'print one JSON document')
    .action(evaluate);
  return feeling;
}

interface EvaluateOptions extends Format {
  readonly messages: string;
  readonly predictions?: string;
  readonly threshold: string;
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const threshold = Number(options.threshold);
  if (!(threshold >= 0 && threshold <= 1)) throw new WrongCall('--threshold is from 0 to 1');
  const rows = await readMessages(options.messages);
  const { report, predictions } = await evaluateFeelings(createLexicalSensor(), rows, threshold);
  if (options.predictions) {
    await writeFile(
      options.predictions,
      predictions.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
  }
  print(options, report, () => [
    `${report.rows} messages, ${report.upset} of them upset, in ${duration(report.tookMs)}`,
    `AUROC ${report.auroc.toFixed(3)}`,
    `at ${report.threshold}: precision ${percent(report.precision)}, recall ${percent(report.recall)}, F1 ${report.f1.toFixed(3)}`,
    `best F1 on these very rows: ${report.best.f1.toFixed(3)} at ${report.best.threshold.toFixed(3)}`,
  ]);
}

const messageSchema = z.object({ text: z.string(), labels: z.array(z.string()) });

async function readMessages(file: string) {
  const source = await readFile(file, 'utf8').catch((cause) => {
    throw new WrongCall(`[feeling] cannot read ${file}. Name a file of JSON lines`, { cause });
  });
  return source.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    try {
      return [messageSchema.parse(JSON.parse(line))];
    } catch (cause) {
      const remedy = 'Write {"text": "…", "labels": ["…"]} on each line';
      throw new WrongCall(`[feeling] ${file}:${index + 1} is no message. ${remedy}`, { cause });
    }
  });
}
