/** Modals and the app's home: https://docs.slack.dev/surfaces/modals */
import { faultsOfView } from '../blocks/check-view.ts';
import type { Json, OpenView } from '../types.ts';
import { closeView, openView, replaceView, viewJson, viewsOf } from '../views.ts';
import { nowMs, type Workspace } from '../workspace.ts';
import { jsonArg, refuse, wordArg } from './arguments.ts';
import type { ApiMethods } from './methods.ts';

export const viewMethods: ApiMethods = {
  'views.open': (workspace, args) => {
    const view = viewArg(args);
    const user = takeTrigger(workspace, args);
    for (const open of viewsOf(workspace, user)) closeView(workspace, open);
    return { view: viewJson(workspace, openView(workspace, user, view, undefined)) };
  },

  'views.push': (workspace, args) => {
    const view = viewArg(args);
    const user = takeTrigger(workspace, args);
    const stack = viewsOf(workspace, user);
    if (stack.length >= 3) return refuse('push_limit_reached');
    return { view: viewJson(workspace, openView(workspace, user, view, stack.at(-1))) };
  },

  'views.update': (workspace, args) => {
    const view = viewArg(args);
    const open = openViewArg(workspace, args);
    const hash = wordArg(args, 'hash');
    if (hash !== undefined && hash !== open.hash) return refuse('hash_conflict');
    return { view: viewJson(workspace, replaceView(workspace, open, view)) };
  },

  'views.publish': (workspace, args) => {
    const view = viewArg(args);
    const user = wordArg(args, 'user_id') ?? '';
    if (!workspace.users.has(user)) return refuse('invalid_arguments');
    workspace.homes.set(user, view);
    workspace.changed();
    return { view: { ...view, id: workspace.newId('V'), team_id: workspace.teamId } };
  },
};

function viewArg(args: Json): Json {
  const view = jsonArg(args, 'view', 'invalid_arguments');
  const faults = faultsOfView(view);
  if (faults.length > 0) return refuse('invalid_arguments', faults);
  if (JSON.stringify(view).length > 250_000) return refuse('view_too_large');
  return view as Json;
}

function openViewArg(workspace: Workspace, args: Json): OpenView {
  const id = wordArg(args, 'view_id');
  const external = wordArg(args, 'external_id');
  const open = [...workspace.views.values()].find(
    (view) => view.id === id || (external !== undefined && view.view.external_id === external),
  );
  return open ?? refuse('not_found');
}

/** A trigger opens one modal, and soon after the click that made it. */
function takeTrigger(workspace: Workspace, args: Json): string {
  const id = wordArg(args, 'trigger_id') ?? wordArg(args, 'interactivity_pointer');
  if (id === undefined)
    return refuse('invalid_arguments', ['[ERROR] missing required field: trigger_id']);
  const trigger = workspace.triggers.get(id);
  if (trigger === undefined) return refuse('invalid_trigger_id');
  if (trigger.used) return refuse('exchanged_trigger_id');
  if (nowMs() - trigger.madeAt > workspace.settings.triggerLifetimeMs)
    return refuse('expired_trigger_id');
  trigger.used = true;
  return trigger.user;
}
