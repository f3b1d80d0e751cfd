import { userInfo } from 'node:os';

/** Who runs a command, for the audit. */
export function operator(): string {
  return `${userInfo().username} (command line)`;
}
