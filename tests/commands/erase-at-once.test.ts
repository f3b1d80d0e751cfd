import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRecords } from '../../src/records/open.ts';
import { converse, takeTurn } from '../contracts/claims.ts';
import { exchange, sender } from '../desk/build.ts';
import { heldClock } from '../held-clock.ts';
import { tempFolder } from '../temp-folder.ts';
import { grep } from '../voice/grep.ts';
import { fillFolder } from './folder.ts';

const people = ['Ada', 'Bo', 'Cy', 'Di'];
const secret = 'Zebrafinkenkaefig';

test('people erased at once, and exports beside it, leave no word of anybody', async () => {
  const folder = fillFolder(tempFolder());
  const dataDir = join(folder.cwd, 'data');
  await fillRecords(dataDir);
  const period = ['--since', '2020-01-01', '--until', '2040-01-01'];
  const write = () =>
    folder.run(['voice', 'export', '--out', 'out.csv', '--format', 'csv', ...period]);
  await write();
  expect(grep(folder.cwd, secret)).toContain('out.csv');
  const erasures = people.map((name) =>
    folder.run(['voice', 'erase', '--customer', `web:${name}`]),
  );
  for (const { code, stderr } of await Promise.all([...erasures, write()])) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
  expect(grep(folder.cwd, secret)).toEqual([]);
}, 60_000);

async function fillRecords(dataDir: string): Promise<void> {
  const clock = heldClock();
  const records = await openRecords({ dataDir, now: clock.now });
  const opened = { ...records, clock, beside: () => Promise.reject(new Error('not here')) };
  for (const name of people) {
    const question = `What of my ${secret}, says ${name}?`;
    const { id } = await converse(opened, { address: name, author: sender(name), text: question });
    const settles = await takeTurn(opened);
    if (!settles) throw new Error('the message was not taken in');
    await records.conversations.change(id, (now) => {
      const own = { id: settles.id, conversationId: id, customerId: now.customer.id, question };
      return { result: undefined, settles, exchange: exchange(own) };
    });
  }
  await records.close();
}
