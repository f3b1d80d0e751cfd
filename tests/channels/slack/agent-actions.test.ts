/** Agents at work on a card, with the real Bolt on a local Slack. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { actions } from '../../../src/channels/slack/interactions/ids.ts';
import { places } from './open-slack.ts';
import { openJourney } from './triage-journey.ts';

const modes = ['socket', 'http'] as const;

it.each(modes)('an agent claims by %s: the card shows it, the customer hears it', async (mode) => {
  const open = await openJourney({ mode });
  await open.presses(open.mo, actions.claim);
  const screen = await open.shows(/\*Mo has this\* since/);
  expect(screen).not.toContain('[Claim]');
  await open.sees(places.help, open.thread, /Mo is taking over now/);
  expect(open.told(open.mo)).toEqual([]);
});

it('two agents claim at once: one has it, the other hears who', async () => {
  const open = await openJourney();
  await Promise.all([open.presses(open.mo, actions.claim), open.presses(open.lou, actions.claim)]);
  const screen = await open.shows(/\*(Mo|Lou) has this\*/);
  const winner = screen.includes('Mo has') ? 'Mo' : 'Lou';
  const loser = winner === 'Mo' ? open.lou : open.mo;
  await open.hears(loser, `${winner} has this conversation; they took it just now.`);
  expect(open.told(winner === 'Mo' ? open.mo : open.lou)).toEqual([]);
});

it('whoever is no agent is told so, and nothing happens', async () => {
  const open = await openJourney();
  const eve = open.addPerson('Eve');
  await open.slack.join(places.triage, eve);
  for (const actionId of [actions.claim, actions.reply, actions.resolve]) {
    await open.presses(eve, actionId);
  }
  await open.hears(eve, /(?:Only agents can do this\.\n?){3}/);
  expect(open.slack.views(eve)).toEqual([]);
  await open.shows('Waiting for a person');
});

it('an agent replies from a dialog that shows what the customer wrote last', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.reply);
  const [view] = open.slack.views(open.mo);
  expect(JSON.stringify(view?.blocks)).toContain('I want to talk to a person, please.');
  const typed = 'Hello Ada, I have exported them <for you> & sent them.';
  await open.slack.submit(open.mo, viewId, { words: { words: typed } });
  expect(open.slack.views(open.mo)).toEqual([]);
  const screen = await open.sees(places.help, open.thread, /I have exported them <for you> & sent/);
  expect(screen).toMatch(/Mo\s+Hello Ada/);
  await open.shows(/\*Mo has this\*, waiting for the customer/);
});

it('an empty or endless reply is not sent, and its words stay in the dialog', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.reply);
  const send = (words: string) => open.slack.submit(open.mo, viewId, { words: { words } });
  expect(await send('  \n ')).toEqual({ errors: { words: 'Write something first.' } });
  expect((await send('x'.repeat(3_001))).errors?.words).toMatch(/3,?000/);
  expect(open.slack.views(open.mo)).toHaveLength(1);
  await open.shows('Waiting for a person');
});

it('a reply to a case that a colleague has taken meanwhile says so in the dialog', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.reply);
  await open.presses(open.lou, actions.claim);
  await open.shows(/\*Lou has this\*/);
  const { errors } = await open.slack.submit(open.mo, viewId, { words: { words: 'Hello' } });
  expect(errors).toEqual({ words: 'Lou has this conversation; they took it just now.' });
  await open.presses(open.mo, actions.reply);
  await open.hears(open.mo, 'Lou has this conversation. You can leave a note, or transfer it.');
});

it('a reply that is sent in twice reaches the customer once', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.reply);
  const send = () => open.slack.submit(open.mo, viewId, { words: { words: 'Here you are.' } });
  await Promise.allSettled([send(), send()]);
  await open.sees(places.help, open.thread, /Here you are/);
  await open.settles();
  const sent = open.reads(places.help, open.thread).filter((said) => said.includes('Here you'));
  expect(sent).toHaveLength(1);
});

it('a reply that fails when its dialog is gone is given back to its author', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.reply);
  const slow = async () => {
    await sleep(2_600);
    throw new Error('the disk is full');
  };
  Object.assign(open.bot.desk, { reply: slow });
  await open.slack.submit(open.mo, viewId, { words: { words: 'What I wrote' } });
  expect(open.slack.views(open.mo)).toEqual([]);
  await open.hears(open.mo, /This was not done.*\nYou wrote: What I wrote/);
});

it('a dialog that comes too late says so', async () => {
  const open = await openJourney();
  open.slack.settings.triggerLifetimeMs = 0;
  await open.presses(open.mo, actions.reply);
  await open.hears(open.mo, /too late to open a dialog. Please press it again/);
});

