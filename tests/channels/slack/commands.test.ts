/** What people ask of the bot by its command and by the menu of a message. */
import { expect, it, vi } from 'vitest';
import { shortcuts } from '../../../src/channels/slack/interactions/ids.ts';
import { readMessage } from '../../emulators/slack/slack-emulator.ts';
import { openSlack, places } from './open-slack.ts';
import { type Journey, openJourney } from './triage-journey.ts';

const soon = { timeout: 8_000, interval: 20 };

/** Waits until this person alone was told something like this. */
async function told(
  { slack }: Pick<Journey, 'slack'>,
  user: string,
  pattern: RegExp | string,
): Promise<string> {
  return vi.waitFor(() => {
    const screen = slack.ephemerals(user).map(readMessage).join('\n');
    if (!screen.match(pattern)) throw new Error(`expected ${pattern} in:\n${screen}`);
    return screen;
  }, soon);
}

function ask(open: Pick<Journey, 'slack'>, user: string, text: string, channel: string) {
  return open.slack.command({ user, channel, command: '/earshot', text });
}

it('answers a question in private, with its source, and keeps nothing of it', async () => {
  const open = await openSlack();
  await open.begin();
  await ask(open, open.ada, 'ask How do I export &lt;all&gt; invoices?', places.general);
  const screen = await told(open, open.ada, /The article on “How do I export <all> invoices\?”/);
  expect(screen).toContain('Exporting invoices');
  expect(await open.bot.conversation()).toBeUndefined();
  expect(open.slack.messages(places.general).filter(({ botId }) => botId)).toEqual([]);
});

it.each([
  ['where none does', ''],
  ['where it is not sure enough of one', 'Look at the clouds.'],
])('says that no article answers, %s', async (_, text) => {
  const ask = async () => ({ text, citations: [], confidence: 0.1 });
  const open = await openSlack({ options: { ask } });
  await open.begin();
  await open.slack.command({
    user: open.ada,
    channel: places.general,
    command: '/earshot',
    text: 'ask What is the weather?',
  });
  const screen = await told(open, open.ada, /None of our articles answers this well enough/);
  expect(screen).not.toContain('clouds');
});

it('answers the team only, where it has no articles of the company’s', async () => {
  const open = await openSlack({ options: { servesCustomers: false } });
  const mo = open.addAgent('Mo');
  await open.begin();
  await ask(open, open.ada, 'ask How do I export?', places.general);
  await told(open, open.ada, /answers the team only/);
  await ask(open, mo, 'ask How do I export?', places.general);
  await told(open, mo, /The article on/);
});

it('tells an agent who waits, and others only that it is up', async () => {
  const open = await openJourney();
  await ask(open, open.mo, 'status', places.general);
  expect(await told(open, open.mo, /Earshot is up/)).toMatch(
    /1 waiting, 0 with a person\n• Ada has been waiting since/,
  );
  await ask(open, open.ada, 'status', places.general);
  expect(await told(open, open.ada, /Earshot is up/)).not.toContain('waiting');
});

it('tells an agent why it answered as it did, by the link of any message there', async () => {
  const open = await openJourney();
  const link = (ts: string, channel: string = places.help) =>
    `<https://acme.slack.com/archives/${channel}/p${ts.replace('.', '')}>`;
  await ask(open, open.mo, `why ${link(open.thread)}`, places.general);
  const screen = await told(open, open.mo, /How do I export my invoices/);
  expect(screen).toMatch(/Outcome: answered, because .* \(rule \w+\)\nConfidence 90 %/);
  await ask(open, open.mo, `why ${link(open.cards()[0]?.ts ?? '', places.triage)}`, places.general);
  await told(open, open.mo, /Outcome: handed over/);
  await ask(open, open.mo, 'why', places.general);
  await told(open, open.mo, /Copy the link of a message/);
  await ask(open, open.ada, `why ${link(open.thread)}`, places.general);
  await told(open, open.ada, /Only agents can do this/);
});

