/** The customer's side: a conversation that is opened by its link alone. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { DeskResult } from '../desk/desk.ts';
import { sayRefused } from '../desk/hand-over-words.ts';
import type { Conversation } from '../desk/types.ts';
import { type ChatView, emptyChat, viewChat } from './chat-view.ts';
import type { Live } from './live.ts';
import type { RenderMarkdown } from './markdown.ts';
import type { WebOptions } from './options.ts';
import { messageText, readJson, refusal } from './reading.ts';
import { createVisitorTokens, type Visitor, type VisitorTokens } from './visitor.ts';
import type { WebChannel } from './web-channel.ts';

export interface ChatParts {
  readonly options: WebOptions;
  readonly channel: WebChannel;
  readonly live: Live;
  readonly render: RenderMarkdown;
}

/** Made by the page, so that a message that is sent twice is taken once. */
const messageId = z.string().min(8).max(64);
const messageBody = z.object({
  id: messageId,
  text: messageText,
  name: z.string().trim().max(80).nullish(),
});
const personBody = z.object({ id: messageId });
const markBody = z.object({
  exchangeId: z.string().min(1).max(64),
  mark: z.enum(['helpful', 'not_helpful']).nullable(),
});

const personWords = 'I would like to talk to a person.';
const beatMs = 15_000;

export function chatRoutes(parts: ChatParts): Hono {
  const { conversations, desk, secret } = parts.options;
  const tokens = createVisitorTokens(secret);
  const find = (visitor: Visitor) => conversations.find('web', visitor.address);
  return new Hono()
    .post('/start', (context) => {
      const former = tokens.read(bearerOf(context));
      return context.json({ token: tokens.issue(former) }, 201);
    })
    .get('/', async (context) => {
      const visitor = visitorOf(context, tokens);
      return context.json(view(parts, await find(visitor)));
    })
    .get('/events', (context) => feedChat(context, parts, visitorOf(context, tokens)))
    .post('/messages', async (context) => {
      const visitor = visitorOf(context, tokens);
      const body = await readJson(context, messageBody);
      const messageId = await accept(parts, visitor, { ...body, name: body.name || null });
      return context.json({ messageId }, 202);
    })
    .post('/person', async (context) => {
      const visitor = visitorOf(context, tokens);
      const { id } = await readJson(context, personBody);
      const conversation = await find(visitor);
      if (conversation) return answer(context, await desk.customer.askForPerson(conversation.id));
      // Nothing was said yet: the wish for a person is the first message.
      await accept(parts, visitor, { id, text: personWords, name: null });
      return context.json({}, 202);
    })
    .post('/back-to-bot', async (context) => {
      const conversation = await find(visitorOf(context, tokens));
      if (!conversation) throw nothingSaid();
      return answer(context, await desk.customer.backToBot(conversation.id));
    })
    .post('/mark', async (context) => {
      const visitor = visitorOf(context, tokens);
      const { exchangeId, mark } = await readJson(context, markBody);
      const conversation = await find(visitor);
      if (!conversation?.exchanges.some(({ id }) => id === exchangeId)) throw nothingSaid();
      return answer(context, await desk.customer.mark(conversation.id, exchangeId, mark));
    });
}

async function accept(
  { options, channel, live }: ChatParts,
  visitor: Visitor,
  message: { readonly id: string; readonly text: string; readonly name: string | null },
): Promise<string> {
  const intake = channel.intake();
  if (!intake) throw refusal(503, 'The bot is just starting. Your message is kept and sent again.');
  const acceptance = await intake.accept({
    channel: 'web',
    address: visitor.address,
    externalId: message.id,
    author: { externalId: visitor.customer, name: message.name, agent: null },
    text: message.text,
    attachments: [],
    hearing: 'direct',
    place: null,
    at: options.clock.now(),
  });
  if (acceptance.kind !== 'accepted') throw refusal(503, sayRefused());
  live.tell({ kind: 'address', address: visitor.address });
  return acceptance.messageId;
}

/** Each event is the whole of what the customer may see, so a missed one costs nothing. */
function feedChat(context: Context, parts: ChatParts, visitor: Visitor): Response {
  let id: string | undefined;
  let shown = '';
  return parts.live.feed(context, {
    beatMs,
    group: visitor.address,
    hears: (signal) =>
      (signal.kind === 'address' && signal.address === visitor.address) ||
      (signal.kind === 'conversation' && signal.id === id),
    async next() {
      const conversation = await parts.options.conversations.find('web', visitor.address);
      id = conversation?.id;
      const data = JSON.stringify(view(parts, conversation));
      if (data === shown) return [];
      shown = data;
      return [{ event: 'chat', data }];
    },
  });
}

function view({ channel, render }: ChatParts, conversation: Conversation | undefined): ChatView {
  if (!conversation) return emptyChat;
  return viewChat(conversation, { working: channel.isWorking(conversation), render });
}

function answer(context: Context, result: DeskResult): Response {
  return result.ok ? context.json({}) : context.json({ error: result.refused }, 409);
}

function visitorOf(context: Context, tokens: VisitorTokens): Visitor {
  const visitor = tokens.read(bearerOf(context));
  if (!visitor) throw refusal(401, 'This link does not open a conversation.');
  return visitor;
}

function bearerOf(context: Context): string {
  return context.req.header('Authorization')?.replace(/^Bearer /, '') ?? '';
}

function nothingSaid() {
  return refusal(404, 'There is nothing of that in this conversation.');
}
