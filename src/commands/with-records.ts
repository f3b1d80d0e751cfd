/** Opens the records for one command, and closes them whatever comes of it. */
import { type Config, loadConfig } from '../config.ts';
import { openRecords, type Records } from '../records/open.ts';

export async function withRecords<T>(
  work: (records: Records, config: Config) => Promise<T>,
): Promise<T> {
  const config = loadConfig();
  const records = await openRecords({ dataDir: config.dataDir, now: Date.now });
  try {
    return await work(records, config);
  } finally {
    await records.close();
  }
}
