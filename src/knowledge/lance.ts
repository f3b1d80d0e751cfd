/** The one place where LanceDB is loaded, and with it Apache Arrow. */
import { createRequire } from 'node:module';

export async function loadLance() {
  // Set before the module is loaded, or its warnings reach the person at the terminal.
  process.env.LANCEDB_LOG = 'error';
  return await import('@lancedb/lancedb');
}

/** LanceDB takes only tables of its own, CommonJS, instance of Arrow. */
export function loadArrow(): typeof import('apache-arrow') {
  return createRequire(import.meta.url)('apache-arrow');
}
