/** Sends what waits in the outbox, each message under the epoch it was written in. */
import {
  type Delivery,
  type MessageDelivery,
  PlatformBusy,
  type WithdrawalDelivery,
} from './deliveries.ts';
import type { Channel, Clock, Outbox } from './ports.ts';
import { startWorker, type Worker } from './worker.ts';

export interface OutboxWorkerOptions {
  readonly outbox: Outbox;
  readonly channels: readonly Channel[];
  /** Calls agents and tells the customer the truth about it. */
  readonly callAgents: (conversationId: string, attempt: number) => Promise<void>;
  /** Hears of a message that no platform took in all that time. */
  readonly giveUp: (delivery: MessageDelivery) => Promise<void>;
  readonly clock: Clock;
  readonly owner: string;
  readonly reportFailure: (delivery: Delivery, error: unknown) => void;
  readonly reportTrouble: (error: unknown) => void;
}

const sendsAtOnce = 16;
const leaseMs = 60_000;
const longestRetryMs = 60_000;
/** With pauses that double up to a minute, about half an hour of trying. */
const mostAttempts = 36;

export function startOutboxWorker(options: OutboxWorkerOptions): Worker {
  const { outbox, clock, owner, callAgents, giveUp, reportFailure } = options;
  const byName = new Map(options.channels.map((channel) => [channel.name, channel]));
  const channels = [...byName.keys()];

  const send = async (delivery: MessageDelivery): Promise<void> => {
    const channel = byName.get(delivery.channel);
    if (!channel) return;
    const isCurrent = () => outbox.isCurrent(delivery.id);
    if (await isCurrent()) {
      return outbox.sent(delivery.id, await channel.deliver(delivery, isCurrent));
    }
    // An earlier try may have arrived though nobody heard of it.
    if (delivery.attempt > 0) {
      await channel.withdraw({ ...delivery, kind: 'withdrawal', receipt: delivery.replaces });
    }
    await outbox.cancel(delivery.id);
  };

  const withdraw = async (delivery: WithdrawalDelivery): Promise<void> => {
    await byName.get(delivery.channel)?.withdraw(delivery);
    await outbox.sent(delivery.id, delivery.receipt ?? '');
  };

  return startWorker<Delivery>({
    atOnce: sendsAtOnce,
    listen: outbox.onDue,
    reportTrouble: options.reportTrouble,
    take: (limit) => outbox.claim({ owner, channels, now: clock.now(), leaseMs, limit }),
    async run(delivery) {
      try {
        if (delivery.kind === 'message') return await send(delivery);
        if (delivery.kind === 'withdrawal') return await withdraw(delivery);
        await callAgents(delivery.conversationId, delivery.attempt);
        await outbox.sent(delivery.id, 'called');
      } catch (error) {
        reportFailure(delivery, error);
        if (error instanceof PlatformBusy) {
          await outbox
            .postpone(delivery.id, clock.now() + error.retryAfterMs)
            .catch(() => undefined);
          return;
        }
        const pauseMs = Math.min(longestRetryMs, 500 * 2 ** delivery.attempt);
        const isLast = delivery.attempt + 1 >= mostAttempts;
        const retryAt = isLast ? null : clock.now() + pauseMs;
        const words = error instanceof Error ? error.message : String(error);
        // Where even this fails, the lease runs out and the delivery is tried again.
        await outbox.failed(delivery.id, words, retryAt).catch(() => undefined);
        if (isLast && delivery.kind === 'message') await giveUp(delivery).catch(() => undefined);
      }
    },
  });
}
