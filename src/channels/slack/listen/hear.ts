/** What was heard on Slack → the bot's intake. */
import { sayRefused } from '../../../desk/hand-over-words.ts';
import { createInTurn } from '../../../desk/in-turn.ts';
import type { IncomingMessage } from '../../../desk/incoming.ts';
import type { Acceptance, Intake } from '../../../desk/ports.ts';
import { timeOf, writeAddress } from '../address.ts';
import type { Whispers } from '../deliver/whispers.ts';
import { mentions, readSlackText, withoutMention } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import { within } from '../within.ts';
import { createEarlyAfterthoughts } from './early-afterthoughts.ts';
import type { HeardOnSlack, SaidOnSlack, Self } from './read-event.ts';

export interface HearPorts extends SlackParts {
  readonly intake: Intake;
  readonly self: Self;
  readonly whispers: Whispers;
  /** A message in the triage channel; true where it is dealt with. */
  readonly hearTriage: (message: SaidOnSlack) => Promise<boolean>;
}

/**
 * Resolves once everything of it is on disk. In each thread one thing after another: who is looked
 * up for longer is not heard after who wrote later, nor a change before what it changes.
 */
export function createHearing(given: HearPorts): (heard: HeardOnSlack) => Promise<void> {
  const inTurn = createInTurn();
  const early = createEarlyAfterthoughts();
  const ports = { ...given, refused: new Set<string>() };
  return (heard) => {
    if (!('ts' in heard)) return hear(heard, ports);
    return inTurn(addressOf(heard), async () => {
      if (heard.kind === 'deleted') early.keep(heard, null);
      if (heard.kind === 'edited') early.keep(heard, heard.text, heard.editedAt);
      if (heard.kind === 'deleted') return hear(heard, ports);
      const text = early.newest(heard);
      if (text !== null) await hear({ ...heard, text }, ports);
    });
  };
}

interface Hearing extends HearPorts {
  /** Messages whose authors were asked to send them again: those are not answered too. */
  readonly refused: Set<string>;
}

const mostRefused = 1_000;

async function hear(heard: HeardOnSlack, ports: Hearing): Promise<void> {
  switch (heard.kind) {
    case 'said':
      return hearMessage(heard, ports);
    case 'edited':
      return hearEdit(heard, ports);
    case 'deleted':
      return ports.intake.retract(await findRecord(heard, ports));
    case 'pane_opened':
      return ports.whispers.openPane(heard.channel, heard.threadTs);
    case 'agents_changed':
      return ports.directory.forgetAgents();
  }
}

async function hearMessage(message: SaidOnSlack, ports: Hearing): Promise<void> {
  const { options, whispers, refused } = ports;
  const id = `${message.channel}/${message.ts}`;
  if (refused.has(id)) return;
  if (message.channel === options.policy.slack.triage && (await ports.hearTriage(message))) return;
  const incoming = await readIncoming(message, ports);
  if (!options.servesCustomers && incoming.author.agent === null) {
    const isAddressed = incoming.hearing === 'called' || incoming.hearing === 'direct';
    if (isAddressed) await whispers.sayTeamOnly(message);
    return;
  }
  const acceptance = await ports.intake.accept(incoming);
  if (acceptance.kind === 'refused') {
    if (refused.size >= mostRefused) refused.clear();
    refused.add(id);
  }
  // Names and whispers are no part of the promise that the platform is waiting for.
  void whisperAfter(acceptance, message, ports);
  if (acceptance.kind === 'accepted' && incoming.author.name === null) {
    void nameLater(message, ports);
  }
}

async function nameLater({ user }: SaidOnSlack, { directory, options }: HearPorts): Promise<void> {
  try {
    const name = await directory.nameOf(user);
    if (name !== null) await options.identities.nameCustomer('slack', user, name);
  } catch (error) {
    options.log.warn({ err: error }, 'a customer could not be named');
  }
}

async function whisperAfter(
  acceptance: Acceptance,
  message: SaidOnSlack,
  { whispers }: HearPorts,
): Promise<void> {
  if (acceptance.kind === 'refused') await whispers.tell(message, sayRefused());
  if (acceptance.kind === 'agent' && acceptance.tookOver) {
    await whispers.offerHandBack(message, acceptance.conversationId);
  }
}

/** Who only now calls the bot, by an edit, has said something new. */
async function hearEdit(
  edited: Extract<HeardOnSlack, { kind: 'edited' }>,
  ports: Hearing,
): Promise<void> {
  const { userId } = ports.self;
  const { text } = await readIncoming({ ...edited, kind: 'said' }, ports);
  if (mentions(edited.text).includes(userId) && !mentions(edited.before).includes(userId)) {
    await hearMessage({ ...edited, kind: 'said' }, ports);
  }
  await ports.intake.revise({ ...(await findRecord(edited, ports)), text });
}

/** Where a message is on record: below a card it is a note on the card's conversation. */
async function findRecord(
  message: Parameters<typeof addressOf>[0],
  { options }: HearPorts,
): Promise<Pick<IncomingMessage, 'channel' | 'address' | 'externalId'>> {
  const { channel, threadTs, ts } = message;
  if (channel === options.policy.slack.triage && threadTs !== null) {
    const card = await options.cards.at('slack', writeAddress({ channel, threadTs }));
    const about = card && (await options.conversations.read(card.conversationId));
    if (about) {
      const externalId = writeAddress({ channel, threadTs: ts });
      return { channel: about.channel, address: about.address, externalId };
    }
  }
  return { channel: 'slack', address: addressOf(message), externalId: ts };
}

async function readIncoming(
  message: SaidOnSlack,
  { directory, options, self }: HearPorts,
): Promise<IncomingMessage> {
  const called = mentions(message.text);
  const others = called.filter((user) => user !== self.userId);
  const [agent, name, names] = await Promise.all([
    directory.agentOf(message.user),
    // A name that takes longer is written down when it comes.
    within(directory.nameOf(message.user), nameWaitMs, null),
    within(directory.namesOf(others), namesWaitMs, new Map<string, string>()),
  ]);
  const text = readSlackText(
    withoutMention(message.text, self.userId),
    (user) => names.get(user) ?? null,
  );
  return {
    channel: 'slack',
    address: addressOf(message),
    externalId: message.ts,
    author: { externalId: message.user, name, agent },
    text,
    attachments: message.files,
    hearing: hearingOf(message, called.includes(self.userId), options.policy.slack.channels),
    place: message.isDirect ? null : `slack:${message.channel}`,
    at: timeOf(message.ts),
  };
}

function hearingOf(
  { isDirect, channel }: SaidOnSlack,
  isCalled: boolean,
  channels: SlackParts['options']['policy']['slack']['channels'],
): IncomingMessage['hearing'] {
  if (isDirect) return 'direct';
  return isCalled ? 'called' : (channels[channel] ?? 'when_mentioned');
}

/** In a channel each message begins a thread; a direct message goes on outside of threads. */
function addressOf({
  channel,
  isDirect,
  ts,
  threadTs,
}: Pick<SaidOnSlack, 'channel' | 'isDirect' | 'ts' | 'threadTs'>): string {
  if (!isDirect) return writeAddress({ channel, threadTs: threadTs ?? ts });
  return writeAddress({ channel, threadTs: threadTs === ts ? null : threadTs });
}

const nameWaitMs = 100;
/** Who is called in a message is a part of its words; it cannot wait for long all the same. */
const namesWaitMs = 1_000;
