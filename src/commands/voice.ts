/** `voice …`: what the exchanges tell, and forgetting a person. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { awaitLock } from '../records/lock.ts';
import { eraseCustomer } from '../voice/erase.ts';
import { type ExportFormat, exportExchanges } from '../voice/export.ts';
import { findGaps } from '../voice/gaps.ts';
import { type Period, readMoment } from '../voice/period.ts';
import { type Report, writeReport } from '../voice/report.ts';
import { operator } from './operator.ts';
import { duration, type Format, print, table, WrongCall } from './output.ts';
import { withRecords } from './with-records.ts';

export function voiceCommand(): Command {
  const voice = new Command('voice').description('the Voice of the Customer');
  const over = (command: Command): Command =>
    command
      .option('--since <moment>', 'a date (2026-01-31) or an age (7d, 24h)', '30d')
      .option('--until <moment>', 'a date or an age; left out, now')
      .option('--json', 'print one JSON document');
  over(voice.command('gaps').description('what nobody could answer, most frequent first'))
    .option('--limit <count>', 'how many', '20')
    .action(gaps);
  over(voice.command('report').description('first figures')).action(report);
  over(voice.command('export').description('a file of exchanges'))
    .addOption(new Option('--format <format>').choices(['csv', 'jsonl']).default('jsonl'))
    .option('--out <file>', 'where to; left out, under DATA_DIR/exports')
    .action(exportFile);
  voice
    .command('erase')
    .description("forget a person's words, everywhere")
    .requiredOption('--customer <id>', "a customer's id, as the desk and exports show it")
    .option('--json', 'print one JSON document')
    .action(erase);
  return voice;
}

interface PeriodOptions extends Format {
  readonly since: string;
  readonly until?: string;
}

async function gaps(options: PeriodOptions & { readonly limit: string }): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new WrongCall('--limit is a whole number');
  const period = readPeriod(options);
  await withRecords(async ({ db }) => {
    const found = await findGaps(db, period, limit);
    print(options, found, () =>
      found.length === 0
        ? ['No question went unanswered or was marked as not helpful in this time.']
        : table(
            ['times', 'customers', 'why', 'question'],
            found.map((gap) => [
              gap.count,
              gap.customers,
              gap.unanswered > 0 ? 'no answer' : `bad mark on ${gap.article}`,
              oneLine(gap.question),
            ]),
          ),
    );
  });
}

async function report(options: PeriodOptions): Promise<void> {
  const period = readPeriod(options);
  await withRecords(async ({ db }) => {
    const figures = await writeReport(db, period);
    print(options, figures, () => describeReport(figures));
  });
}

async function exportFile(
  options: PeriodOptions & { readonly format: ExportFormat; readonly out?: string },
): Promise<void> {
  const period = readPeriod(options);
  await withRecords(async ({ db, write, people }, { dataDir }) => {
    const now = Date.now();
    const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '');
    const path = resolve(options.out ?? `${dataDir}/exports/exchanges-${stamp}.${options.format}`);
    const request = { ...period, path, format: options.format, by: operator(), now };
    const exchanges = await alone(dataDir, () =>
      exportExchanges({ db, write, note: people.note }, request),
    );
    print(options, { path, exchanges }, () => [`${exchanges} exchanges written to ${path}`]);
  });
}

async function erase(options: Format & { readonly customer: string }): Promise<void> {
  await withRecords(async ({ db, write, people, compact }, { dataDir }) => {
    const ports = { db, write, compact, note: people.note };
    const request = { customer: options.customer, by: operator(), now: Date.now() };
    const erasure = await alone(dataDir, () => eraseCustomer(ports, request));
    if (!erasure) {
      process.exitCode = 1;
      print(options, { customer: options.customer, found: false }, () => [
        `There is no customer ${options.customer}. The desk shows the id beside the name.`,
      ]);
      return;
    }
    if (erasure.failedExports.length > 0) process.exitCode = 1;
    print(options, erasure, () => [
      `Customer ${erasure.customer} is forgotten: ${erasure.conversations} conversations with ${erasure.messages} messages deleted,`,
      `${erasure.exchanges} exchanges kept as counts without words, ${erasure.exports.length} export files written again.`,
      ...erasure.missingExports.map((path) => `Not found, so erase there by hand: ${path}`),
      ...erasure.failedExports.map((path) => `Cannot be written, so erase there by hand: ${path}`),
    ]);
  });
}

const patienceMs = 120_000;

/** An export begun before an erasure, and finished after it, would bring the words back. */
async function alone<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const letGo = await awaitLock(dataDir, 'exports', patienceMs);
  try {
    return await work();
  } finally {
    letGo();
  }
}

function readPeriod({ since, until }: PeriodOptions): Period {
  const now = Date.now();
  const from = readMoment(since, now);
  const to = until === undefined ? now + 1 : readMoment(until, now);
  if (from === null || to === null) {
    throw new WrongCall('Write moments as a date (2026-01-31) or an age (7d, 24h, 2w)');
  }
  if (from >= to) throw new WrongCall('--since must lie before --until');
  return { since: from, until: to };
}

function describeReport(figures: Report): readonly string[] {
  const { escalations, answerMs, marks } = figures;
  return [
    `${day(figures.since)} to ${day(figures.until)}: ${figures.exchanges} exchanges, ${figures.conversations} conversations, ${figures.customers} customers`,
    '',
    ...table(['outcome', 'exchanges'], Object.entries(figures.outcomes)),
    '',
    ...table(['feeling', 'exchanges'], Object.entries(figures.feelings)),
    '',
    `marks: ${marks.helpful} helpful, ${marks.not_helpful} not helpful`,
    answerMs
      ? `answered in ${duration(answerMs.p50)} (median), ${duration(answerMs.p95)} (95 %)`
      : 'nothing answered yet',
    `hand-overs: ${escalations.opened}${escalations.claimMs === null ? '' : `, claimed after ${duration(escalations.claimMs)} (median of those claimed)`}`,
    ...Object.entries(escalations.byRule).map(([rule, times]) => `  ${rule}: ${times}`),
    ...describeVerdicts(escalations.verdicts),
    `waiting for a person now: ${escalations.waiting}`,
    '',
    ...table(
      ['cited', 'article'],
      figures.articles.map(({ article, cited }) => [cited, article]),
    ),
    '',
    `gaps: ${figures.gaps.length} (npm run -s earshot -- voice gaps lists them)`,
  ];
}

function describeVerdicts(verdicts: Report['escalations']['verdicts']): readonly string[] {
  const { needed = 0, not_needed: notNeeded = 0, too_late: tooLate = 0 } = verdicts;
  if (needed + notNeeded + tooLate === 0) return [];
  return [`agents say: ${needed} needed, ${notNeeded} not needed, ${tooLate} too late`];
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
