/** The events of the local Slack have no field that Slack's own do not have. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openApp } from './open-app.ts';

type Shape = { readonly [key: string]: unknown };

const samples = join(import.meta.dirname, '../../../../shared/wire/slack');
const sample = (name: string): Shape => JSON.parse(readFileSync(join(samples, name), 'utf8'));

/** Fields that Slack added after these samples were taken. */
const newer = new Set([
  'app_id',
  'bot_profile',
  'context_team_id',
  'context_enterprise_id',
  'channel',
  'channel_type',
  'user_team',
  'source_team',
  'user_profile',
  'streaming_state',
  'attachments',
  'previous_message',
  'client_msg_id',
  'team',
  'files',
  'reply_users',
]);

const strange = (ours: Shape, theirs: Shape): readonly string[] =>
  Object.keys(ours).filter((name) => !(name in theirs) && !newer.has(name));

test.skipIf(!existsSync(samples))(
  'events and payloads have the shapes of the samples',
  async () => {
    const bodies: Shape[] = [];
    const { slack, app, help, ada } = await openApp((bolt) => {
      bolt.event(/.*/, async ({ body }) => void bodies.push(body as unknown as Shape));
      bolt.action('yes', async ({ ack, body }) => {
        bodies.push(body as unknown as Shape);
        await ack();
      });
      bolt.command('/earshot', async ({ ack, body }) => {
        bodies.push(body as unknown as Shape);
        await ack();
      });
    });
    const text = { type: 'plain_text' as const, text: 'Yes' };
    const elements = [{ type: 'button' as const, action_id: 'yes', text }];
    const ts = await slack.post({ channel: help, user: ada, text: `<@${slack.botUserId}> hi` });
    const files = [{ name: 'a.png', mimetype: 'image/png' }];
    await slack.post({ channel: help, user: ada, text: '', files });
    await slack.post({
      channel: help,
      user: ada,
      text: 'x',
      threadTs: ts,
      subtype: 'thread_broadcast',
    });
    const posted = await app.client.chat.postMessage({
      channel: help,
      text: 'x',
      blocks: [{ type: 'actions', elements }],
    });
    await slack.react({ user: ada, channel: help, ts, name: 'eyes' });
    await slack.edit(help, posted.ts ?? '', 'changed');
    const kim = slack.addUser({ name: 'kim' });
    await slack.join(help, kim);
    slack.openHome(ada);
    slack.setUserGroup(slack.addUserGroup({ handle: 'a', users: [ada] }), [kim]);
    const again = await app.client.chat.postMessage({
      channel: help,
      text: 'x',
      blocks: [{ type: 'actions', elements }],
    });
    await slack.press({ user: ada, channel: help, ts: again.ts ?? '', actionId: 'yes' });
    await slack.command({ user: ada, channel: help, command: '/earshot', text: 'x' });
    await slack.remove(help, again.ts ?? '');
    await slack.idle();

    const sampleOf: Readonly<Record<string, string>> = {
      message: 'MessagePayload',
      app_mention: 'AppMentionPayload',
      file_share: 'MessageFileSharePayload',
      thread_broadcast: 'MessageThreadBroadcastPayload',
      message_changed: 'MessageChangedPayload',
      message_deleted: 'MessageDeletedPayload',
      reaction_added: 'ReactionAddedPayload',
      member_joined_channel: 'MemberJoinedChannelPayload',
      subteam_members_changed: 'SubteamMembersChangedPayload',
      app_home_opened: 'AppHomeOpenedPayload',
    };
    const compared = new Set<string>();
    const faults = bodies.flatMap((body) => {
      if (body.type === 'block_actions') {
        const theirs = sample('app-backend/interactive-components/BlockActionPayload.json');
        return strange(body, theirs);
      }
      if (body.command !== undefined)
        return strange(body, sample('app-backend/slash-commands/SlashCommandPayload.json'));
      const event = body.event as Shape;
      const name = String(event.subtype ?? event.type);
      const file = sampleOf[name];
      if (file === undefined) return [];
      compared.add(name);
      const theirs = sample(`events/${file}.json`);
      return [
        ...strange(body, theirs).map((field) => `${name}: ${field}`),
        ...strange(event, theirs.event as Shape).map((field) => `${name}: event.${field}`),
      ];
    });
    expect([...compared].toSorted()).toEqual(Object.keys(sampleOf).toSorted());
    expect(faults).toEqual([]);
  },
);
