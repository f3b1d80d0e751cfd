/** Remembers how far Slack was heard, and fetches what was missed whenever a socket opens. */
import { wait } from '../../../desk/wait.ts';
import { type CatchUpPorts, catchUp } from './catch-up.ts';

export interface Missed {
  /** What another socket has heard meanwhile is kept once. */
  fetch(): Promise<void>;
  stop(): void;
}

const heardUntil = 'heard until';
const rememberMs = 15_000;
const againMs = 2_000;

/** `isOpen`: whether Slack can bring events now. */
export function fetchMissed(ports: CatchUpPorts, isOpen: () => boolean): Missed {
  const { cursors, clock, log } = ports.options;
  let stopped = false;
  let underWay = 0;

  /** While a socket is open, everything until now was heard or will be brought again. */
  const remember = async (): Promise<void> => {
    if (stopped || underWay > 0 || !isOpen()) return;
    try {
      await cursors.keep('slack', heardUntil, String(clock.now()));
    } catch (error) {
      log.warn({ err: error }, 'the records cannot be used');
    }
  };

  const timer = setInterval(remember, rememberMs);
  return {
    async fetch() {
      underWay += 1;
      while (!stopped) {
        try {
          const since = await cursors.read('slack', heardUntil);
          if (since !== undefined) await catchUp(Number(since), ports);
          break;
        } catch (error) {
          log.warn(
            { err: error },
            'what was written meanwhile could not be fetched; it is tried again',
          );
          await wait(clock, againMs);
        }
      }
      underWay -= 1;
      await remember();
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}
