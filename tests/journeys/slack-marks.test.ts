/** What is pressed below an answer in Slack, by whom, and what comes of it. */
import { describe, expect, test, vi } from 'vitest';
import { actions } from '../../src/channels/slack/interactions/ids.ts';
import type { Mark } from '../../src/desk/types.ts';
import { openSlack, places, withButton } from '../channels/slack/open-slack.ts';

const soon = { timeout: 5_000, interval: 20 };
const { help } = places;

/** Ada's question is answered, and the buttons hang below. */
async function answered() {
  const open = await openSlack();
  const eve = open.addPerson('Eve');
  const mo = open.addAgent('Mo');
  await open.begin();
  const { slack } = open;
  const ts = await open.writes('How do I export my invoices?');
  await open.sees(help, ts, /\[Helpful\] \[Not helpful\] \[Talk to a person\]/);
  await open.settles();
  const asked = () => {
    const message = withButton(slack.thread(help, ts), actions.markHelpful);
    if (!message) throw new Error('no buttons hang');
    return message;
  };
  return {
    ...open,
    eve,
    mo,
    ts,
    press: (actionId: string, user = open.ada) =>
      slack.press({ user, channel: help, ts: asked().ts, actionId }),
    /** The button that is filled for everybody to see. */
    chosen: (): readonly string[] =>
      asked()
        .blocks.flatMap(({ elements }) => (elements ?? []) as readonly Button[])
        .filter(({ style }) => style !== undefined)
        .map(({ text }) => text?.text ?? ''),
    isMarked: (mark: Mark | null) =>
      vi.waitFor(async () => {
        const { exchanges } = (await open.recorded(help, ts)) ?? {};
        expect(exchanges).toMatchObject([{ mark }]);
      }, soon),
  };
}

interface Button {
  readonly style?: string;
  readonly text?: { readonly text: string };
}

describe('a mark', () => {
  test('as helpful is recorded and shown, and nothing more is said', async () => {
    const open = await answered();
    await open.press(actions.markHelpful);
    await open.isMarked('helpful');
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Helpful']), soon);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    expect(open.whispers(open.ada, help)).toEqual([]);
  });

  test('is taken back by a second press', async () => {
    const open = await answered();
    await open.press(actions.markHelpful);
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Helpful']), soon);
    await open.press(actions.markHelpful);
    await open.isMarked(null);
    await vi.waitFor(() => expect(open.chosen()).toEqual([]), soon);
  });

  test('as not helpful is met with the offer of a person, once, and a yes calls one', async () => {
    const open = await answered();
    await open.press(actions.markNotHelpful);
    await open.sees(help, open.ts, /I have written that down[\s\S]*person/);
    await open.isMarked('not_helpful');
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Not helpful']), soon);
    await open.press(actions.markHelpful);
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Helpful']), soon);
    await open.press(actions.markNotHelpful);
    await open.isMarked('not_helpful');
    await open.settles();
    expect(open.says(help)).toHaveLength(2);
    await open.writes('yes', { threadTs: open.ts });
    await open.sees(help, open.ts, /bringing in a person[\s\S]*I have notified the team/);
  });

  test('leaves the answer and its source as they were', async () => {
    const open = await answered();
    const [before = ''] = open.says(help);
    await open.press(actions.markHelpful);
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Helpful']), soon);
    expect(open.says(help)).toEqual([before]);
    expect(open.slack.unfurls).toEqual([]);
  });
});

describe('"Talk to a person"', () => {
  test('calls one, and says so in the thread', async () => {
    const open = await answered();
    await open.press(actions.callPerson);
    await open.sees(help, open.ts, /I'm bringing in a person[\s\S]*I have notified the team/);
    const { holder, escalation } = (await open.recorded(help, open.ts)) ?? {};
    expect(holder).toEqual({ kind: 'queue' });
    expect(escalation).toMatchObject({ rule: 'asked_for_person', reached: 1 });
  });

  test('pressed again calls nobody twice, and the presser is told', async () => {
    const open = await answered();
    await open.press(actions.callPerson);
    await open.sees(help, open.ts, /I have notified the team/);
    await open.press(actions.callPerson);
    await vi.waitFor(() => {
      expect(open.whispers(open.ada, help)).toEqual(['A person is called already.']);
    }, soon);
    await open.settles();
    expect(open.says(places.triage)).toHaveLength(1);
  });
});

describe('the buttons of another’s answer', () => {
  test.each([
    ['helpful', actions.markHelpful],
    ['not helpful', actions.markNotHelpful],
    ['a person', actions.callPerson],
  ])('do nothing for a bystander, who is told why: %s', async (_, action) => {
    const open = await answered();
    await open.press(action, open.eve);
    await vi.waitFor(() => {
      const [told] = open.whispers(open.eve, help);
      expect(told).toMatch(/^Ada asked this, so only they can press that\./);
    }, soon);
    const [whisper] = open.slack.ephemerals(open.eve, help);
    expect(whisper?.threadTs).toBe(open.ts);
    await open.isMarked(null);
    await open.settles();
    expect(open.says(help)).toHaveLength(1);
    expect((await open.recorded(help, open.ts))?.holder).toEqual({ kind: 'bot' });
  });

  test('are their own who called the bot in it', async () => {
    const open = await answered();
    const { slack, eve, ts } = open;
    const called = `<@${slack.botUserId}> how do I print invoices?`;
    await open.writes(called, { user: eve, threadTs: ts });
    await open.sees(help, ts, /The article on “how do I print invoices\?”/);
    await open.settles();
    await open.press(actions.markHelpful);
    await vi.waitFor(() => {
      expect(open.whispers(open.ada, help).join()).toMatch(/^Eve asked this/);
    }, soon);
    await open.press(actions.markHelpful, eve);
    await vi.waitFor(() => expect(open.chosen()).toEqual(['Helpful']), soon);
    const { exchanges } = (await open.recorded(help, ts)) ?? {};
    expect(exchanges).toMatchObject([{ mark: null }, { mark: 'helpful' }]);
  });

  test('are no agent’s to judge, who may call a colleague by them', async () => {
    const open = await answered();
    await open.press(actions.markHelpful, open.mo);
    await vi.waitFor(() => {
      expect(open.whispers(open.mo, help).join()).toMatch(/^Ada asked this/);
    }, soon);
    await open.isMarked(null);
    await open.press(actions.callPerson, open.mo);
    await open.sees(help, open.ts, /I have notified the team/);
    const { escalation } = (await open.recorded(help, open.ts)) ?? {};
    expect(escalation?.reason).toBe('Mo called a person for the customer');
  });
});
