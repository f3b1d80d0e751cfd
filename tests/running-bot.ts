/** The real bot as a process of its own, on a free port and a temporary data folder. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface RunningBot {
  readonly url: string;
  /** The administrator's link. */
  readonly deskUrl: string;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything printed so far, both streams. */
  output(): string;
  /** Runs a command beside the bot and resolves to its JSON. */
  command<T>(...words: readonly string[]): Promise<T>;
  /** Ends the process and waits for it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

const source = join(import.meta.dirname, '..', 'src');
const startMs = 15_000;

export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'earshot-test-'));
}

export function removeDataDir(dataDir: string): Promise<void> {
  return rm(dataDir, { recursive: true, force: true });
}

/** Resolves when the banner is printed. Rejects with what was printed where that does not come. */
export async function startBot(
  dataDir: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningBot> {
  const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, ...settings };
  const child = spawn(process.execPath, [join(source, 'main.ts')], { env, cwd: dataDir });
  let printed = '';
  const ready = Promise.withResolvers<void>();
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString();
    if (/Desk {2}\S+/.test(printed)) ready.resolve();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('exit', (code) => ready.reject(new Error(`ended with ${code}: ${printed}`)));
  const late = setTimeout(() => ready.reject(new Error(`not ready: ${printed}`)), startMs);
  await ready.promise.finally(() => clearTimeout(late));
  const url = /Chat {2}(\S+)\//.exec(printed)?.[1] ?? '';
  return {
    url,
    deskUrl: /Desk {2}(\S+)/.exec(printed)?.[1] ?? '',
    dataDir,
    process: child,
    output: () => printed,
    async command(...words) {
      const run = [join(source, 'cli.ts'), ...words, '--json'];
      const { stdout } = await promisify(execFile)(process.execPath, run, { env, cwd: dataDir });
      return JSON.parse(stdout);
    },
    end(signal) {
      // A killed process has no exit code, but a signal.
      if (child.exitCode !== null || child.signalCode) return Promise.resolve(child.exitCode);
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      child.kill(signal);
      return ended;
    },
  };
}
