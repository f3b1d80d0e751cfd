/** What an agent reads on a card, state by state. */
import { describe, expect, it } from 'vitest';
import type { CardView, DrawnCard } from '../../../src/channels/slack/triage/draw-card.ts';
import { drawCard, drawPastCard } from '../../../src/channels/slack/triage/draw-card.ts';
import type { Conversation, Escalation, Feeling } from '../../../src/desk/types.ts';
import {
  citation,
  conversation,
  escalation,
  exchange,
  feeling,
  message,
} from '../../desk/build.ts';
import { faultsOfBlocks } from '../../emulators/slack/blocks/check-blocks.ts';
import { readMessage } from '../../emulators/slack/slack-emulator.ts';
import { calledInBlocks, calledInMrkdwn } from '../../emulators/slack/tokens.ts';
import { noon } from '../../held-clock.ts';

const view: CardView = {
  customer: 'Ada',
  permalink: 'https://acme.slack.com/archives/C0HELP/p1',
  agents: 'S0AGENTS',
  help: [],
};

function aCase(parts: Partial<Escalation> = {}, more: Partial<Conversation> = {}): Conversation {
  return conversation({
    channel: 'slack',
    address: 'C0HELP/1700000000.000100',
    messages: [
      message({ text: 'How do I export my invoices?' }),
      message({ id: 'message-2', seq: 2, text: 'That is not it. This is the third time!' }),
    ],
    exchanges: [
      exchange({ feeling: feeling('calm', 0.05) }),
      exchange({ id: 'exchange-2', outcome: 'unknown', citations: [], feeling: upset }),
    ],
    escalation: escalation(parts),
    ...more,
  });
}

const upset: Feeling = { ...feeling('frustration', 0.8), trend: 'rising' };

function read({ text, blocks }: DrawnCard): string {
  expect(faultsOfBlocks(blocks, 'message')).toEqual([]);
  return readMessage({ text, blocks: blocks as never, files: [], attachments: [] });
}

const show = (shown: Conversation, changed: Partial<CardView> = {}): string =>
  read(drawCard(shown, { ...view, ...changed }));

describe('a card', () => {
  it('tells at a glance who waits, where, how they feel and why', () => {
    const screen = show(aCase());
    expect(screen).toContain('*Ada* in #C0HELP · Open the thread');
    expect(screen).toContain('@S0AGENTS *Waiting for a person* since 2026-11-18 12:00 UTC');
    expect(screen).toContain('Frustrated, rising ▁▇ · the customer asked for a person');
    expect(screen).toContain('First question\nHow do I export my invoices?');
    expect(screen).toContain('Last message\nThat is not it. This is the third time!');
  });

  it('draws no bars for a customer who was calm all along', () => {
    const exchanges = [exchange(), exchange({ id: 'exchange-2' })];
    expect(show(aCase({}, { exchanges }))).toContain('\nCalm · the customer asked for a person');
  });

  it('tells what was tried, with its outcome and its sources', () => {
    const screen = show(aCase());
    expect(screen).toContain('• “How do I export my invoices?” → answered · Exporting invoices');
    expect(screen).toContain('→ no article answers this');
  });

  it('names only the last attempts of a long conversation', () => {
    const exchanges = Array.from({ length: 9 }, (_, at) =>
      exchange({ id: `exchange-${at}`, question: `Question ${at}` }),
    );
    const screen = show(aCase({}, { exchanges }));
    expect(screen).toContain('Tried (and 5 earlier)');
    expect(screen).not.toContain('Question 4');
    expect(screen).toContain('Question 8');
  });

  it('shows an answer that was not sent as one that was not sent', () => {
    const withheld = message({
      id: 'message-3',
      seq: 3,
      author: { kind: 'bot' },
      kind: 'withheld',
      text: 'Open **Billing** and press Export.',
      citations: [citation],
    });
    const shown = aCase();
    const screen = show({ ...shown, messages: [...shown.messages, withheld] });
    expect(screen).toContain(
      '*Not sent:* written by the bot. Check it before you use it.\nOpen Billing and press Export.',
    );
  });

  it('proposes articles, and none that the card names already', () => {
    const help = [citation, { ...citation, article: 'billing/plans', heading: 'Plans', url: null }];
    const untried = aCase({}, { exchanges: [] });
    expect(show(untried, { help })).toContain('May help: Exporting invoices · Plans');
    expect(show(aCase(), { help })).toContain('May help: Plans');
    const withheld = message({ kind: 'withheld', author: { kind: 'bot' }, citations: [citation] });
    const unsent = { ...untried, messages: [...untried.messages, withheld] };
    expect(show(unsent, { help })).toContain('May help: Plans');
  });

  it('says where a customer is who is not in a channel', () => {
    const web = aCase({}, { channel: 'web', address: 'visit-1' });
    expect(show(web, { permalink: null })).toContain('*Ada* in the web chat\n');
    const direct = aCase({}, { address: 'D0ADA' });
    expect(show(direct, { permalink: null })).toContain('*Ada* in a direct message\n');
  });

  it('names the files that came with the last message', () => {
    const messages = [message({ text: 'It looks like this', attachments: ['screen.png'] })];
    expect(show(aCase({}, { messages }))).toContain('Question\nIt looks like this\n[screen.png]');
  });
});

