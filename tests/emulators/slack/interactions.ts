/** What people do to the app's buttons, modals, commands and shortcuts. */
import { say } from './api/response-url.ts';
import { findControl, pickedIn, valuesOf } from './controls.ts';
import type { Delivery } from './delivery.ts';
import type {
  InputValues,
  Json,
  NewCommand,
  NewPress,
  OpenView,
  SlackEmulator,
  SlackMessage,
} from './types.ts';
import { closeView, openView, replaceView, viewJson, viewsOf } from './views.ts';
import { messageJson } from './wire.ts';
import { key, nowMs, type ResponseUrl, type Workspace } from './workspace.ts';

type Interactions = Pick<
  SlackEmulator,
  'press' | 'pressInView' | 'submit' | 'closeView' | 'command' | 'shortcut'
>;

export function createInteractions(
  workspace: Workspace,
  delivery: Delivery,
  url: () => string,
): Interactions {
  const trigger = (user: string) => {
    const id = `${workspace.newId('')}.${workspace.teamId}`;
    workspace.triggers.set(id, { user, madeAt: nowMs(), used: false });
    return id;
  };
  const responseUrl = (target: Omit<ResponseUrl, 'madeAt' | 'uses'>) => {
    const id = workspace.newId('');
    workspace.responseUrls.set(id, { ...target, madeAt: nowMs(), uses: 0 });
    return `${url()}/actions/${workspace.teamId}/${id}`;
  };
  const common = (user: string) => ({
    team: { id: workspace.teamId, domain: workspace.domain },
    user: personJson(workspace, user),
    api_app_id: workspace.appId,
    token: 'verification-token',
    enterprise: null,
    is_enterprise_install: false,
  });
  const ask = async (type: 'interactive' | 'slash_commands', payload: Json) => {
    if (!workspace.settings.interactivity)
      throw new Error('[slack emulator] this app has no interactivity');
    return await delivery.request(type, payload);
  };

  const press = async ({ user, channel: id, ts, actionId, value }: NewPress) => {
    const message = visibleTo(workspace, user, id, ts);
    const control = findControl(message.blocks, actionId, value);
    if (control === undefined)
      throw new Error(`[slack emulator] ${user} sees no ${actionId} in ${id} ${ts}`);
    const isEphemeral = message.ephemeralFor !== undefined;
    const threadTs = message.threadTs;
    await ask('interactive', {
      type: 'block_actions',
      ...common(user),
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: id,
        is_ephemeral: isEphemeral,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      },
      trigger_id: trigger(user),
      channel: channelJson(workspace, id),
      ...(isEphemeral ? {} : { message: messageJson(workspace, message) }),
      state: { values: {} },
      response_url: responseUrl({ channel: id, user, messageTs: ts }),
      actions: [{ ...pickedIn(control, value), action_ts: workspace.newTs() }],
    });
  };

  const openOf = (user: string, viewId: string): OpenView => {
    const open = workspace.views.get(viewId);
    if (open?.user === user) return open;
    throw new Error(`[slack emulator] ${user} has no modal ${viewId} open`);
  };

  const pressInView: Interactions['pressInView'] = async ({ user, viewId, actionId, value }) => {
    const open = openOf(user, viewId);
    const control = findControl(open.blocks, actionId, value);
    if (control === undefined) throw new Error(`[slack emulator] ${user} sees no ${actionId}`);
    await ask('interactive', {
      type: 'block_actions',
      ...common(user),
      container: { type: 'view', view_id: viewId },
      trigger_id: trigger(user),
      view: viewJson(workspace, open, valuesOf(open.blocks, {}).values),
      actions: [{ ...pickedIn(control, value), action_ts: workspace.newTs() }],
    });
  };

  const submit = async (user: string, viewId: string, values: InputValues) => {
    const open = openOf(user, viewId);
    const { values: state, errors } = valuesOf(open.blocks, values);
    if (Object.keys(errors).length > 0) return { errors };
    const answer = await ask('interactive', {
      type: 'view_submission',
      ...common(user),
      trigger_id: trigger(user),
      view: viewJson(workspace, open, state),
      response_urls: [],
    });
    return afterSubmit(workspace, open, answer);
  };

  return {
    press,
    pressInView,
    submit,
    closeView: async (user, viewId) => {
      const open = openOf(user, viewId);
      const leaving = open.view.clear_on_close === true ? viewsOf(workspace, user) : [open];
      for (const view of leaving) closeView(workspace, view);
      if (open.view.notify_on_close !== true) return;
      await ask('interactive', {
        type: 'view_closed',
        ...common(user),
        view: viewJson(workspace, open),
        is_cleared: false,
      });
    },
    command: async (command) => {
      // A slash command cannot be used in a thread: https://docs.slack.dev/interactivity/implementing-slash-commands
      if (command.threadTs !== undefined)
        throw new Error(`[slack emulator] ${command.command} is not supported in threads`);
      return await runCommand(workspace, command, {
        ask,
        triggerId: trigger(command.user),
        responseUrl: (target) => responseUrl(target),
      });
    },
    shortcut: async ({ user, channel, ts, callbackId }) => {
      const message = visibleTo(workspace, user, channel, ts);
      await ask('interactive', {
        type: 'message_action',
        callback_id: callbackId,
        ...common(user),
        trigger_id: trigger(user),
        message_ts: ts,
        action_ts: workspace.newTs(),
        response_url: responseUrl({ channel, user, messageTs: ts }),
        channel: channelJson(workspace, channel),
        message: messageJson(workspace, message),
      });
    },
  };
}

