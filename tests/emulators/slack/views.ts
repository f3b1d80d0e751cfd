/** The modals that a person has open, one upon the other. */
import { nameBlocks } from './api/arguments.ts';
import type { Block, Json, OpenView } from './types.ts';
import type { Workspace } from './workspace.ts';

export const viewsOf = (workspace: Workspace, user: string): readonly OpenView[] =>
  [...workspace.views.values()].filter((view) => view.user === user);

export function openView(
  workspace: Workspace,
  user: string,
  view: Json,
  previous: OpenView | undefined,
): OpenView {
  const id = workspace.newId('V');
  const open = opened(workspace, view, {
    id,
    user,
    previousViewId: previous?.id ?? null,
    rootViewId: previous?.rootViewId ?? id,
  });
  workspace.views.set(id, open);
  workspace.changed();
  return open;
}

export function replaceView(workspace: Workspace, open: OpenView, view: Json): OpenView {
  const next = opened(workspace, view, open);
  workspace.views.set(open.id, next);
  workspace.changed();
  return next;
}

export function closeView(workspace: Workspace, open: OpenView): void {
  workspace.views.delete(open.id);
  workspace.changed();
}

function opened(
  workspace: Workspace,
  view: Json,
  place: Pick<OpenView, 'id' | 'user' | 'previousViewId' | 'rootViewId'>,
): OpenView {
  return {
    id: place.id,
    user: place.user,
    callbackId: String(view.callback_id ?? ''),
    title: wordsOf(view.title) ?? '',
    submitLabel: wordsOf(view.submit),
    blocks: nameBlocks(workspace, (view.blocks ?? []) as Block[]),
    privateMetadata: String(view.private_metadata ?? ''),
    hash: `${Math.floor(Date.now() / 1_000)}.${workspace.newId('h')}`,
    view,
    previousViewId: place.previousViewId,
    rootViewId: place.rootViewId,
  };
}

const wordsOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? String((value as Json).text) : undefined;

export const viewJson = (workspace: Workspace, open: OpenView, values: Json = {}): Json => ({
  id: open.id,
  team_id: workspace.teamId,
  type: open.view.type,
  blocks: open.blocks,
  private_metadata: open.privateMetadata,
  callback_id: open.callbackId,
  state: { values },
  hash: open.hash,
  title: open.view.title,
  close: open.view.close ?? null,
  submit: open.view.submit ?? null,
  clear_on_close: open.view.clear_on_close ?? false,
  notify_on_close: open.view.notify_on_close ?? false,
  submit_disabled: false,
  root_view_id: open.rootViewId,
  previous_view_id: open.previousViewId,
  external_id: open.view.external_id ?? '',
  app_id: workspace.appId,
  app_installed_team_id: workspace.teamId,
  bot_id: workspace.botId,
});
