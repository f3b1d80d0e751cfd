/** Articles that may help an agent with a case. */
import { makePacket } from '../desk/packet.ts';
import type { Conversation, Passage } from '../desk/types.ts';
import type { WebOptions } from './options.ts';

export interface HelpArticle {
  readonly title: string;
  readonly heading: string;
  /** Where the agent reads it. */
  readonly url: string;
  /** What the customer can open; null where the article has no address beyond this machine. */
  readonly shareUrl: string | null;
}

const searched = 8;
const shown = 4;

export async function findHelp(
  { knowledge, publicUrl, log }: WebOptions,
  conversation: Conversation,
): Promise<readonly HelpArticle[]> {
  const { lastMessage, firstQuestion } = makePacket(conversation);
  if (lastMessage.trim() === '') return [];
  try {
    const { passages } = await knowledge.search({
      // An upset customer's last words often say nothing of the matter; their first question does.
      text: lastMessage === firstQuestion ? lastMessage : `${firstQuestion}\n${lastMessage}`,
      audience: 'agents',
      limit: searched,
    });
    const best = new Map<string, Passage>();
    for (const passage of passages) {
      if (!best.has(passage.article)) best.set(passage.article, passage);
    }
    return [...best.values()]
      .slice(0, shown)
      .map((passage) => viewHelp(passage, conversation.channel === 'web' ? '' : publicUrl));
  } catch (cause) {
    // The case matters more than the articles beside it.
    log.warn({ err: cause }, '[web] cannot search articles for the desk');
    return [];
  }
}

/** On the web channel customers read articles where they chat, so a relative address will do. */
function viewHelp(passage: Passage, base: string | null): HelpArticle {
  const path = passage.article.split('/').map(encodeURIComponent).join('/');
  const own = `/articles/${path}${passage.anchor && `#${passage.anchor}`}`;
  return {
    title: passage.title,
    heading: passage.headings.at(-1) ?? passage.title,
    url: passage.url ?? own,
    shareUrl: passage.url ?? (base === null ? null : `${base}${own}`),
  };
}
