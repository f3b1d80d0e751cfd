/** Slack keeps the promises of every channel, over sockets and over HTTP. */
import { vi } from 'vitest';
import { actions } from '../../../src/channels/slack/interactions/ids.ts';
import { type CustomerSide, channelContract } from '../../contracts/channel-contract.ts';
import { citation } from '../../desk/build.ts';
import { readMessage } from '../../emulators/slack/slack-emulator.ts';
import { type Mode, openSlack, places, withButton } from './open-slack.ts';

async function openCustomer(mode: Mode): Promise<CustomerSide> {
  const open = await openSlack({ mode });
  const { slack, bot, channel, ada } = open;
  // What is not acknowledged is not sent again by itself: the tests do that.
  slack.settings.ackTimeoutMs = 900;
  slack.settings.retryDelaysMs = [];
  const agents = new Map<string, string>();
  let thread: string | undefined;
  let last = '';
  const said = () => slack.thread(places.help, thread ?? '').filter(({ botId }) => botId);
  return {
    bot,
    channel,
    agents: {
      async arrive(name) {
        agents.set(name, open.addAgent(name));
        await slack.idle();
      },
      async leave(name) {
        agents.delete(name);
        slack.setUserGroup(places.group, [...agents.values()]);
        await slack.idle();
      },
    },
    arrive: open.connected,
    async write(text) {
      const before = slack.deliveries.length;
      const first = thread === undefined;
      last = text;
      const ts = await slack.post({ channel: places.help, user: ada, text, threadTs: thread });
      const acked = await vi.waitFor(
        () => {
          const [delivery] = slack.deliveries
            .slice(before)
            .filter(({ type }) => type.startsWith('message.'));
          if (!delivery) throw new Error('not delivered yet');
          if (delivery.ackedAt !== null) return true;
          if (Date.now() - delivery.sentAt < 1_000) throw new Error('not acknowledged yet');
          return false;
        },
        { timeout: 10_000, interval: 10 },
      );
      if (first && acked) thread = ts;
      return acked;
    },
    async redeliver() {
      const message = slack.messages(places.help).findLast(({ text }) => text === last);
      slack.emit(
        {
          type: 'message',
          channel: places.help,
          channel_type: 'channel',
          user: ada,
          text: last,
          ts: message?.ts,
          event_ts: message?.ts,
        },
        places.help,
      );
      await slack.idle();
    },
    async pressPerson() {
      const { ts } = withButton(said(), actions.callPerson) ?? { ts: '' };
      await slack.press({ user: ada, channel: places.help, ts, actionId: actions.callPerson });
    },
    screen: async () =>
      said().map((message) => {
        const links = slack.links.filter(({ ts }) => ts === message.ts);
        return [readMessage(message), ...links.map(({ url }) => url)].join('\n');
      }),
    everShown: () =>
      slack
        .everShown()
        .filter(({ channel: place, user }) => place === places.help && user === slack.botUserId)
        .map(({ text }) => text)
        .join('\n'),
    active: async () => [
      ...slack.pings.filter((ping) => ping.channel === places.help).map(({ target }) => target),
      ...slack.unfurls.map(({ ts }) => `unfurled ${ts}`),
      // A link that names its own host may be read; under other words only the source's may.
      ...slack.links
        .filter(({ label, url }) => label !== citation.heading && !label?.includes(hostOf(url)))
        .map(({ url, label }) => `${label} → ${url}`),
      ...slack.links.filter(({ url }) => !/^https?:/.test(url)).map(({ url }) => url),
    ],
  };
}

for (const mode of ['socket', 'http'] as const) {
  channelContract(`Slack over ${mode === 'socket' ? 'sockets' : 'HTTP'}`, async () => {
    const customer = await openCustomer(mode);
    return customer;
  });
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}
