/** What agents send in from a dialog. What cannot be done is said in it, so that no words are lost. */
import type { App, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import { refusalOf } from '../../../desk/desk.ts';
import { clip } from '../case-words.ts';
import { escapeMrkdwn } from '../format/slack-text.ts';
import type { SlackParts } from '../slack-parts.ts';
import type { Triage } from '../triage/triage.ts';
import { doneInTime, sayAgentsOnly } from './acknowledge.ts';
import { views } from './ids.ts';
import { fields, longestWords, readPerson } from './modals.ts';

interface Submission {
  readonly viewId: string;
  readonly user: string;
  readonly conversationId: string;
  readonly words: string;
  /** What was chosen, where there is a choice. */
  readonly chosen: string | undefined;
}

/** Why it was not done, by the field that says so; null where it was. */
type Faults = Readonly<Record<string, string>> | null;

type Act = (submission: Submission, agent: string) => Promise<Faults>;

export function registerSubmissions(app: App, parts: SlackParts, triage: Triage): void {
  const { desk } = parts.options;
  const once = createOnce();
  const on = (callbackId: string, act: Act): void =>
    app.view<ViewSubmitAction>(callbackId, async ({ ack, body, view }) => {
      const submission = readSubmission(body.user.id, view);
      await answer(
        ack,
        submission,
        once(view.id, () => submit(submission, act, parts)),
        parts,
      );
    });

  on(views.reply, async ({ conversationId, words }, agent) => {
    const fault = faultOf(words) ?? refusalOf(await desk.reply(conversationId, agent, words));
    return fault === null ? null : { [fields.words.block_id]: fault };
  });
  on(views.note, async ({ conversationId, words }, agent) => {
    const fault = faultOf(words) ?? refusalOf(await desk.note(conversationId, agent, words));
    return fault === null ? null : { [fields.words.block_id]: fault };
  });
  on(views.transfer, async ({ conversationId, words, chosen }, agent) => {
    const to = readPerson(chosen);
    if (to === undefined) return { [fields.to.block_id]: 'Choose who takes over.' };
    if (words.length > longestWords) return { [fields.words.block_id]: tooLong };
    const result = await desk.transfer(conversationId, agent, to, words);
    if (!result.ok) return { [fields.to.block_id]: result.refused };
    // Who has passed a case on need not wait until the other has been told.
    if (to !== null && to !== agent) void triage.tellNewAgent(result.conversation, agent, to);
    return null;
  });
}

async function submit(
  submission: Submission,
  act: Act,
  { directory, options }: SlackParts,
): Promise<Faults> {
  try {
    const agent = await directory.agentOf(submission.user);
    if (agent === null) return { [fields.words.block_id]: sayAgentsOnly(options.policy) };
    return await act(submission, agent);
  } catch (error) {
    options.log.error({ err: error }, 'a dialog could not be obeyed');
    return { [fields.words.block_id]: 'This was not done: something failed. Please try again.' };
  }
}

async function answer(
  ack: SlackViewMiddlewareArgs<ViewSubmitAction>['ack'],
  submission: Submission,
  work: Promise<Faults>,
  parts: SlackParts,
): Promise<void> {
  if ((await doneInTime(work)) === 'done') {
    const faults = await work;
    await (faults === null ? ack() : ack({ response_action: 'errors', errors: faults }));
    return;
  }
  await ack();
  const faults = await work;
  if (faults !== null) await tellLate(submission, Object.values(faults).join(' '), parts);
}

/** The dialog is gone already, and the words in it would be too. */
async function tellLate(
  { user, words }: Submission,
  fault: string,
  { api, options }: SlackParts,
): Promise<void> {
  const { triage } = options.policy.slack;
  if (triage === undefined) return;
  const text = `${fault}\nYou wrote: ${clip(words, longestWords)}`;
  try {
    await api.call('whisper', (web) =>
      web.chat.postEphemeral({ channel: triage, user, text: escapeMrkdwn(text) }),
    );
  } catch (error) {
    options.log.warn({ err: error }, 'an agent could not be told that their words were not sent');
  }
}

/** Slack brings a dialog again where it did not hear of an acknowledgement; it is obeyed once. */
function createOnce(): (id: string, work: () => Promise<Faults>) => Promise<Faults> {
  const known = new Map<string, Promise<Faults>>();
  return (id, work) => {
    const under = known.get(id);
    if (under) return under;
    const done = work();
    known.set(id, done);
    const forget = () => known.delete(id);
    // What was faulty is sent in again, with other words.
    done.then((faults) => faults && forget(), forget);
    const oldest = known.keys().next();
    if (known.size > mostKnown && !oldest.done) known.delete(oldest.value);
    return done;
  };
}

const mostKnown = 500;

type View = SlackViewMiddlewareArgs<ViewSubmitAction>['view'];

function readSubmission(user: string, view: View): Submission {
  const { values } = view.state;
  const words = values[fields.words.block_id]?.[fields.words.action_id]?.value ?? '';
  const chosen = values[fields.to.block_id]?.[fields.to.action_id]?.selected_option?.value;
  return {
    viewId: view.id,
    user,
    conversationId: view.private_metadata,
    words: words.trim(),
    chosen,
  };
}

const tooLong = `Keep it under ${longestWords.toLocaleString('en')} characters.`;

function faultOf(words: string): string | null {
  if (words === '') return 'Write something first.';
  return words.length > longestWords ? tooLong : null;
}
