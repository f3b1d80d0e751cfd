/** Runs one of the bot's own files as a process of its own, to its end. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const source = join(import.meta.dirname, '..', 'src');

/** `file` is under src; nothing of this process's environment but its PATH reaches it. */
export async function runNode(
  file: string,
  words: readonly string[],
  settings: Readonly<Record<string, string>>,
  cwd: string,
  input = '',
): Promise<Ended> {
  const env = { PATH: process.env.PATH, ...settings };
  const child = spawn(process.execPath, [join(source, file), ...words], { env, cwd });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await ended, stdout, stderr };
}
