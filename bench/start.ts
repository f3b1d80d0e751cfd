/** From process start to the first page served, beside a bare Node process that serves one page. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../src/desk/measures.ts';

const rounds = 5;
const giveUpMs = 30_000;
const main = join(import.meta.dirname, '..', 'src', 'main.ts');

export async function benchStart() {
  const bare: number[] = [];
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dataDir = await mkdtemp(join(tmpdir(), 'earshot-start-'));
    bare.push(await timeStart(['-e', bareServer], dataDir));
    first.push(await timeStart([main], dataDir));
    again.push(await timeStart([main], dataDir));
    await rm(dataDir, { recursive: true, force: true });
  }
  const ratio = percentile(again, 0.5) / percentile(bare, 0.5);
  return {
    unit: 'ms from spawn to the first page, median of 5',
    bareNode: percentile(bare, 0.5),
    firstRun: percentile(first, 0.5),
    existingIndex: percentile(again, 0.5),
    existingIndexToBareNode: Number(ratio.toFixed(2)),
  };
}

const bareServer =
  "require('node:http').createServer((q, s) => s.end('ok')).listen(process.env.PORT, '127.0.0.1')";

async function timeStart(words: readonly string[], dataDir: string): Promise<number> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...words], {
    env: { PATH: process.env.PATH, PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  });
  try {
    await firstPage(`http://127.0.0.1:${port}/`, startedAt + giveUpMs);
    return Math.round(performance.now() - startedAt);
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }
}

async function firstPage(url: string, until: number): Promise<void> {
  while (performance.now() < until) {
    const page = await fetch(url).catch(() => null);
    if (page?.ok) return void (await page.text());
    await sleep(5);
  }
  throw new Error(`[bench] ${url} did not answer within ${giveUpMs} ms`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
