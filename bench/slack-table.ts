/** The report of `npm run bench -- slack`, for people. */
import type { Level, PartyFigures, SlackReport } from './slack.ts';

export function describeSlack(report: SlackReport): string {
  const { rounds, questionsARound, outcomes } = report;
  const became = Object.entries(outcomes).map(([outcome, count]) => `${count} ${outcome}`);
  return [
    `Questions through a local Slack: ${report.unit}, each of ${questionsARound} questions at each`,
    `number in flight (${rounds * questionsARound} in all).`,
    '',
    ...report.inFlight.flatMap(describeLevel),
    `Every question of Earshot's is on record: ${became.join(', ')}.`,
    report.kept ? 'All promises are kept.' : 'A promise is MISSED.',
  ].join('\n');
}

function describeLevel({ inFlight, bare, earshot, promises, ...raw }: Level): readonly string[] {
  return [
    `${inFlight} in flight`,
    row('', 'events/s', 'answer p50', 'p99', 'ack p50', 'p99'),
    row('  bare Bolt', ...cells(bare)),
    row('  Earshot', ...cells(earshot)),
    row('  raw hybrid query', '', raw.rawQueryP50),
    row('  raw commit', '', raw.rawCommitP50),
    ...promises.map(({ kept, promise, ratio, atMost, range: [best, worst] }) => {
      const verdict = kept ? 'kept  ' : 'MISSED';
      return `  ${verdict} ${promise}: ${ratio} (≤ ${atMost}; by round ${best} to ${worst})`;
    }),
    '',
  ];
}

function cells({ eventsPerSecond, answerP50, answerP99, ackP50, ackP99 }: PartyFigures) {
  return [eventsPerSecond, answerP50, answerP99, ackP50, ackP99];
}

function row(name: string, ...columns: readonly (string | number)[]): string {
  return name.padEnd(20) + columns.map((column) => String(column).padStart(11)).join('');
}
