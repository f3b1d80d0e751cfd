/** What somebody who pressed, chose or asked something is told, and when Slack is. */
import type { RespondFn } from '@slack/bolt';
import type { Policy } from '../../../desk/policy.ts';
import type { KnownBlock } from '../blocks.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import type { SlackLog } from '../slack-options.ts';

/**
 * Acknowledges once the work is done, so that what was acknowledged has happened; or shortly before
 * Slack would tell the presser that nothing did, which is 3 s.
 */
export async function acknowledged<T>(ack: () => Promise<void>, work: Promise<T>): Promise<T> {
  await doneInTime(work);
  // Slack brings again what it did not hear of; the presser is told in any case.
  await ack().catch(() => undefined);
  return work;
}

export async function doneInTime(work: Promise<unknown>): Promise<'done' | 'late'> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(late.resolve, acknowledgeWithinMs, 'late');
  try {
    return await Promise.race([work.then(() => 'done' as const), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const acknowledgeWithinMs = 2_300;

/** Best effort, and only for whom it concerns. */
export async function tellPrivately(
  respond: RespondFn,
  text: string,
  log: SlackLog,
  blocks?: readonly KnownBlock[],
): Promise<void> {
  try {
    await respond({
      response_type: 'ephemeral',
      replace_original: false,
      text: blocks ? text : escapeMrkdwn(text),
      ...(blocks && { blocks: [...blocks] }),
    });
  } catch (error) {
    log.warn({ err: error }, 'somebody could not be told something on Slack');
  }
}

export function sayAgentsOnly({ name, slack }: Policy): string {
  return slack.agents === undefined
    ? `No group of agents is set up yet, so nobody can do this on Slack. Ask whoever looks after ${name} to name one in desk.yaml.`
    : 'Only agents can do this.';
}