interface CommandMeans {
  ask(type: 'slash_commands', payload: Json): Promise<Json>;
  readonly triggerId: string;
  responseUrl(target: Omit<ResponseUrl, 'madeAt' | 'uses'>): string;
}

async function runCommand(
  workspace: Workspace,
  { user, channel, command, text }: NewCommand,
  means: CommandMeans,
): Promise<readonly string[]> {
  const target = { channel, user, messageTs: undefined };
  const answer = await means.ask('slash_commands', {
    token: 'verification-token',
    team_id: workspace.teamId,
    team_domain: workspace.domain,
    channel_id: channel,
    channel_name: String(channelJson(workspace, channel).name),
    user_id: user,
    user_name: workspace.users.get(user)?.name ?? '',
    command,
    text,
    api_app_id: workspace.appId,
    is_enterprise_install: 'false',
    response_url: means.responseUrl(target),
    trigger_id: means.triggerId,
  });
  if (answer.text === undefined && answer.blocks === undefined) return [];
  const before = workspace.shown.length;
  say(workspace, { ...target, madeAt: nowMs(), uses: 0 }, answer);
  return workspace.shown.slice(before).map((shown) => shown.text);
}

function afterSubmit(
  workspace: Workspace,
  open: OpenView,
  answer: Json,
): { errors?: Readonly<Record<string, string>> } {
  switch (answer.response_action) {
    case 'errors':
      return { errors: answer.errors as Readonly<Record<string, string>> };
    case 'update':
      replaceView(workspace, open, answer.view as Json);
      return {};
    case 'push':
      openView(workspace, open.user, answer.view as Json, open);
      return {};
    case 'clear':
      for (const view of viewsOf(workspace, open.user)) closeView(workspace, view);
      return {};
    default:
      closeView(workspace, open);
      return {};
  }
}

function visibleTo(
  workspace: Workspace,
  user: string,
  channelId: string,
  ts: string,
): SlackMessage {
  const ephemeral = workspace.ephemerals.get(key(channelId, ts));
  if (ephemeral?.ephemeralFor === user) return ephemeral;
  const channel = workspace.channels.get(channelId);
  const message = channel?.members.has(user) === true ? channel.messages.get(ts) : undefined;
  if (message !== undefined) return message;
  throw new Error(`[slack emulator] ${user} sees no message ${ts} in ${channelId}`);
}

function personJson(workspace: Workspace, id: string): Json {
  const user = workspace.users.get(id);
  const name = user?.name ?? '';
  return { id, username: name, name, team_id: user?.teamId ?? workspace.teamId };
}

function channelJson(workspace: Workspace, id: string): Json {
  const channel = workspace.channels.get(id);
  const names = { channel: channel?.name ?? '', group: 'privategroup', im: 'directmessage' };
  return { id, name: names[channel?.kind ?? 'channel'] };
}
