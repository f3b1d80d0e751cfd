/** https://docs.slack.dev/apis/web-api/rate-limits, where a test switches them on. */
import type { Settings } from '../settings.ts';
import { nowMs } from '../workspace.ts';

export interface RateLimits {
  /** Zero where the call may go on. */
  waitSeconds(method: string, channel: string): number;
}

interface Bucket {
  left: number;
  at: number;
}

const posts = ['chat.postMessage', 'chat.postEphemeral', 'chat.startStream'];
const reads = ['conversations.history', 'conversations.replies'];

export function createRateLimits(settings: Settings): RateLimits {
  const buckets = new Map<string, Bucket>();
  const take = (name: string, perSecond: number, burst: number): number => {
    const now = nowMs();
    const bucket = buckets.get(name) ?? { left: burst, at: now };
    const left = Math.min(burst, bucket.left + ((now - bucket.at) / 1_000) * perSecond);
    const allowed = left >= 1;
    buckets.set(name, { left: allowed ? left - 1 : left, at: now });
    return allowed ? 0 : Math.ceil((1 - left) / perSecond);
  };
  return {
    waitSeconds: (method, channel) => {
      const { posting, reading } = settings;
      if (posting !== null && posts.includes(method))
        return take(`post:${channel}`, posting.perSecond, posting.burst);
      if (reading !== null && reads.includes(method))
        return take(`read:${method}`, reading.perMinute / 60, reading.perMinute);
      return 0;
    },
  };
}