it('a note stays with the team, on the card for whoever takes the case', async () => {
  const open = await openJourney();
  const viewId = await open.opens(open.mo, actions.note);
  await open.slack.submit(open.mo, viewId, { words: { words: 'She is a big customer.' } });
  await vi.waitFor(async () => {
    const conversation = await open.bot.conversation();
    const notes = conversation?.messages.filter(({ kind }) => kind === 'note');
    expect(notes).toMatchObject([
      { author: { kind: 'agent', name: 'Mo' }, text: 'She is a big customer.' },
    ]);
  });
  await open.settles();
  await open.shows(/Notes of the team\n.*Mo: She is a big customer\./);
  const elsewhere = open.slack.everShown().filter(({ channel }) => channel !== places.triage);
  expect(elsewhere.filter(({ text }) => text.includes('big customer'))).toEqual([]);
});

it('a case goes to a colleague, who is called, with a note for them', async () => {
  const open = await openJourney();
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  const viewId = await open.opens(open.mo, actions.transfer);
  const choices = JSON.stringify(open.slack.views(open.mo)[0]?.blocks);
  expect(choices).toContain('person Lou');
  expect(choices).not.toContain('person Mo');
  const values = { to: { to: 'person Lou' }, words: { words: 'You know invoices.' } };
  await open.slack.submit(open.mo, viewId, values);
  await open.shows(/\*Lou has this\*/);
  await open.sees(places.help, open.thread, /Lou is taking this over/);
  const [card] = open.cards();
  await open.sees(places.triage, card?.ts ?? '', /Mo has given you the case of Ada/);
  expect(open.slack.pings.filter(({ target }) => target === open.lou)).toHaveLength(1);
});

it('a case goes back to the queue, and everybody is called again in the thread of its card', async () => {
  const open = await openJourney();
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  const viewId = await open.opens(open.mo, actions.transfer);
  await open.slack.submit(open.mo, viewId, { to: { to: 'queue' } });
  await open.shows(/Waiting for a person/);
  const [card] = open.cards();
  await open.sees(places.triage, card?.ts ?? '', /Ada waits for a person again: .*Mo passed it on/);
  const broadcast = open.slack
    .messages(places.triage)
    .filter(({ subtype }) => subtype === 'thread_broadcast');
  expect(broadcast).toHaveLength(1);
  expect(open.cards()).toHaveLength(1);
});

it('an agent resolves and judges; the card keeps the verdict', async () => {
  const open = await openJourney();
  await open.presses(open.mo, actions.claim);
  await open.shows(/\[Needed\] \[Not needed\] \[Too late\]/);
  await open.presses(open.mo, actions.resolve);
  await open.shows(/\*Resolved\* by Mo/);
  await open.sees(places.help, open.thread, /Mo has marked this as resolved/);
  await open.presses(open.mo, actions.judgeTooLate);
  await open.shows('[✓ Too late]');
  await open.presses(open.mo, actions.judgeNeeded);
  await open.shows(/\[✓ Needed\] \[Not needed\] \[Too late\]/);
});

it('after a hand-back the bot answers again, and a later take-over gets a card of its own', async () => {
  const open = await openJourney();
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
  await open.presses(open.mo, actions.giveBack);
  await open.shows(/\*Back with the bot\*/);
  const { slack, ada, thread } = open;
  await open.sees(places.help, thread, /Mo has handed this back to me/);
  await slack.post({
    channel: places.help,
    user: ada,
    text: 'Where do I change my plan?',
    threadTs: thread,
  });
  await open.sees(places.help, thread, /Where do I change my plan/);
  await open.presses(open.lou, actions.claim);
  await open.shows(/\*Lou has this\*/);
  expect(open.cards()).toHaveLength(2);
  const [first] = open.cards();
  await vi.waitFor(() =>
    expect(JSON.stringify(open.cards()[0]?.blocks)).toContain('handed over again since'),
  );
  expect(JSON.stringify(first?.blocks)).not.toContain('S0AGENTS');
});

it('what fails on the way is said to have failed, and can be pressed again', async () => {
  const failing = vi.fn(async () => {
    throw new Error('the disk is full');
  });
  const open = await openJourney();
  const claim = open.bot.desk.claim;
  Object.assign(open.bot.desk, { claim: failing });
  await open.presses(open.mo, actions.claim);
  await open.hears(open.mo, /This was not done.* Please press it again/);
  await open.shows('Waiting for a person');
  Object.assign(open.bot.desk, { claim });
  await open.presses(open.mo, actions.claim);
  await open.shows(/\*Mo has this\*/);
});