describe('the state on a card', () => {
  const states: readonly [Partial<Escalation>, RegExp, string][] = [
    [
      { state: 'waiting' },
      /Waiting for a person\* since/,
      '[Claim] [Reply] [Note] [Transfer] [Resolve] [Hand back]',
    ],
    [
      { state: 'claimed', agent: 'Mo' },
      /\*Mo has this\* since/,
      '[Reply] [Note] [Transfer] [Resolve] [Hand back]',
    ],
    [
      { state: 'claimed', agent: 'Mo', nudgedAt: noon },
      /\*Mo has this\* and was called at .*: the customer waits for an answer/,
      '[Reply] [Note] [Transfer] [Resolve] [Hand back]',
    ],
    [
      { state: 'waiting_on_customer', agent: 'Mo' },
      /\*Mo has this\*, waiting for the customer since/,
      '[Reply] [Note] [Transfer] [Resolve] [Hand back]',
    ],
    [{ state: 'resolved', agent: 'Mo' }, /\*Resolved\* by Mo, /, '[Take over] [Note]'],
    [{ state: 'handed_back', agent: 'Mo' }, /\*Back with the bot\* since/, '[Take over] [Note]'],
  ];

  it.each(states)('%o is shown with what can be done then', (parts, words, buttons) => {
    const screen = show(aCase(parts));
    expect(screen).toMatch(words);
    expect(screen).toContain(buttons);
  });

  it('calls the agents only while the case waits', () => {
    const pings = ({ blocks, text }: DrawnCard) => [
      ...calledInBlocks(blocks as never).pings,
      ...calledInMrkdwn(text).pings,
    ];
    expect(pings(drawCard(aCase(), view))).toEqual(['S0AGENTS']);
    expect(pings(drawCard(aCase({ state: 'claimed', agent: 'Mo' }), view))).toEqual([]);
  });

  it('asks for a verdict once a person has looked, and marks the one that was given', () => {
    expect(show(aCase())).not.toContain('Was a person needed?');
    expect(show(aCase({ state: 'claimed', agent: 'Mo' }))).toContain(
      'Was a person needed?\n[Needed] [Not needed] [Too late]',
    );
    expect(show(aCase({ state: 'resolved', agent: 'Mo', verdict: 'too_late' }))).toContain(
      '[Needed] [Not needed] [✓ Too late]',
    );
  });

  it('shrinks when the case is over', () => {
    const screen = show(aCase({ state: 'resolved', agent: 'Mo' }), { help: [citation] });
    expect(screen).not.toContain('Tried');
    expect(screen).not.toContain('May help');
  });

  it('of a past hand-over says that there is a newer one, and offers nothing', () => {
    const screen = read(drawPastCard(aCase(), view));
    expect(screen).toContain('*Over.* This conversation has been handed over again since.');
    expect(screen).not.toContain('[');
  });
});

describe('words of others on a card', () => {
  const evil = '<!channel> <@U0MO> <https://evil.example|https://bank.example> @here *bold*';

  it('call nobody, link nowhere and pass for nothing of ours', () => {
    const shown = aCase(
      { reason: evil, agent: evil },
      {
        messages: [message({ text: evil }), message({ id: 'message-2', text: `${evil} again` })],
        exchanges: [exchange({ question: evil, citations: [] })],
      },
    );
    for (const state of ['waiting', 'claimed', 'resolved'] as const) {
      const card = { ...shown, escalation: escalation({ ...shown.escalation, state }) };
      const drawn = drawCard(card, { ...view, customer: evil, agents: null, permalink: null });
      expect(calledInBlocks(drawn.blocks as never)).toEqual({ pings: [], links: [] });
      expect(calledInMrkdwn(drawn.text)).toEqual({ pings: [], links: [] });
    }
  });

  it('fit into one message, however long they are', () => {
    const long = 'word '.repeat(10_000);
    const shown = aCase(
      { reason: long },
      {
        messages: [
          message({ text: long, attachments: Array.from({ length: 50 }, () => long) }),
          message({ id: 'message-2', text: `${long}!` }),
          message({ id: 'message-3', kind: 'withheld', author: { kind: 'bot' }, text: long }),
        ],
        exchanges: Array.from({ length: 50 }, () => exchange({ question: long })),
      },
    );
    const help = Array.from({ length: 20 }, (_, at) => ({
      ...citation,
      article: `a${at}`,
      heading: long,
    }));
    const screen = show(shown, { customer: long, help });
    expect(screen.length).toBeLessThan(9_000);
  });

  it('name as many articles as fit, where their addresses are long', () => {
    const help = ['Plans', 'Refunds', 'Taxes'].map((heading) => ({
      ...citation,
      article: heading,
      heading,
      url: `https://docs.example.com/${heading}/${'x'.repeat(1_300)}`,
    }));
    const screen = show(aCase(), { help });
    expect(screen).toContain('May help: Plans · Refunds\n');
  });
});
