/** One bot for one data folder. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Holds `name` in this folder until the process ends, however it ends: the operating system frees
 * the file lock beneath. Throws where another process holds it. Returns the way to let go.
 */
export function holdLock(dataDir: string, name: string): () => void {
  makeFolder(dataDir);
  const holderFile = join(dataDir, `${name}.pid`);
  const lock = new DatabaseSync(join(dataDir, `${name}.lock`), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    const message = `[records] another Earshot (process ${readHolder(holderFile)}) uses ${dataDir} for its ${name}. Stop it, or set another DATA_DIR`;
    throw new Error(message, { cause });
  }
  writeFileSync(holderFile, String(process.pid));
  return () => lock.close();
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const message = `[records] cannot make the folder ${dataDir}. Set DATA_DIR to a folder of yours`;
    throw new Error(message, { cause });
  }
}

function readHolder(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}
