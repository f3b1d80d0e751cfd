/** What agents press on a card. */
import type { App, BlockButtonAction } from '@slack/bolt';
import { refusalOf } from '../../../desk/desk.ts';
import type { Conversation, Verdict } from '../../../desk/types.ts';
import { SlackRefusal } from '../slack-api.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Triage } from '../triage/triage.ts';
import { within } from '../within.ts';
import { acknowledged, sayAgentsOnly, tellPrivately } from './acknowledge.ts';
import { actions } from './ids.ts';
import { canBeChosen, drawNote, drawReply, drawTransfer, type Modal } from './modals.ts';
import { registerSubmissions } from './submissions.ts';

interface Press {
  readonly agent: string;
  readonly conversation: Conversation;
  readonly triggerId: string;
}

/** What the presser is told; null where the card says enough. */
type Act = (press: Press) => Promise<string | null>;

export function registerAgentActions(app: App, parts: SlackParts, triage: Triage): void {
  const { desk, log } = parts.options;
  const on = (actionId: string, act: Act): void =>
    app.action<BlockButtonAction>(actionId, async ({ body, action, ack, respond }) => {
      const conversationId = action.value ?? '';
      const press = { user: body.user.id, triggerId: body.trigger_id, conversationId };
      const said = await acknowledged(ack, obey(press, act, parts));
      if (said !== null) await tellPrivately(respond, said, log);
    });
  const judge = (actionId: string, verdict: Verdict): void =>
    on(actionId, async ({ conversation, agent }) =>
      refusalOf(await desk.judge(conversation.id, agent, verdict)),
    );

  on(actions.claim, async ({ conversation, agent }) =>
    refusalOf(await desk.claim(conversation.id, agent)),
  );
  on(actions.resolve, async ({ conversation, agent }) =>
    refusalOf(await desk.resolve(conversation.id, agent)),
  );
  on(actions.giveBack, async ({ conversation, agent }) =>
    refusalOf(await desk.handBack(conversation.id, agent)),
  );
  on(actions.reply, async (press) => {
    const { holder, customer } = press.conversation;
    // Nobody should write a reply only to hear that it cannot be sent.
    if (holder.kind === 'person' && holder.agent !== press.agent) {
      return `${holder.agent} has this conversation. You can leave a note, or transfer it.`;
    }
    const name = customer.name ?? 'The customer';
    return openModal(press, drawReply(press.conversation, name), parts);
  });
  on(actions.note, (press) => openModal(press, drawNote(press.conversation), parts));
  on(actions.transfer, async (press) => {
    const { holder } = press.conversation;
    if (holder.kind === 'bot')
      return 'The bot has this conversation. Claim it before you transfer it.';
    const people = await peopleFor(press.conversation, parts);
    const queue = holder.kind === 'queue' ? 'without_queue' : 'with_queue';
    if (people.length === 0 && queue === 'without_queue') {
      return 'Nobody else is at the desk whom this could go to.';
    }
    return openModal(press, drawTransfer(press.conversation, people, queue), parts);
  });
  judge(actions.judgeNeeded, 'needed');
  judge(actions.judgeNotNeeded, 'not_needed');
  judge(actions.judgeTooLate, 'too_late');
  registerSubmissions(app, parts, triage);
}

async function obey(
  press: { readonly user: string; readonly triggerId: string; readonly conversationId: string },
  act: Act,
  { directory, options }: SlackParts,
): Promise<string | null> {
  try {
    const agent = await directory.agentOf(press.user);
    if (agent === null) return sayAgentsOnly(options.policy);
    const conversation = await options.conversations.read(press.conversationId);
    if (!conversation) return 'This conversation is no longer on record.';
    return await act({ agent, conversation, triggerId: press.triggerId });
  } catch (error) {
    options.log.error({ err: error }, 'a button could not be obeyed');
    return 'This was not done: something failed on the way. Please press it again.';
  }
}

async function openModal(
  { triggerId }: Press,
  view: Modal,
  { api }: SlackParts,
): Promise<string | null> {
  try {
    await api.call('open a dialog', (web) => web.views.open({ trigger_id: triggerId, view }));
    return null;
  } catch (error) {
    if (error instanceof SlackRefusal && spentTriggers.has(error.code)) {
      return 'Your press reached me too late to open a dialog. Please press it again.';
    }
    throw error;
  }
}

/** A press opens a dialog once, within 3 s. */
const spentTriggers = new Set(['expired_trigger_id', 'exchanged_trigger_id', 'invalid_trigger_id']);

async function peopleFor(
  { holder }: Conversation,
  { directory, options }: SlackParts,
): Promise<readonly string[]> {
  await within(recogniseAll(directory), recogniseWithinMs, undefined);
  const people = await options.people.list();
  return people
    .filter(({ revokedAt, role }) => revokedAt === null && role !== 'administrator')
    .map(({ name }) => name)
    .filter((name) => canBeChosen(name) && !(holder.kind === 'person' && holder.agent === name));
}

/** Agents who have done nothing yet are not known to the desk; a dialog does not wait long for them. */
async function recogniseAll(directory: SlackParts['directory']): Promise<void> {
  await Promise.allSettled((await directory.agents()).map((user) => directory.agentOf(user)));
}

const recogniseWithinMs = 800;
