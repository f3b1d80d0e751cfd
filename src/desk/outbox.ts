/** Sends what waits in the outbox, each message under the epoch it was written in. */
import type {
  Channel,
  Clock,
  Delivery,
  MessageDelivery,
  Outbox,
  WithdrawalDelivery,
} from './ports.ts';
import { startWorker, type Worker } from './worker.ts';

export interface OutboxWorkerOptions {
  readonly outbox: Outbox;
  readonly channels: readonly Channel[];
  /** Calls agents and tells the customer the truth about it. */
  readonly callAgents: (conversationId: string) => Promise<void>;
  readonly clock: Clock;
  readonly owner: string;
  readonly reportFailure: (delivery: Delivery, error: unknown) => void;
  readonly reportTrouble: (error: unknown) => void;
}

const sendsAtOnce = 16;
const leaseMs = 60_000;
const longestRetryMs = 300_000;
/** With doubling pauses, about half an hour of trying. */
const mostAttempts = 12;

export function startOutboxWorker(options: OutboxWorkerOptions): Worker {
  const { outbox, clock, owner, callAgents, reportFailure } = options;
  const byName = new Map(options.channels.map((channel) => [channel.name, channel]));
  const channels = [...byName.keys()];

  const send = async (delivery: MessageDelivery): Promise<void> => {
    const channel = byName.get(delivery.channel);
    if (!channel || !(await outbox.begin(delivery.id))) return;
    await outbox.sent(delivery.id, await channel.deliver(delivery));
  };

  const withdraw = async (delivery: WithdrawalDelivery): Promise<void> => {
    await byName.get(delivery.channel)?.withdraw(delivery);
    await outbox.sent(delivery.id, delivery.receipt);
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
        await callAgents(delivery.conversationId);
        await outbox.sent(delivery.id, 'called');
      } catch (error) {
        reportFailure(delivery, error);
        const pauseMs = Math.min(longestRetryMs, 500 * 2 ** delivery.attempt);
        const retryAt = delivery.attempt + 1 < mostAttempts ? clock.now() + pauseMs : null;
        const words = error instanceof Error ? error.message : String(error);
        // Where even this fails, the lease runs out and the delivery is tried again.
        await outbox.failed(delivery.id, words, retryAt).catch(() => undefined);
      }
    },
  });
}
