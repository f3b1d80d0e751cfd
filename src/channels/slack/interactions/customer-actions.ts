/** What a customer presses below an answer, and an agent in a customer's thread. */
import type { App, BlockButtonAction, RespondFn } from '@slack/bolt';
import { type DeskResult, refusalOf } from '../../../desk/desk.ts';
import type { Conversation, Exchange, Mark } from '../../../desk/types.ts';
import type { KnownBlock } from '../blocks.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import { acknowledged, sayAgentsOnly } from './acknowledge.ts';
import { actions } from './ids.ts';

interface Press {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  readonly conversation: Conversation;
  readonly exchangeId: string;
  readonly blocks: readonly KnownBlock[];
  readonly text: string;
}

/** The sentence that the presser reads in private; null where what happens says enough. */
type Act = (press: Press) => Promise<string | null>;

export function registerCustomerActions(app: App, parts: SlackParts): void {
  const { desk } = parts.options;
  const on = (actionId: string, act: Act) =>
    app.action<BlockButtonAction>(actionId, async ({ body, action, ack, respond }) => {
      const [conversationId = '', exchangeId = ''] = (action.value ?? '').split(' ');
      const work = actOn(body, conversationId, exchangeId, act, parts);
      const said = await acknowledged(ack, work);
      if (said !== null) await tell(body, said, parts);
      if (said !== tryAgain && isWhisper(body)) await clear(respond, parts);
    });

  on(actions.markHelpful, (press) => mark(press, 'helpful', parts));
  on(actions.markNotHelpful, (press) => mark(press, 'not_helpful', parts));
  on(actions.callPerson, (press) => callPerson(press, parts));
  on(actions.handBack, (press) =>
    asAgent(press, parts, (agent) => desk.handBack(press.conversation.id, agent)),
  );
  on(actions.resolveThread, (press) =>
    asAgent(press, parts, (agent) => desk.resolve(press.conversation.id, agent)),
  );
}

const tryAgain = 'This could not be done just now. Please press it again.';

/** What one person alone was offered. */
function isWhisper({ container }: BlockButtonAction): boolean {
  return (container as { is_ephemeral?: boolean }).is_ephemeral === true;
}

/** An offer that was taken must not stand there for a later case in the same thread. */
async function clear(respond: RespondFn, { options }: SlackParts): Promise<void> {
  try {
    await respond({ delete_original: true });
  } catch (error) {
    options.log.info({ err: error }, 'a private offer could not be taken away');
  }
}

async function actOn(
  body: BlockButtonAction,
  conversationId: string,
  exchangeId: string,
  act: Act,
  { options }: SlackParts,
): Promise<string | null> {
  const conversation = await options.conversations.read(conversationId);
  if (!conversation) return 'This conversation is no longer on record.';
  try {
    return await act({
      user: body.user.id,
      channel: body.channel?.id ?? '',
      ts: body.message?.ts ?? '',
      threadTs: body.message?.thread_ts ?? null,
      conversation,
      exchangeId,
      blocks: (body.message?.blocks ?? []) as KnownBlock[],
      text: body.message?.text ?? '',
    });
  } catch (error) {
    options.log.error({ err: error }, 'a button could not be obeyed');
    return tryAgain;
  }
}

async function mark(press: Press, chosen: Mark, parts: SlackParts): Promise<string | null> {
  if (!(await isAsker(press, parts))) return refuseOthers(press);
  const { desk } = parts.options;
  const before = exchangeOf(press)?.mark ?? null;
  // A second press takes the mark back.
  const next = before === chosen ? null : chosen;
  const refused = refusalOf(
    await desk.customer.mark(press.conversation.id, press.exchangeId, next),
  );
  if (refused !== null) return refused;
  await showMark(press, next, parts);
  return null;
}

/** The chosen button is filled, for everybody to see. */
async function showMark(
  { channel, ts, blocks, text }: Press,
  chosen: Mark | null,
  { api, options }: SlackParts,
): Promise<void> {
  const style = (actionId: string) => {
    if (actionId === actions.markHelpful && chosen === 'helpful') return { style: 'primary' };
    if (actionId === actions.markNotHelpful && chosen === 'not_helpful') return { style: 'danger' };
    return {};
  };
  const redrawn = blocks.map((block) =>
    block.type !== 'actions'
      ? block
      : {
          ...block,
          elements: block.elements.map((element) => {
            if (element.type !== 'button') return element;
            const { style: _, ...plain } = element;
            return { ...plain, ...style(element.action_id ?? '') };
          }),
        },
  ) as KnownBlock[];
  try {
    await api.call('show a mark', (web) => web.chat.update({ channel, ts, text, blocks: redrawn }));
  } catch (error) {
    options.log.warn({ err: error }, 'a mark is kept and could not be shown');
  }
}

/** Whose thread it is may call a person too, and so may an agent, on the customer's behalf. */
async function callPerson(press: Press, parts: SlackParts): Promise<string | null> {
  const { user, conversation } = press;
  const { options, directory } = parts;
  const opener = await options.identities.customerAccount(conversation.customer.id);
  const isTheirs = user === opener || (await isAsker(press, parts));
  const agent = isTheirs ? undefined : ((await directory.agentOf(user)) ?? undefined);
  if (!isTheirs && agent === undefined) return refuseOthers(press);
  if (conversation.holder.kind === 'person') return 'A person is with you already.';
  if (conversation.holder.kind === 'queue') return 'A person is called already.';
  return refusalOf(await options.desk.customer.askForPerson(conversation.id, agent));
}

/** Others in the channel see the buttons too. */
async function isAsker(press: Press, { options }: SlackParts): Promise<boolean> {
  const { conversation, user } = press;
  const asker = exchangeOf(press)?.customerId ?? conversation.customer.id;
  return (await options.identities.customerAccount(asker)) === user;
}

function exchangeOf({ conversation, exchangeId }: Press): Exchange | undefined {
  return conversation.exchanges.find(({ id }) => id === exchangeId);
}

function refuseOthers(press: Press): string {
  const { customer, messages } = press.conversation;
  const asked = messages.find(
    ({ author, exchangeId }) => author.kind === 'bystander' && exchangeId === press.exchangeId,
  );
  const name = asked?.author.kind === 'bystander' ? asked.author.name : customer.name;
  return `${name ?? 'The person who asked'} asked this, so only they can press that. You can ask in a thread of your own.`;
}

async function asAgent(
  { user }: Press,
  { directory, options }: SlackParts,
  act: (agent: string) => Promise<DeskResult>,
): Promise<string | null> {
  const agent = await directory.agentOf(user);
  if (agent === null) return sayAgentsOnly(options.policy);
  return refusalOf(await act(agent));
}

async function tell(
  { user, channel, message, container }: BlockButtonAction,
  words: string,
  { api, options }: SlackParts,
): Promise<void> {
  const thread = message?.thread_ts ?? (container as { thread_ts?: string }).thread_ts;
  try {
    await api.call('whisper', (web) =>
      web.chat.postEphemeral({
        channel: channel?.id ?? '',
        user: user.id,
        text: escapeMrkdwn(words),
        ...(thread !== undefined && { thread_ts: thread }),
      }),
    );
  } catch (error) {
    options.log.warn({ err: error }, 'somebody could not be told something on Slack');
  }
}
