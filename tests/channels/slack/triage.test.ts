/** The triage channel: who is called, what stays among agents, and what outlives trouble. */
import { expect, it, vi } from 'vitest';
import { createDirectory } from '../../../src/channels/slack/directory.ts';
import { actions } from '../../../src/channels/slack/interactions/ids.ts';
import { createSlackApi } from '../../../src/channels/slack/slack-api.ts';
import type { SlackOptions } from '../../../src/channels/slack/slack-options.ts';
import { createTriage, type Triage } from '../../../src/channels/slack/triage/triage.ts';
import type { Conversation } from '../../../src/desk/types.ts';
import { openSlack, places } from './open-slack.ts';
import { type Journey, openJourney } from './triage-journey.ts';

it('a card calls the agents’ group once, however often it is redrawn', async () => {
  const open = await openJourney();
  expect(open.slack.pings.map(({ target }) => target)).toEqual([places.group]);
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  await open.presses(open.mo, actions.giveBack);
  await open.shows(/\*Back with the bot\*/);
  expect(open.slack.pings).toHaveLength(1);
  expect(open.cards()).toHaveLength(1);
});

it('in a channel that another company reads, no card is posted and nobody is said to be called', async () => {
  const open = await openSlack({ sharedTriage: true });
  open.addAgent('Mo');
  await open.begin();
  const ts = await open.writes('I want to talk to a person');
  await open.sees(places.help, ts, /could not notify anyone/);
  expect(open.slack.messages(places.triage).filter(({ botId }) => botId)).toEqual([]);
});

it('a card leads to the customer’s thread and unfurls nothing', async () => {
  const open = await openJourney();
  const { links, unfurls } = open.slack;
  const [card] = open.cards();
  const thread = links.find(({ ts, label }) => ts === card?.ts && label === 'Open the thread');
  expect(thread?.url).toContain(`/archives/${places.help}/p${open.thread.replace('.', '')}`);
  expect(unfurls.filter(({ channel }) => channel === places.triage)).toEqual([]);
});

it('a card of a direct message leads to no thread that only the customer can open', async () => {
  const open = await openJourney();
  const dm = open.slack.openDm(open.ada);
  const said = { channel: dm, user: open.ada };
  const ts = await open.slack.post({ ...said, text: 'How do I export my invoices?' });
  await open.slack.post({ ...said, text: 'I want to talk to a person, please.', threadTs: ts });
  expect(await open.shows(/in a direct message/)).not.toContain('Open the thread');
});

it('what an agent writes below a card is a note, once, and the customer never sees it', async () => {
  const open = await openJourney();
  open.slack.faults.events.copies = 3;
  const [card] = open.cards();
  const said = { channel: places.triage, user: open.mo, threadTs: card?.ts };
  const ts = await open.slack.post({ ...said, text: 'She cancelled <last> year & came back' });
  await vi.waitFor(() => expect(open.slack.reactions(places.triage, ts)).toEqual(['memo']));
  await open.settles();
  expect(await notesOf(open)).toEqual(['Mo: She cancelled <last> year & came back']);
  expect(open.reads(places.help, open.thread).join()).not.toContain('cancelled');
});

it('what others write below a card is kept nowhere and answered by nobody', async () => {
  const open = await openJourney();
  const eve = open.addPerson('Eve');
  await open.slack.join(places.triage, eve);
  const [card] = open.cards();
  const text = `<@${open.slack.botUserId}> how do I export invoices?`;
  await open.slack.post({ channel: places.triage, user: eve, text, threadTs: card?.ts });
  await open.settles();
  expect(await notesOf(open)).toEqual([]);
  expect(open.reads(places.triage, card?.ts ?? '')).toHaveLength(1);
});

it('a waiting case is called to again in the thread of its card, for the whole channel', async () => {
  const open = await openJourney();
  const triage = ownTriage(open);
  expect(await triage.callAgents(await caseOf(open), 0)).toBe(2);
  const [card] = open.cards();
  const again = /Nobody has taken this yet. Ada has been waiting since/;
  const screen = await open.sees(places.triage, card?.ts ?? '', again);
  expect(screen).toContain(`@${places.group}`);
  expect(open.slack.pings).toHaveLength(2);
  // The same call, of which nobody knows whether it was made.
  expect(await triage.callAgents(await caseOf(open), 1)).toBe(2);
  expect(open.slack.pings).toHaveLength(2);
});

it('an agent who leaves a customer waiting is called alone', async () => {
  const open = await openJourney();
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  const { conversations } = open.bot.records;
  const { id } = await caseOf(open);
  await conversations.change(id, ({ escalation }) => ({
    result: undefined,
    ...(escalation && { escalation: { ...escalation, nudgedAt: Date.now() } }),
  }));
  const triage = ownTriage(open);
  expect(await triage.callAgents(await caseOf(open), 0)).toBe(1);
  const [card] = open.cards();
  await open.sees(places.triage, card?.ts ?? '', /Ada waits for your answer/);
  expect(open.slack.pings.map(({ target }) => target)).toEqual([places.group, open.mo]);
  await open.shows(/\*Mo has this\* and was called at/);
});

