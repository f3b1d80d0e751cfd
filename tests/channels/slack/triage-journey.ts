/** Customers in a channel, agents at its triage channel, and what each of them sees. */
import { vi } from 'vitest';
import type { SlackMessage } from '../../emulators/slack/slack-emulator.ts';
import { readMessage } from '../../emulators/slack/slack-emulator.ts';
import { type OpenSlack, openSlack, places, type SlackScript } from './open-slack.ts';

export interface Journey extends OpenSlack {
  readonly mo: string;
  readonly lou: string;
  /** The customer's thread. */
  readonly thread: string;
  /** The roots of the triage channel that are cards, oldest first. */
  cards(): readonly SlackMessage[];
  /** Waits until the newest card reads like this. */
  shows(pattern: RegExp | string): Promise<string>;
  presses(user: string, actionId: string): Promise<void>;
  /** Presses, and waits for the dialog that opens. */
  opens(user: string, actionId: string): Promise<string>;
  /** What this person alone was told in the triage channel, oldest first. */
  told(user: string): readonly string[];
  hears(user: string, pattern: RegExp | string): Promise<void>;
}

const soon = { timeout: 8_000, interval: 20 };

/** Ada has asked for a person, and the card hangs. */
export async function openJourney(script: SlackScript = {}): Promise<Journey> {
  const open = await openSlack(script);
  const { slack, ada } = open;
  await open.begin();
  const mo = open.addAgent('Mo');
  const lou = open.addAgent('Lou');
  await slack.idle();
  const asked = { channel: places.help, user: ada };
  const thread = await slack.post({ ...asked, text: 'How do I export my invoices?' });
  await open.sees(places.help, thread, /invoices/);
  await open.settles();
  const cards = () => slack.messages(places.triage).filter((each) => isCard(each));
  const newest = (): SlackMessage => {
    const card = cards().at(-1);
    if (!card) throw new Error('no card hangs');
    return card;
  };
  const journey: Journey = {
    ...open,
    mo,
    lou,
    thread,
    cards,
    async shows(pattern) {
      return vi.waitFor(() => {
        const screen = readMessage(newest());
        if (!screen.match(pattern)) throw new Error(`expected ${pattern} in:\n${screen}`);
        return screen;
      }, soon);
    },
    async presses(user, actionId) {
      await slack.press({ user, channel: places.triage, ts: newest().ts, actionId });
    },
    async opens(user, actionId) {
      await this.presses(user, actionId);
      const [view] = slack.views(user);
      if (!view) throw new Error(`no dialog opened for ${user}`);
      return view.id;
    },
    told: (user) => slack.ephemerals(user, places.triage).map(readMessage),
    async hears(user, pattern) {
      await vi.waitFor(() => {
        const screen = this.told(user).join('\n');
        if (!screen.match(pattern)) throw new Error(`expected ${pattern} in:\n${screen}`);
      }, soon);
    },
  };
  await slack.post({ ...asked, text: 'I want to talk to a person, please.', threadTs: thread });
  await journey.shows('Waiting for a person');
  await open.settles();
  return journey;
}

function isCard({ botId, threadTs, ts }: SlackMessage): boolean {
  return botId !== undefined && (threadTs === undefined || threadTs === ts);
}
