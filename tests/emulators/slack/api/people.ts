/** Who is who: users, user groups, the team, the bot and its tokens. */
import type { Json } from '../types.ts';
import { groupJson, userJson } from '../wire.ts';
import type { Workspace } from '../workspace.ts';
import { flagArg, page, refuse, wordArg } from './arguments.ts';
import type { ApiMethods } from './methods.ts';

export const peopleMethods: ApiMethods = {
  'auth.test': (workspace, _args, caller) =>
    caller.as === 'app'
      ? { app_id: workspace.appId, app_name: 'Earshot' }
      : {
          url: `https://${workspace.domain}.slack.com/`,
          team: 'Earshot Local',
          user: 'earshot',
          team_id: workspace.teamId,
          user_id: workspace.botUserId,
          bot_id: workspace.botId,
          is_enterprise_install: false,
        },

  'api.test': (_workspace, args) => ({ args }),

  'apps.connections.open': (_workspace, _args, caller) => ({ url: caller.newSocketUrl() }),

  'team.info': (workspace, args) => {
    const asked = wordArg(args, 'team') ?? workspace.teamId;
    const isKnown =
      asked === workspace.teamId ||
      [...workspace.users.values()].some(({ teamId }) => teamId === asked);
    if (!isKnown) return refuse('team_not_found');
    const own = asked === workspace.teamId;
    const domain = own ? workspace.domain : asked.toLowerCase();
    const name = own ? 'Earshot Local' : asked;
    return { team: { id: asked, name, domain, email_domain: '', icon: { image_default: true } } };
  },

  'bots.info': (workspace, args) => {
    if (wordArg(args, 'bot') !== workspace.botId) return refuse('bot_not_found');
    const { botId: id, appId, botUserId } = workspace;
    return { bot: { id, deleted: false, name: 'earshot', app_id: appId, user_id: botUserId } };
  },

  'users.info': (workspace, args) => ({ user: userJson(workspace, userArg(workspace, args)) }),

  'users.list': (workspace, args) => {
    const { items, nextCursor } = page([...workspace.users.values()], args, 1_000);
    return {
      members: items.map((user) => userJson(workspace, user)),
      response_metadata: { next_cursor: nextCursor },
    };
  },

  'users.getPresence': (workspace, args) => ({ presence: userArg(workspace, args).presence }),

  'usergroups.list': (workspace, args) => {
    const users = flagArg(args, 'include_users') === true;
    return {
      usergroups: [...workspace.groups.values()].map((group) => groupJson(workspace, group, users)),
    };
  },

  'usergroups.users.list': (workspace, args) => {
    const group = workspace.groups.get(wordArg(args, 'usergroup') ?? '');
    return group === undefined ? refuse('no_such_subteam') : { users: group.users };
  },
};

function userArg(workspace: Workspace, args: Json) {
  return workspace.users.get(wordArg(args, 'user') ?? '') ?? refuse('user_not_found');
}
