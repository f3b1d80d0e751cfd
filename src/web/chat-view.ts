/** What a customer may see of a conversation: what was said to them, and who is there. */
import type { Citation, Conversation, Exchange, Mark, Message } from '../desk/types.ts';
import type { RenderMarkdown } from './markdown.ts';

export interface ChatView {
  readonly holder: { readonly kind: 'bot' | 'queue' | 'person'; readonly name: string | null };
  readonly working: boolean;
  readonly messages: readonly ChatLine[];
}

export interface ChatLine {
  readonly id: string;
  readonly from: 'customer' | 'bot' | 'agent' | 'notice';
  /** The agent's name; null for all others. */
  readonly name: string | null;
  /** A person's words, plain; null where `html` is given. */
  readonly text: string | null;
  /** The bot's words, already without anything that acts. */
  readonly html: string | null;
  readonly sources: readonly Source[];
  readonly at: number;
  /** Where the customer can say whether it helped. */
  readonly asksMark: { readonly exchangeId: string; readonly mark: Mark | null } | null;
}

export interface Source {
  readonly label: string;
  readonly url: string | null;
}

export const emptyChat: ChatView = {
  holder: { kind: 'bot', name: null },
  working: false,
  messages: [],
};

export function viewChat(
  conversation: Conversation,
  { working, render }: { readonly working: boolean; readonly render: RenderMarkdown },
): ChatView {
  const { holder } = conversation;
  const exchanges = new Map(conversation.exchanges.map((exchange) => [exchange.id, exchange]));
  return {
    holder: { kind: holder.kind, name: holder.kind === 'person' ? holder.agent : null },
    working,
    messages: conversation.messages
      .filter(isForCustomer)
      .map((message) => viewLine(message, exchanges.get(message.exchangeId ?? ''), render)),
  };
}

/** A visitor's chat has no bystanders. */
function speakerOf({ author }: Message): 'customer' | 'bot' | 'agent' {
  return author.kind === 'bystander' ? 'customer' : author.kind;
}

function isForCustomer(message: Message): boolean {
  if (message.kind !== 'said' && message.kind !== 'notice') return false;
  return message.author.kind === 'customer' || message.delivery === 'delivered';
}

function viewLine(
  message: Message,
  exchange: Exchange | undefined,
  render: RenderMarkdown,
): ChatLine {
  const isPlain = message.author.kind !== 'bot';
  const asksMark = message.author.kind === 'bot' && message.kind === 'said' && exchange;
  return {
    id: message.id,
    from: message.kind === 'notice' ? 'notice' : speakerOf(message),
    name: message.author.kind === 'agent' ? message.author.name : null,
    text: isPlain ? message.text : null,
    html: isPlain ? null : render(message.text),
    sources: viewSources(message.citations),
    at: message.at,
    asksMark:
      asksMark && exchange.outcome === 'answered'
        ? { exchangeId: exchange.id, mark: exchange.mark }
        : null,
  };
}

/** One for each heading, however many passages of it were used. */
export function viewSources(citations: readonly Citation[]): readonly Source[] {
  const sources = new Map<string, Source>();
  for (const { article, heading, url } of citations) {
    sources.set(`${article}#${heading}`, { label: heading || article, url });
  }
  return [...sources.values()];
}
