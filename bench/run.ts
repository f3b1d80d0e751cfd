/** `npm run bench -- NAME [--json]`: measurements, each against a baseline of the same run. */
import { argv, stdout } from 'node:process';
import { benchStart } from './start.ts';

const benches: Readonly<Record<string, () => Promise<unknown>>> = {
  start: benchStart,
};

const [name = ''] = argv.slice(2).filter((word) => !word.startsWith('--'));
const bench = benches[name];
if (!bench) {
  console.error(`Name one of: ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
const report = await bench();
if (argv.includes('--json')) stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else console.dir(report, { depth: null });
