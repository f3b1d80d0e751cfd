/** The card of a case in the triage channel: what an agent must know before they take over. */
import { hasEnded } from '../../../desk/escalation.ts';
import { makePacket, type Packet } from '../../../desk/packet.ts';
import type { Citation, Conversation, Escalation } from '../../../desk/types.ts';
import type { KnownBlock, RichTextElement, RichTextPart } from '../blocks.ts';
import { clip, clipLine, outcomeWords, sayFeelings, sayState, sayWhere } from '../case-words.ts';
import { formatMessage } from '../format/format-message.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import { readSources, type SourceLink, writeSource } from '../format/sources.ts';
import { caseButtons, verdictButtons } from './card-buttons.ts';

export interface CardView {
  /** What the customer is called. It is never a mention: that would call them to the card. */
  readonly customer: string;
  /** Where an agent can read the customer's thread; null where they cannot. */
  readonly permalink: string | null;
  /** The agents' user group, called while the case waits. */
  readonly agents: string | null;
  /** Articles that may help. */
  readonly help: readonly Citation[];
}

export interface DrawnCard {
  /** For notifications and screen readers. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

export function drawCard(conversation: Conversation, view: CardView): DrawnCard {
  const { escalation } = conversation;
  if (escalation === null) throw new Error(`[slack] ${conversation.id} has no case to draw`);
  const packet = makePacket(conversation);
  const isOver = hasEnded(escalation);
  return {
    text: drawText(escalation, view),
    blocks: [
      section(drawHead(conversation, escalation, packet, view)),
      ...drawWords(conversation, packet),
      ...drawNotes(conversation),
      // Who looks back at a case that is over wants to know how it ended.
      ...(isOver ? [] : [...drawTried(packet), ...drawWithheld(packet), ...drawHelp(view, packet)]),
      ...caseButtons(conversation.id, escalation),
      ...verdictButtons(conversation.id, escalation),
    ],
  };
}

/** The card of a hand-over after which the same conversation was handed over again. */
export function drawPastCard(conversation: Conversation, view: CardView): DrawnCard {
  const over = '*Over.* This conversation has been handed over again since.';
  return {
    text: `${escapeMrkdwn(view.customer)}: ${over.replaceAll('*', '')}`,
    blocks: [section(`${sayWho(conversation, view)}\n${over}`)],
  };
}

function drawText({ state, reason, agent }: Escalation, { customer }: CardView): string {
  const who = escapeMrkdwn(clipLine(customer, 80));
  if (state === 'waiting')
    return `${who} waits for a person: ${escapeMrkdwn(clipLine(reason, 300))}`;
  const holds = state === 'claimed' || state === 'waiting_on_customer';
  const name = escapeMrkdwn(agent ?? 'A person');
  if (holds) return `${name} has ${who}’s case`;
  return state === 'resolved' ? `${who}’s case is resolved` : `${who} is back with the bot`;
}

function drawHead(
  conversation: Conversation,
  escalation: Escalation,
  { feelings }: Packet,
  view: CardView,
): string {
  const isWaiting = escalation.state === 'waiting';
  const call = isWaiting && view.agents !== null ? `<!subteam^${view.agents}> ` : '';
  const why = escapeMrkdwn(clipLine(escalation.reason, 300));
  const feeling = sayFeelings(feelings);
  return [
    sayWho(conversation, view),
    `${call}${sayState(escalation)}`,
    feeling === null ? why : `${feeling} · ${why}`,
  ].join('\n');
}

function sayWho(conversation: Conversation, { customer, permalink }: CardView): string {
  const link = permalink === null ? '' : ` · <${permalink}|Open the thread>`;
  return `*${escapeMrkdwn(clipLine(customer, 80))}* ${sayWhere(conversation)}${link}`;
}

function drawWords(
  { messages }: Conversation,
  { firstQuestion, lastMessage }: Packet,
): readonly KnownBlock[] {
  const last = messages.findLast(
    ({ author, deletedAt }) => author.kind === 'customer' && deletedAt === null,
  );
  // Where there are no words, the packet names the files by itself.
  const named = last?.text ? last.attachments : [];
  const files = named.map((name) => `[${clipLine(name, 60)}]`).join(' ');
  const newest = clip([clip(lastMessage, longestWords), files].join('\n'), longestWords * 2);
  const first = clip(firstQuestion, longestWords);
  const isAlone = firstQuestion === lastMessage || first === '';
  const parts = [
    ...(isAlone ? [] : quote('First question', first)),
    ...(newest === '' ? [] : quote(isAlone ? 'Question' : 'Last message', newest)),
  ];
  return richText(parts);
}

/** What colleagues have noted: who takes the case over reads it before anything else is done. */
function drawNotes({ messages }: Conversation): readonly KnownBlock[] {
  const notes = messages.filter(({ kind, deletedAt }) => kind === 'note' && deletedAt === null);
  if (notes.length === 0) return [];
  const shown = notes.slice(-mostNotes);
  const left = notes.length - shown.length;
  const items = shown.map(({ author, text }) => ({
    type: 'rich_text_section' as const,
    elements: [words(`${author.kind === 'agent' ? author.name : 'Note'}: ${clipLine(text, 300)}`)],
  }));
  return richText([
    title(left > 0 ? `Notes of the team (and ${left} earlier)` : 'Notes of the team'),
    { type: 'rich_text_list', style: 'bullet', elements: items },
  ]);
}

function drawTried({ tried }: Packet): readonly KnownBlock[] {
  if (tried.length === 0) return [];
  const shown = tried.slice(-mostTried);
  const left = tried.length - shown.length;
  const items = shown.map(({ question, outcome, citations }) => ({
    type: 'rich_text_section' as const,
    elements: [
      words(`“${clipLine(question, 100)}” → ${outcomeWords[outcome]}`),
      ...readSources(citations).slice(0, mostSources).flatMap(drawSource),
    ],
  }));
  return richText([
    title(left > 0 ? `Tried (and ${left} earlier)` : 'Tried'),
    { type: 'rich_text_list', style: 'bullet', elements: items },
  ]);
}

function drawWithheld({ withheld }: Packet): readonly KnownBlock[] {
  if (withheld === null) return [];
  const text = clip(withheld.text, longestWithheld);
  const shown = { ...withheld, text, kind: 'said', author: { kind: 'bot' } } as const;
  const [post] = formatMessage(shown, { botName: '' });
  return [
    section('*Not sent:* written by the bot. Check it before you use it.'),
    ...(post?.blocks ?? []),
  ];
}

/** What the customer has been shown already, or would have been, needs no second link. */
function drawHelp({ help }: CardView, { withheld, tried }: Packet): readonly KnownBlock[] {
  const sources = [withheld, ...tried].flatMap((each) => each?.citations ?? []);
  const cited = new Set(sources.map(({ article }) => article));
  const links = readSources(help.filter(({ article }) => !cited.has(article))).slice(0, mostHelp);
  if (links.length === 0) return [];
  const text = `May help: ${withinText(links.map(writeSource)).join(' · ')}`;
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] }];
}

/** As many from the first as a text of Slack's holds: it refuses the whole card for a longer one. */
function withinText(sources: readonly string[]): readonly string[] {
  let length = 0;
  return sources.filter((source) => {
    length += source.length + separatorLength;
    return length <= longestText;
  });
}

const separatorLength = 3;
/** Below Slack's 3,000, for the words before them. */
const longestText = 2_900;

/** Some hundred characters of each let an agent see the case without opening it. */
const longestWords = 500;
const longestWithheld = 700;
const mostNotes = 3;
const mostTried = 4;
const mostSources = 2;
const mostHelp = 4;

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

function richText(elements: RichTextPart[]): readonly KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements }];
}

function quote(name: string, text: string): RichTextPart[] {
  return [title(name), { type: 'rich_text_quote', elements: [words(text)] }];
}

function title(text: string): RichTextPart {
  return {
    type: 'rich_text_section',
    elements: [{ type: 'text', text, style: { bold: true } }],
  };
}

function words(text: string): RichTextElement {
  return { type: 'text', text };
}

function drawSource({ label, url }: SourceLink): RichTextElement[] {
  return [words(' · '), url === null ? words(label) : { type: 'link', url, text: label }];
}
