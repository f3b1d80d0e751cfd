/** What the page asks for, done by the emulator's own verbs. */
import type { InputValues, Json, SlackEmulator } from './types.ts';

type Verb = (slack: SlackEmulator, ask: Ask) => unknown;

interface Ask {
  readonly user: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly text: string;
  readonly name: string;
  readonly actionId: string;
  readonly value: string | undefined;
  readonly viewId: string;
  readonly values: InputValues;
  readonly files: readonly { readonly name: string; readonly mimetype: string }[];
}

const verbs: Readonly<Record<string, Verb>> = {
  post: (slack, { user, channel, text, threadTs, files }) =>
    slack.post({ user, channel, text, threadTs, files }),
  edit: (slack, { channel, ts, text }) => slack.edit(channel, ts, text),
  remove: (slack, { channel, ts }) => slack.remove(channel, ts),
  react: (slack, { user, channel, ts, name }) => slack.react({ user, channel, ts, name }),
  unreact: (slack, { user, channel, ts, name }) => slack.unreact({ user, channel, ts, name }),
  press: (slack, { user, channel, ts, actionId, value }) =>
    slack.press({ user, channel, ts, actionId, ...picked(value) }),
  pressInView: (slack, { user, viewId, actionId, value }) =>
    slack.pressInView({ user, viewId, actionId, ...picked(value) }),
  submit: (slack, { user, viewId, values }) => slack.submit(user, viewId, values),
  closeView: (slack, { user, viewId }) => slack.closeView(user, viewId),
  command: (slack, { user, channel, name, text, threadTs }) =>
    slack.command({
      user,
      channel,
      command: name,
      text,
      ...(threadTs === undefined ? {} : { threadTs }),
    }),
  shortcut: (slack, { user, channel, ts, name }) =>
    slack.shortcut({ user, channel, ts, callbackId: name }),
  openAssistant: (slack, { user }) => slack.openAssistant(user),
  openDm: (slack, { user }) => slack.openDm(user),
};

const picked = (value: string | undefined) => (value === undefined ? {} : { value });

export async function act(slack: SlackEmulator, ask: Json): Promise<Json> {
  const verb = verbs[String(ask.verb)];
  if (verb === undefined) return { error: `no such verb: ${String(ask.verb)}` };
  try {
    return { done: (await verb(slack, ask as unknown as Ask)) ?? null };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