it('a call that Slack refuses is not counted as heard', async () => {
  const open = await openJourney();
  open.slack.archive(places.triage);
  await expect(ownTriage(open).callAgents(await caseOf(open), 0)).rejects.toThrow(/is_archived/);
});

it('without a triage channel nothing is sent and nobody is reached', async () => {
  const open = await openJourney();
  const before = open.slack.calls.length;
  const { policy } = open.bot.config;
  const slack = { channels: {}, agents: places.group };
  const triage = ownTriage(open, { policy: { ...policy, slack } });
  expect(await triage.callAgents(await caseOf(open), 0)).toBe(0);
  expect(open.slack.calls).toHaveLength(before);
});

it('a card whose posting was cut off is found again instead of posted twice', async () => {
  const open = await openJourney();
  const { slack, ada } = open;
  const { conversations, cards } = open.bot.records;
  const { id } = await caseOf(open);
  await open.bot.desk.handBack(id, 'Mo');
  await open.shows(/\*Back with the bot\*/);
  await open.settles();
  slack.faults.calls.push({ trouble: 'reset_after', methods: ['chat.postMessage'], next: 1 });
  const text = 'I want to talk to a person again.';
  await slack.post({ channel: places.general, user: ada, text: `<@${slack.botUserId}> ${text}` });
  await vi.waitFor(() => expect(open.cards()).toHaveLength(2), { timeout: 8_000 });
  await open.settles();
  await vi.waitFor(async () => {
    const [waiting] = await conversations.list({ show: 'open', limit: 10 });
    expect(await cards.of(waiting?.escalation?.id ?? '', 'slack')).toBeDefined();
  });
  expect(open.cards()).toHaveLength(2);
  const cut = slack.calls.filter(({ result }) => result === 'reset_after:ok');
  expect(cut.map(({ args }) => args.channel)).toEqual([places.triage]);
});

it('nobody is called to a case that was taken while Slack asked to wait', async () => {
  const open = await openJourney();
  const { slack, ada } = open;
  const { desk } = open.bot;
  await desk.handBack((await caseOf(open)).id, 'Mo');
  await open.shows(/\*Back with the bot\*/);
  await open.settles();
  slack.faults.calls.push({
    trouble: 'rate_limited',
    methods: ['chat.postMessage'],
    next: 1,
    retryAfterSeconds: 2,
  });
  const text = `<@${slack.botUserId}> I want to talk to a person.`;
  await slack.post({ channel: places.general, user: ada, text });
  await vi.waitFor(async () => expect((await caseOf(open)).holder.kind).toBe('queue'));
  await desk.claim((await caseOf(open)).id, 'Mo');
  await open.settles();
  expect(slack.calls.filter(({ result }) => result === 'ratelimited')).toHaveLength(1);
  expect(open.slack.pings).toHaveLength(1);
  expect(open.cards()).toHaveLength(1);
});

it('a card waits as long as Slack asks, and is true then', async () => {
  const open = await openJourney();
  const { slack } = open;
  slack.faults.calls.push({
    trouble: 'rate_limited',
    methods: ['chat.update'],
    next: 1,
    retryAfterSeconds: 3,
  });
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  const tries = slack.calls.filter(({ method }) => method === 'chat.update').slice(-2);
  const [refused, done] = tries.map(({ at }) => at);
  expect((done ?? 0) - (refused ?? 0)).toBeGreaterThanOrEqual(2_950);
});

it('a card that somebody deleted is hung again while the case goes on', async () => {
  const open = await openJourney();
  const [card] = open.cards();
  await open.slack.remove(places.triage, card?.ts ?? '');
  const { id } = await caseOf(open);
  await open.bot.desk.claim(id, 'Mo');
  await vi.waitFor(() => expect(open.cards()).toHaveLength(1), { timeout: 8_000 });
  await open.shows(/\*Mo has this\*/);
  await open.presses(open.mo, actions.resolve);
  await open.shows(/\*Resolved\* by Mo/);
});

it('cards that fell behind while the bot was off are true again after its start', async () => {
  const open = await openJourney();
  await open.channel.stop();
  const { id } = await caseOf(open);
  await open.bot.desk.resolve(id, 'Mo');
  await open.settles();
  expect(await open.shows('Waiting for a person')).not.toContain('Resolved');
  const stop = ownTriage(open).keepCards();
  await open.shows(/\*Resolved\* by Mo/);
  await stop();
});

async function caseOf({ bot }: Journey): Promise<Conversation> {
  const [conversation] = await bot.records.conversations.list({ show: 'recent', limit: 1 });
  if (!conversation) throw new Error('there is no conversation');
  return conversation;
}

async function notesOf(open: Journey): Promise<readonly string[]> {
  const { messages } = await caseOf(open);
  return messages
    .filter(({ kind }) => kind === 'note')
    .map(({ author, text }) => `${author.kind === 'agent' ? author.name : author.kind}: ${text}`);
}

/** Another replica of the bot at the same records. */
function ownTriage(open: Journey, changed: Partial<SlackOptions> = {}): Triage {
  const options = { ...open.options, ...changed };
  const api = createSlackApi({ token: options.botToken, apiUrl: options.apiUrl, log: options.log });
  return createTriage({ api, directory: createDirectory(api, options), options });
}
