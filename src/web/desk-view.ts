/** What an agent sees: the queue at a glance, and one conversation in full. */
import { makePacket, wordsOf } from '../desk/packet.ts';
import type {
  Author,
  ChannelName,
  Conversation,
  Escalation,
  EscalationState,
  Feeling,
  Holder,
  Mark,
  Message,
  Outcome,
  Verdict,
} from '../desk/types.ts';
import { type Source, viewSources } from './chat-view.ts';
import type { RenderMarkdown } from './markdown.ts';
import { toReplyText } from './reply-text.ts';

export interface QueueEntry {
  readonly id: string;
  readonly channel: ChannelName;
  readonly customer: string | null;
  readonly group: 'waiting' | 'mine' | 'others' | 'bot';
  readonly holder: Holder;
  readonly state: EscalationState | null;
  /** When it entered its present state, or was last written where there is no case. */
  readonly since: number;
  readonly updatedAt: number;
  readonly reason: string | null;
  /** When agents were last called to it. */
  readonly calledAt: number | null;
  readonly feeling: FeelingView | null;
  /** What a person said last, the customer or the desk. */
  readonly lastLine: { readonly from: Author['kind']; readonly text: string } | null;
}

export type FeelingView = Pick<Feeling, 'label' | 'intensity' | 'trend'>;

export interface DeskConversation {
  readonly entry: QueueEntry;
  /** By which the customer is found in exports and erased. */
  readonly customerId: string;
  readonly openedAt: number;
  readonly escalation: EscalationView | null;
  readonly packet: PacketView;
  readonly messages: readonly DeskLine[];
}

export type EscalationView = Pick<
  Escalation,
  'state' | 'reason' | 'agent' | 'openedAt' | 'since' | 'endedAt' | 'spentMs'
> & {
  /** Where an agent can say whether a person was needed. */
  readonly asksVerdict: { readonly verdict: Verdict | null } | null;
};

export interface PacketView {
  readonly firstQuestion: string;
  readonly lastMessage: string;
  readonly tried: readonly {
    readonly question: string;
    readonly outcome: Outcome;
    readonly sources: readonly Source[];
  }[];
  readonly feelings: readonly FeelingView[];
  readonly withheld: {
    readonly html: string;
    /** The same in plain text, for a reply. */
    readonly text: string;
    readonly sources: readonly Source[];
  } | null;
}

export interface DeskLine {
  readonly id: string;
  readonly from: Author['kind'];
  readonly name: string | null;
  readonly kind: Message['kind'];
  readonly text: string | null;
  readonly html: string | null;
  readonly sources: readonly Source[];
  /** Names of the files that came with it. */
  readonly files: readonly string[];
  readonly at: number;
  readonly changed: 'edited' | 'deleted' | null;
  readonly delivery: Message['delivery'];
  readonly mark: Mark | null;
}

const lastLineLength = 160;
/** A "hello?" after a furious message does not make its writer calm. */
const recentTurns = 3;

export function viewEntry(conversation: Conversation, me: string): QueueEntry {
  const { escalation, exchanges, holder } = conversation;
  const last = conversation.messages.findLast(
    ({ kind, author, deletedAt }) => kind === 'said' && author.kind !== 'bot' && deletedAt === null,
  );
  const feeling = strongest(exchanges.slice(-recentTurns).map((exchange) => exchange.feeling));
  return {
    id: conversation.id,
    channel: conversation.channel,
    customer: conversation.customer.name,
    group: groupOf(holder, me),
    holder,
    state: escalation?.state ?? null,
    since: escalation?.since ?? conversation.updatedAt,
    updatedAt: conversation.updatedAt,
    reason: escalation?.reason ?? null,
    calledAt: escalation?.calledAt ?? null,
    feeling: feeling ? viewFeeling(feeling) : null,
    lastLine: last
      ? { from: last.author.kind, text: wordsOf(last).slice(0, lastLineLength) }
      : null,
  };
}

export function viewConversation(
  conversation: Conversation,
  me: string,
  render: RenderMarkdown,
): DeskConversation {
  const marks = new Map(conversation.exchanges.map(({ id, mark }) => [id, mark]));
  return {
    entry: viewEntry(conversation, me),
    customerId: conversation.customer.id,
    openedAt: conversation.openedAt,
    escalation: conversation.escalation ? viewEscalation(conversation.escalation) : null,
    packet: viewPacket(conversation, render),
    messages: conversation.messages.map((message) =>
      viewLine(
        message,
        isAnswer(message) ? (marks.get(message.exchangeId ?? '') ?? null) : null,
        render,
      ),
    ),
  };
}

/** What a customer marks: the question bears the same exchange, and so does what was not sent. */
function isAnswer({ author, kind }: Message): boolean {
  return author.kind === 'bot' && kind === 'said';
}

function groupOf(holder: Holder, me: string): QueueEntry['group'] {
  if (holder.kind === 'queue') return 'waiting';
  if (holder.kind === 'bot') return 'bot';
  return holder.agent === me ? 'mine' : 'others';
}

function strongest(feelings: readonly Feeling[]): Feeling | undefined {
  return feelings.reduce<Feeling | undefined>(
    (most, feeling) => (most && most.upset > feeling.upset ? most : feeling),
    undefined,
  );
}

function viewFeeling({ label, intensity, trend }: Feeling): FeelingView {
  return { label, intensity, trend };
}

function viewEscalation(escalation: Escalation): EscalationView {
  const { state, rule, reason, agent, openedAt, since, endedAt, spentMs, verdict } = escalation;
  // Who stepped in unasked was handed nothing.
  const asksVerdict = rule === 'agent_stepped_in' ? null : { verdict };
  return { state, reason, agent, openedAt, since, endedAt, spentMs, asksVerdict };
}

function viewPacket(conversation: Conversation, render: RenderMarkdown): PacketView {
  const { firstQuestion, lastMessage, tried, feelings, withheld } = makePacket(conversation);
  return {
    firstQuestion,
    lastMessage,
    tried: tried.map(({ question, outcome, citations }) => ({
      question,
      outcome,
      sources: viewSources(citations),
    })),
    feelings: feelings.map(viewFeeling),
    withheld: withheld && {
      html: render(withheld.text),
      text: toReplyText(withheld.text),
      sources: viewSources(withheld.citations),
    },
  };
}

function viewLine(message: Message, mark: Mark | null, render: RenderMarkdown): DeskLine {
  const isPlain = message.author.kind !== 'bot';
  return {
    id: message.id,
    from: message.author.kind,
    name: message.author.kind === 'bot' ? null : message.author.name,
    kind: message.kind,
    text: isPlain ? message.text : null,
    html: isPlain ? null : render(message.text),
    sources: viewSources(message.citations),
    files: message.attachments,
    at: message.at,
    changed: changeOf(message),
    delivery: message.delivery,
    mark,
  };
}

function changeOf({ editedAt, deletedAt }: Message): DeskLine['changed'] {
  if (deletedAt !== null) return 'deleted';
  return editedAt === null ? null : 'edited';
}
