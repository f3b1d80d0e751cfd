/** What a card shows beside its conversation: the customer's name, the way to their thread, articles. */
import type { Citation, Conversation } from '../../../desk/types.ts';
import { readAddress } from '../address.ts';
import type { SlackParts } from '../slack-parts.ts';
import { createCallPace } from './call-pace.ts';
import type { CardView } from './draw-card.ts';

export function createCardViews({
  api,
  directory,
  options,
}: SlackParts): (conversation: Conversation) => Promise<CardView> {
  const { conversations, findHelp, policy, clock, log } = options;
  const mayCall = createCallPace(clock);
  const permalinks = new Map<string, string>();

  const permalinkOf = async ({ channel, address }: Conversation): Promise<string | null> => {
    const place = readAddress(address);
    // Nobody but the customer can open their direct messages.
    if (channel !== 'slack' || place.threadTs === null || place.channel.startsWith('D'))
      return null;
    const known = permalinks.get(address);
    if (known !== undefined) return known;
    try {
      const { permalink = null } = await api.call('link to a thread', (web) =>
        web.chat.getPermalink({ channel: place.channel, message_ts: place.threadTs ?? '' }),
      );
      if (permalinks.size >= mostPermalinks) permalinks.clear();
      if (permalink !== null) permalinks.set(address, permalink);
      return permalink;
    } catch (error) {
      log.info({ err: error }, 'a card is shown without the way to its thread');
      return null;
    }
  };

  const nameOf = async ({ channel, address, customer }: Conversation): Promise<string> => {
    if (customer.name !== null || channel !== 'slack') return customer.name ?? visitor;
    const place = await conversations.locate(channel, address);
    return (place && (await directory.nameOf(place.customer))) ?? visitor;
  };

  const helpFor = async (conversation: Conversation): Promise<readonly Citation[]> => {
    try {
      return await findHelp(conversation);
    } catch (error) {
      // The case matters more than the articles beside it.
      log.warn({ err: error }, 'a card is shown without articles that may help');
      return [];
    }
  };

  return async (conversation) => {
    const [customer, permalink, help] = await Promise.all([
      nameOf(conversation),
      permalinkOf(conversation),
      helpFor(conversation),
    ]);
    const agents = mayCall(conversation) ? (policy.slack.agents ?? null) : null;
    return { customer, permalink, help, agents };
  };
}

const mostPermalinks = 2_000;
const visitor = 'A visitor without a name';
