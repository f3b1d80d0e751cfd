/**
 * `npm run bench -- NAME [--json]`: measurements, each against a baseline of the same run. Ends with
 * 1 where a promise is missed.
 */
import { argv, stdout } from 'node:process';
import { benchSlack } from './slack.ts';
import { describeSlack } from './slack-table.ts';
import { benchStart } from './start.ts';

interface Outcome {
  readonly report: object;
  /** For people; left out, the report as it is. */
  readonly text?: string;
  readonly kept: boolean;
}

const benches: Readonly<Record<string, () => Promise<Outcome>>> = {
  start: async () => ({ report: await benchStart(), kept: true }),
  async slack() {
    const report = await benchSlack();
    return { report, text: describeSlack(report), kept: report.kept };
  },
};

const [name = ''] = argv.slice(2).filter((word) => !word.startsWith('--'));
const bench = benches[name];
if (!bench) {
  console.error(`Name one of: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const { report, text, kept } = await bench();
if (argv.includes('--json')) stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else if (text !== undefined) console.log(text);
else console.dir(report, { depth: null });
if (!kept) process.exitCode = 1;
