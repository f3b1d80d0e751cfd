/** What goes wrong, drawn from a seed so that a run repeats. */

export type CallTrouble =
  /** The connection dies before the call is carried out. */
  | 'reset_before'
  /** The call is carried out, and its answer is lost. */
  | 'reset_after'
  | 'status_500'
  | 'status_503'
  /** Answered 503 although it was carried out. */
  | 'status_503_after'
  | 'rate_limited'
  | 'delay';

export interface CallFault {
  readonly trouble: CallTrouble;
  /** Every method where this is missing. */
  readonly methods?: readonly string[];
  /** Of the calls; always where this is missing. */
  readonly probability?: number;
  /** Only this many times, counted down. */
  next?: number;
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
}

export interface EventFaults {
  /** How often each event is delivered, each to a socket of its own where there are several. */
  copies: number;
  /** Each delivery is held back by up to this. */
  reorderWithinMs: number;
  delayMs: number;
  /** The share of acknowledgements that never arrive. */
  dropAckProbability: number;
  /** The share of first attempts that never arrive. */
  loseProbability: number;
}

export interface Faults {
  readonly calls: CallFault[];
  readonly events: EventFaults;
  reseed(seed: number): void;
  clear(): void;
  random(): number;
  /** The first fault that meets a call of this method. */
  drawFor(method: string): CallFault | undefined;
}

const noEventFaults = (): EventFaults => ({
  copies: 1,
  reorderWithinMs: 0,
  delayMs: 0,
  dropAckProbability: 0,
  loseProbability: 0,
});

export function createFaults(firstSeed = 1): Faults {
  let seed = firstSeed;
  const random = () => {
    // mulberry32: small, and the same everywhere.
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const calls: CallFault[] = [];
  const events = noEventFaults();
  return {
    calls,
    events,
    random,
    reseed: (next) => {
      seed = next;
    },
    clear: () => {
      calls.length = 0;
      Object.assign(events, noEventFaults());
    },
    drawFor: (method) => {
      const met = calls.find(
        (fault) =>
          (fault.next === undefined || fault.next > 0) &&
          (fault.methods === undefined || fault.methods.includes(method)) &&
          (fault.probability === undefined || random() < fault.probability),
      );
      if (met?.next !== undefined) met.next -= 1;
      return met;
    },
  };
}
