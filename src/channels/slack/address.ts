/** A conversation's address on Slack: a channel, and a thread where it is one. */

export interface Place {
  readonly channel: string;
  /** The thread's first message; null in a direct message outside of threads. */
  readonly threadTs: string | null;
}

export function writeAddress({ channel, threadTs }: Place): string {
  return threadTs === null ? channel : `${channel}/${threadTs}`;
}

export function readAddress(address: string): Place {
  const [channel = '', threadTs = null] = address.split('/');
  return { channel, threadTs };
}

/** A message's time of sending, which is also its name, in ms since 1970. */
export function timeOf(ts: string): number {
  return Math.round(Number(ts) * 1000);
}
