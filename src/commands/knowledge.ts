/** `knowledge …`: the articles, their index, and how well they answer. */
import { statSync } from 'node:fs';
import { Command } from 'commander';
import { loadConfig } from '../config.ts';
import type { ArticleFault } from '../desk/ports.ts';
import { checkArticles } from '../knowledge/check-articles.ts';
import { type Abstention, evaluateKnowledge } from '../knowledge/evaluate.ts';
import { createKnowledge } from '../knowledge/knowledge.ts';
import { duration, type Format, percent, print, table, WrongCall } from './output.ts';

export function knowledgeCommand(): Command {
  const knowledge = new Command('knowledge').description('the articles');
  knowledge
    .command('check')
    .description('lint the articles: front matter, links, duplicates, length, staleness')
    .option('--json', 'print one JSON document')
    .action(check);
  knowledge
    .command('sync')
    .description('bring the index up to date and say what changed')
    .option('--json', 'print one JSON document')
    .action(sync);
  knowledge
    .command('eval')
    .description('how well these articles answer these questions, on a temporary index')
    .requiredOption('--articles <dir>', 'the folder of articles')
    .requiredOption('--questions <file.jsonl...>', 'rows of {"question", "article"}')
    .option('--predictions <out.jsonl>', 'write a row for each question')
    .option('--json', 'print one JSON document')
    .action(evaluate);
  return knowledge;
}

/** Warnings are advice; an error keeps an article, or a part of it, from a reader. */
async function check(format: Format): Promise<void> {
  const { knowledgeDir } = loadConfig();
  const findings = await checkArticles(knowledgeDir, Date.now());
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  print(format, { folder: knowledgeDir, errors, findings }, () => [
    ...findings.map((finding) => `${finding.severity.padEnd(7)}${describeFault(finding)}`),
    `${errors} errors, ${findings.length - errors} warnings in ${knowledgeDir}`,
  ]);
  if (errors > 0) process.exitCode = 1;
}

async function sync(format: Format): Promise<void> {
  const config = loadConfig();
  const { knowledgeDir: folder, indexUri } = config;
  const knowledge = await createKnowledge({ folder, indexUri });
  const report = await knowledge.ready;
  await knowledge.close();
  print(format, report, () => [
    `${report.added.length} added, ${report.changed.length} changed, ${report.removed.length} removed, ${report.unchanged} unchanged in ${duration(report.tookMs)}`,
    ...report.added.map((path) => `  + ${path}`),
    ...report.changed.map((path) => `  ~ ${path}`),
    ...report.removed.map((path) => `  - ${path}`),
    ...report.faults.map(describeFault),
  ]);
  if (report.faults.length > 0) process.exitCode = 1;
}

interface EvaluateOptions extends Format {
  readonly articles: string;
  readonly questions: readonly string[];
  readonly predictions?: string;
}

async function evaluate(options: EvaluateOptions): Promise<void> {
  const { articles, questions, predictions } = options;
  if (!statSync(articles, { throwIfNoEntry: false })?.isDirectory()) {
    throw new WrongCall(`[knowledge] ${articles} is not a folder. Name one that holds articles`);
  }
  const missing = questions.find((file) => !statSync(file, { throwIfNoEntry: false })?.isFile());
  if (missing !== undefined) {
    throw new WrongCall(`[knowledge] ${missing} is not a file. Name a file of JSON lines`);
  }
  const report = await evaluateKnowledge({
    articles,
    questions,
    ...(predictions !== undefined && { predictions }),
  });
  print(options, report, () => [
    `${report.articles} articles, ${report.passages} passages, indexed in ${duration(report.indexingMs)}`,
    `${report.answerable} answerable of ${report.questions} questions`,
    '',
    ...table(
      ['recall@1', 'recall@5', 'mrr@10', 'p50', 'p95'],
      [
        [
          report['recall@1'].toFixed(3),
          report['recall@5'].toFixed(3),
          report['mrr@10'].toFixed(3),
          `${report.p50Ms.toFixed(1)} ms`,
          `${report.p95Ms.toFixed(1)} ms`,
        ],
      ],
    ),
    '',
    describeAbstention('own article left out', report.near),
    describeAbstention('no article answers  ', report.far),
  ]);
}

function describeAbstention(name: string, abstention: Abstention | null): string {
  if (!abstention) return `${name}: no such questions`;
  const { auroc, coverage } = abstention;
  return `${name}: AUROC ${auroc.toFixed(3)}, ${percent(coverage)} answered at 5 % false answers`;
}

function describeFault({ file, line, problem, remedy }: ArticleFault): string {
  return `  ${file}${line === null ? '' : `:${line}`}: ${problem}. ${remedy}`;
}
