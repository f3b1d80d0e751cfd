/** The agents' side: each request is checked anew against the people of the desk. */
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Agent } from '../desk/agents.ts';
import type { DeskResult } from '../desk/desk.ts';
import { isPresent } from '../desk/present.ts';
import { feedDesk, type QueueReader } from './desk-feed.ts';
import { viewConversation } from './desk-view.ts';
import { findHelp } from './help-articles.ts';
import type { Live } from './live.ts';
import type { RenderMarkdown } from './markdown.ts';
import { createOnce } from './once.ts';
import type { WebOptions } from './options.ts';
import type { Presence } from './presence.ts';
import { messageText, readJson, refusal } from './reading.ts';
import type { Sessions } from './session-routes.ts';

export interface DeskParts {
  readonly options: WebOptions;
  readonly sessions: Sessions;
  readonly live: Live;
  readonly presence: Presence;
  readonly render: RenderMarkdown;
  readonly queue: QueueReader;
}

type Env = { Variables: { agent: Agent } };

/** `key` is made by the page for each message, so that a second click says nothing twice. */
const wordsBody = z.object({ key: z.string().min(8).max(64), text: messageText });
const transferBody = z.object({
  to: z.string().min(1).max(200).nullable(),
  note: z.string().max(4_000, 'Keep the note under 4,000 characters.').default(''),
});
const judgeBody = z.object({ verdict: z.enum(['needed', 'not_needed', 'too_late']) });
const presenceBody = z.object({ presence: z.enum(['away', 'back']) });
const auditLimit = 200;

export function deskRoutes(parts: DeskParts): Hono<Env> {
  const { people, clock } = parts.options;
  return new Hono<Env>()
    .use(async (context, next) => {
      context.set('agent', await requireAgent(context, parts.sessions));
      await next();
    })
    .get('/me', (context) => {
      const { name, role, away } = context.var.agent;
      return context.json({ name, role, away });
    })
    .get('/queue', async (context) => context.json(await parts.queue.read(context.var.agent.name)))
    .get('/events', (context) => feedDesk(context, parts, context.var.agent.name))
    .get('/agents', async (context) => {
      const now = clock.now();
      const agents = (await people.list()).filter((agent) => agent.revokedAt === null);
      return context.json(
        agents.map((agent) => ({
          name: agent.name,
          away: agent.away,
          present: isPresent(agent, now),
        })),
      );
    })
    .get('/audit', async (context) => {
      if (context.var.agent.role === 'agent') {
        throw refusal(403, 'Only owners and the administrator see what was done at the desk.');
      }
      return context.json(await people.audit(auditLimit));
    })
    .post('/presence', async (context) => {
      const { presence } = await readJson(context, presenceBody);
      await people.touch(context.var.agent.name, presence);
      parts.live.tell({ kind: 'desk' });
      return context.json({ away: presence === 'away' });
    })
    .route('/conversations', conversationRoutes(parts));
}

function conversationRoutes({ options, render }: DeskParts): Hono<Env> {
  const { conversations, desk } = options;
  const once = createOnce();
  return new Hono<Env>()
    .get('/:id', async (context) => {
      const conversation = await conversations.read(context.req.param('id'));
      if (!conversation) throw noConversation();
      const view = viewConversation(conversation, context.var.agent.name, render);
      return context.json({ ...view, help: await findHelp(options, conversation) });
    })
    .use('/:id/*', async (context, next) => {
      if (!(await conversations.read(context.req.param('id')))) throw noConversation();
      await next();
    })
    .post('/:id/claim', async (context) => answer(context, await desk.claim(...subjectOf(context))))
    .post('/:id/reply', async (context) => {
      const { key, text } = await readJson(context, wordsBody);
      const [id, agent] = subjectOf(context);
      const result = once.run(`${agent} ${id} ${key}`, () => desk.reply(id, agent, text));
      return answer(context, await result);
    })
    .post('/:id/note', async (context) => {
      const { key, text } = await readJson(context, wordsBody);
      const [id, agent] = subjectOf(context);
      const result = once.run(`${agent} ${id} ${key}`, () => desk.note(id, agent, text));
      return answer(context, await result);
    })
    .post('/:id/transfer', async (context) => {
      const { to, note } = await readJson(context, transferBody);
      return answer(context, await desk.transfer(...subjectOf(context), to, note.trim()));
    })
    .post('/:id/resolve', async (context) =>
      answer(context, await desk.resolve(...subjectOf(context))),
    )
    .post('/:id/hand-back', async (context) =>
      answer(context, await desk.handBack(...subjectOf(context))),
    )
    .post('/:id/judge', async (context) => {
      const { verdict } = await readJson(context, judgeBody);
      return answer(context, await desk.judge(...subjectOf(context), verdict));
    });
}

async function requireAgent(context: Context, sessions: Sessions): Promise<Agent> {
  const agent = await sessions.agentOf(context);
  if (!agent) throw refusal(401, 'Open the desk with your personal link.');
  return agent;
}

function subjectOf(context: Context<Env>): [conversationId: string, agent: string] {
  return [context.req.param('id') ?? '', context.var.agent.name];
}

function answer(context: Context, result: DeskResult): Response {
  return result.ok ? context.json({}) : context.json({ error: result.refused }, 409);
}

function noConversation() {
  return refusal(404, 'There is no such conversation. It may have been erased.');
}
