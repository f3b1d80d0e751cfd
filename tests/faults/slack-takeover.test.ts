/** However events fall together: once an agent has written, the bot says nothing more. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { openSlack, places } from '../channels/slack/open-slack.ts';
import { citation } from '../desk/build.ts';
import type { CallFault } from '../emulators/slack/faults.ts';

const runs = 40;
/** A loaded machine takes this long to bring a call. */
const onItsWayMs = 200;

interface Fall {
  /** How long the answer is being written. */
  readonly thinkingMs: number;
  /** When the agent writes, after the question. */
  readonly agentMs: number;
  readonly answer: 'short' | 'streamed' | 'in several posts';
  readonly slowCallMs: number;
  readonly trouble: 'none' | 'reset_before' | 'reset_after' | 'status_503_after' | 'rate_limited';
}

const fall: fc.Arbitrary<Fall> = fc.record({
  thinkingMs: fc.integer({ min: 0, max: 120 }),
  agentMs: fc.integer({ min: 0, max: 400 }),
  answer: fc.constantFrom('short', 'streamed', 'in several posts'),
  slowCallMs: fc.integer({ min: 0, max: 60 }),
  trouble: fc.constantFrom(
    'none',
    'reset_before',
    'reset_after',
    'status_503_after',
    'rate_limited',
  ),
});

const paragraph =
  'Open Billing and press Export. The file holds every invoice of the year. '.repeat(8);
const table = `| month | sum |\n|---|---|\n${'| May | 100 |\n'.repeat(150)}`;
const answers = {
  short: 'Open Billing.',
  streamed: Array.from({ length: 6 }, (_, n) => `Step ${n + 1}. ${paragraph}`).join('\n\n'),
  'in several posts': `${Array.from({ length: 8 }, () => paragraph).join('\n\n')}\n\n${table}`,
} as const;

const saying = ['chat.postMessage', 'chat.startStream', 'chat.appendStream', 'chat.update'];

test('a late answer, a retry and a running stream all stop at an agent’s message', async () => {
  const open = await openSlack({ desk: 'limits:\n  perCustomer: 1000\n' });
  const { slack, bot, ada } = open;
  const mo = open.addAgent('Mo');
  await open.begin();

  const play = async (how: Fall): Promise<void> => {
    slack.faults.clear();
    bot.answer = async () => {
      await sleep(how.thinkingMs);
      return { text: answers[how.answer], citations: [citation], confidence: 0.9 };
    };
    const question = 'How do I export my invoices?';
    const ts = await slack.post({ channel: places.help, user: ada, text: question });
    slack.faults.calls.push(...troublesOf(how));
    await sleep(how.agentMs);
    const text = 'I am on it.';
    const before = slack.deliveries.length;
    const human = await slack.post({ channel: places.help, user: mo, text, threadTs: ts });
    const takenAt = await vi.waitFor(() => {
      const at = slack.deliveries.slice(before).find(({ ackedAt }) => ackedAt !== null)?.ackedAt;
      if (at === undefined || at === null) throw new Error('not taken yet');
      return at;
    });
    await open.settles();
    slack.faults.clear();
    await open.settles();
    // Nothing of the bot's begins to be said once the takeover is on disk: at most the one call that
    // was on its way just then comes in after it …
    const late = slack.calls
      .filter(({ method, args }) => saying.includes(method) && args.channel === places.help)
      .filter(({ at }) => at > takenAt);
    expect(late.length).toBeLessThanOrEqual(1);
    expect(late.filter(({ at }) => at - takenAt > onItsWayMs)).toEqual([]);
    // … and what was under way just then does not stand below the agent's words.
    const below = slack.thread(places.help, ts).filter(({ ts: at }) => at > human);
    expect(below.filter(({ botId }) => botId)).toEqual([]);
    expect(slack.thread(places.help, ts).some(({ streaming }) => streaming)).toBe(false);
    expect((await bot.conversation())?.holder).toEqual({ kind: 'person', agent: 'Mo' });
  };

  await fc.assert(fc.asyncProperty(fall, play), { numRuns: runs, endOnFailure: true });
}, 180_000);

function troublesOf({ slowCallMs, trouble }: Fall): CallFault[] {
  const methods = saying;
  const first: CallFault[] =
    trouble === 'none' ? [] : [{ trouble, methods, next: 1, retryAfterSeconds: 1 }];
  return [...first, { trouble: 'delay', methods, delayMs: slowCallMs }];
}
