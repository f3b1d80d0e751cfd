/** Sends to the bot and waits for its acknowledgement; events are tried again, people are told. */
import type { EventEnvelope } from './event-feed.ts';
import type { EventDelivery, Json } from './types.ts';
import { nowMs, type Workspace } from './workspace.ts';

export interface Parcel {
  readonly type: 'events_api' | 'interactive' | 'slash_commands';
  readonly payload: Json;
  readonly attempt: number;
  readonly reason: string;
  /** Which of the sockets, counted from the one whose turn it is. */
  readonly copy: number;
}

export type Receipt =
  | { readonly acked: true; readonly payload: Json }
  | { readonly acked: false; readonly reason: string; readonly final?: boolean };

export interface Transport {
  send(parcel: Parcel): Promise<Receipt>;
}

export interface Delivery {
  readonly deliveries: readonly EventDelivery[];
  event(envelope: EventEnvelope): void;
  /** Rejects with what Slack shows to a person when nobody answers. */
  request(type: 'interactive' | 'slash_commands', payload: Json): Promise<Json>;
  idle(): Promise<void>;
  stop(): void;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

export function createDelivery(workspace: Workspace, transport: () => Transport): Delivery {
  const deliveries: Writable<EventDelivery>[] = [];
  const waiting = new Set<() => void>();
  const timers = new Set<NodeJS.Timeout>();
  let pending = 0;
  let stopped = false;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      if (ms <= 0) return resolve();
      const timer = setTimeout(() => {
        timers.delete(timer);
        resolve();
      }, ms);
      timers.add(timer);
    });

  const settle = () => {
    pending -= 1;
    if (pending > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };

  const attempt = async (envelope: EventEnvelope, copy: number, number: number, reason: string) => {
    const { faults, settings } = workspace;
    const { delayMs, reorderWithinMs } = faults.events;
    const heldMs = delayMs + (reorderWithinMs > 0 ? faults.random() * reorderWithinMs : 0);
    if (heldMs > 0) await pause(heldMs);
    const delivery: Writable<EventDelivery> = {
      eventId: envelope.eventId,
      type: envelope.type,
      sentAt: nowMs(),
      ackedAt: null,
      attempt: number,
    };
    deliveries.push(delivery);
    const { loseProbability, dropAckProbability } = faults.events;
    if (number === 0 && loseProbability > 0 && faults.random() < loseProbability) {
      await pause(settings.ackTimeoutMs);
      return { acked: false, reason: 'timeout' } as const;
    }
    const receipt = await transport().send({
      type: 'events_api',
      payload: envelope.body,
      attempt: number,
      reason,
      copy,
    });
    if (receipt.acked && dropAckProbability > 0 && faults.random() < dropAckProbability) {
      await pause(settings.ackTimeoutMs);
      return { acked: false, reason: 'timeout' } as const;
    }
    if (receipt.acked) delivery.ackedAt = nowMs();
    return receipt;
  };

  const deliver = async (envelope: EventEnvelope, copy: number) => {
    let reason = '';
    for (let number = 0; !stopped; number += 1) {
      const receipt = await attempt(envelope, copy, number, reason);
      const delayMs = workspace.settings.retryDelaysMs[number];
      if (receipt.acked || receipt.final === true || delayMs === undefined) break;
      reason = receipt.reason;
      await pause(delayMs);
    }
    settle();
  };

  return {
    deliveries,
    event: (envelope) => {
      for (let copy = 0; copy < workspace.faults.events.copies; copy += 1) {
        pending += 1;
        void deliver(envelope, copy);
      }
    },
    request: async (type, payload) => {
      pending += 1;
      try {
        const parcel = { type, payload, attempt: 0, reason: '', copy: 0 };
        const receipt = await transport().send(parcel);
        if (receipt.acked) return receipt.payload;
        throw new Error(`[slack emulator] the app did not answer: ${receipt.reason}`);
      } finally {
        settle();
      }
    },
    idle: () =>
      pending === 0 ? Promise.resolve() : new Promise((resolve) => waiting.add(resolve)),
    stop: () => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      for (const resolve of waiting) resolve();
    },
  };
}