it('calls a person to a direct message, and elsewhere explains how', async () => {
  const open = await openSlack();
  open.addAgent('Mo');
  await open.begin();
  const direct = open.slack.openDm(open.ada);
  await ask(open, open.ada, 'handoff', direct);
  await told(open, open.ada, /You have not written to me here yet/);
  await open.slack.post({ channel: direct, user: open.ada, text: 'How do I export?' });
  await open.settles();
  await ask(open, open.ada, 'handoff', direct);
  await told(open, open.ada, /I am calling a person/);
  await vi.waitFor(() => {
    const cards = open.slack.messages(places.triage).filter(({ botId }) => botId);
    expect(cards.map(readMessage).join()).toContain('*Ada* in a direct message');
  }, soon);
  await ask(open, open.ada, 'handoff', places.general);
  await told(open, open.ada, /A command cannot see which thread you mean/);
});

it('explains itself where it is asked for anything else', async () => {
  const open = await openSlack();
  await open.begin();
  await ask(open, open.ada, 'please', places.general);
  expect(await told(open, open.ada, /ask QUESTION/)).not.toContain('why');
});

it('the menu of a message hands a thread over, for its customer and for agents only', async () => {
  const open = await openSlack();
  const mo = open.addAgent('Mo');
  const eve = open.addPerson('Eve');
  await open.begin();
  const { slack, ada } = open;
  const ts = await slack.post({ channel: places.help, user: ada, text: 'How do I export?' });
  await open.sees(places.help, ts, /export/);
  const choose = (user: string, where: string = places.help, at = ts) =>
    slack.shortcut({ user, channel: where, ts: at, callbackId: shortcuts.handOver });
  await choose(eve);
  await told(open, eve, /Only Ada or an agent can hand this over/);
  await choose(mo);
  await told(open, mo, /I am calling a person/);
  await open.sees(places.help, ts, /bringing in a person/);
  const cards = () => slack.messages(places.triage).filter(({ botId }) => botId);
  await vi.waitFor(() => expect(cards()).toHaveLength(1), soon);
  expect(cards().map(readMessage).join()).toContain('Mo called a person for the customer');
  await choose(ada);
  await told(open, ada, /A person is called to this conversation already/);
  const talk = await slack.post({ channel: places.general, user: eve, text: 'Lunch?' });
  await choose(eve, places.general, talk);
  await told(open, eve, /I have no conversation here.* Mention @Earshot/);
});

it('an agent sends what was written below a card to the customer, once', async () => {
  const open = await openJourney();
  const { slack, mo, lou, thread } = open;
  const [card] = open.cards();
  const said = { channel: places.triage, user: mo, threadTs: card?.ts };
  const ts = await slack.post({
    ...said,
    text: 'Your invoices are <https://acme.example/i|here>.',
  });
  const choose = (user: string, at: string) =>
    slack.shortcut({
      user,
      channel: places.triage,
      ts: at,
      callbackId: shortcuts.sendToCustomer,
    });
  await choose(mo, ts);
  await told(open, mo, /Sent to Ada, under your name/);
  await open.sees(places.help, thread, /Your invoices are here \(https:\/\/acme.example\/i\)/);
  await choose(mo, ts);
  await told(open, mo, /These words were sent to the customer already/);
  await choose(lou, ts);
  await open.settles();
  const sent = open.reads(places.help, thread).filter((line) => line.includes('acme.example'));
  expect(sent).toHaveLength(1);
  await choose(mo, card?.ts ?? '');
  await told(open, mo, /Choose a message that a person wrote/);
});

it('sends nothing from elsewhere, and nothing for somebody who is no agent', async () => {
  const open = await openJourney();
  const eve = open.addPerson('Eve');
  await open.slack.join(places.triage, eve);
  const [card] = open.cards();
  const said = { channel: places.triage, user: eve, threadTs: card?.ts };
  const below = await open.slack.post({ ...said, text: 'Hello Ada' });
  const loose = await open.slack.post({ channel: places.triage, user: open.mo, text: 'Lunch?' });
  const choose = (user: string, ts: string) =>
    open.slack.shortcut({
      user,
      channel: places.triage,
      ts,
      callbackId: shortcuts.sendToCustomer,
    });
  await choose(eve, below);
  await told(open, eve, /Only agents can do this/);
  await choose(open.mo, loose);
  await told(open, open.mo, /Only what is written below a card of mine/);
  await open.settles();
  expect(open.reads(places.help, open.thread).join()).not.toMatch(/Hello Ada|Lunch/);
});
