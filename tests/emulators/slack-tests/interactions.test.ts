/** Buttons, ephemerals, modals, commands and shortcuts, as Bolt sees them. */
import type { App } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { readMessage } from '../slack/slack-emulator.ts';
import { openApp } from './open-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const button = (id: string, text: string) => ({
  type: 'button' as const,
  action_id: id,
  text: plain(text),
  value: 'v1',
});
const actions = (id: string, text: string) => [
  { type: 'section' as const, text: plain('Was this right?') },
  { type: 'actions' as const, elements: [button(id, text)] },
];
const modal = (callback_id: string) => ({
  type: 'modal' as const,
  callback_id,
  title: plain('Hand over'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input' as const,
      block_id: 'why',
      label: plain('Why?'),
      element: { type: 'plain_text_input' as const, action_id: 'text', max_length: 20 },
    },
    {
      type: 'input' as const,
      block_id: 'how',
      label: plain('How soon?'),
      optional: true,
      element: {
        type: 'static_select' as const,
        action_id: 'pick',
        options: [{ text: plain('Now'), value: 'now' }],
      },
    },
  ],
});

test('a pressed button reaches the app, which changes the message for all', async () => {
  const { slack, app, help, ada } = await openApp((bolt) => {
    bolt.action('yes', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'Thank you' });
    });
  });
  const posted = await app.client.chat.postMessage({
    channel: help,
    text: 'x',
    blocks: actions('yes', 'Yes'),
  });
  const ts = posted.ts ?? '';
  await slack.press({ user: ada, channel: help, ts, actionId: 'yes' });
  await vi.waitFor(() => expect(slack.messages(help)[0]?.text).toBe('Thank you'));
  expect(slack.everShown().map(({ text }) => text)).toContain('Was this right?\n[Yes]');
  await expect(slack.press({ user: ada, channel: help, ts, actionId: 'yes' })).rejects.toThrow(
    /sees no yes/,
  );
});

test('an ephemeral is seen, and pressed, by one person alone', async () => {
  const { slack, app, help, ada, mo } = await openApp((bolt) => {
    bolt.action('back', async ({ ack, respond }) => {
      await ack();
      await respond({ delete_original: true });
    });
  });
  const blocks = actions('back', 'Hand back');
  const sent = await app.client.chat.postEphemeral({ channel: help, user: mo, text: 'x', blocks });
  const ts = sent.message_ts ?? '';
  expect(slack.ephemerals(mo).map(readMessage)).toEqual(['Was this right?\n[Hand back]']);
  expect(slack.ephemerals(ada)).toEqual([]);
  const press = { channel: help, ts, actionId: 'back' };
  await expect(slack.press({ user: ada, ...press })).rejects.toThrow(/sees no message/);
  await slack.press({ user: mo, ...press });
  await vi.waitFor(() => expect(slack.ephemerals(mo)).toEqual([]));
});

test('a button that nobody acknowledges tells the person so', async () => {
  const { slack, app, help, ada } = await openApp();
  slack.settings.ackTimeoutMs = 50;
  const { ts = '' } = await app.client.chat.postMessage({
    channel: help,
    text: 'x',
    blocks: actions('nobody', 'Press'),
  });
  await expect(slack.press({ user: ada, channel: help, ts, actionId: 'nobody' })).rejects.toThrow(
    /did not answer/,
  );
});

const openModal = (app: App) =>
  app.shortcut('handover', async ({ ack, client, shortcut }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: modal('handover') });
  });

test('a shortcut opens a modal, which checks, refuses and takes what is put in', async () => {
  const taken: unknown[] = [];
  const { slack, help, ada } = await openApp((app) => {
    openModal(app);
    app.view('handover', async ({ ack, view }) => {
      const why = view.state.values.why?.text?.value ?? '';
      if (why === 'no')
        return await ack({ response_action: 'errors', errors: { why: 'Say more' } });
      await ack();
      taken.push(why, view.state.values.how?.pick?.selected_option?.value);
    });
  });
  const ts = await slack.post({ channel: help, user: ada, text: 'help me' });
  await slack.shortcut({ user: ada, channel: help, ts, callbackId: 'handover' });
  await vi.waitFor(() => expect(slack.views(ada)).toHaveLength(1));
  const [view] = slack.views(ada);
  const id = view?.id ?? '';
  expect(view).toMatchObject({ title: 'Hand over', submitLabel: 'Send' });
  const errors = async (text: string) =>
    (await slack.submit(ada, id, { why: { text }, how: { pick: 'now' } })).errors;
  expect(await errors('')).toEqual({ why: 'This is a required field.' });
  expect(await errors('far too many words for this')).toMatchObject({ why: /at most 20/ });
  expect(await errors('no')).toEqual({ why: 'Say more' });
  expect(await errors('it broke')).toBeUndefined();
  expect(taken).toEqual(['it broke', 'now']);
  expect(slack.views(ada)).toEqual([]);
});

test('a closed modal is told where the app asked for it', async () => {
  const closed = vi.fn();
  const { slack, help, ada } = await openApp((app) => {
    openModal(app);
    app.view({ callback_id: 'handover', type: 'view_closed' }, async ({ ack }) => {
      await ack();
      closed();
    });
  });
  const ts = await slack.post({ channel: help, user: ada, text: 'help me' });
  await slack.shortcut({ user: ada, channel: help, ts, callbackId: 'handover' });
  await vi.waitFor(() => expect(slack.views(ada)).toHaveLength(1));
  await slack.closeView(ada, slack.views(ada)[0]?.id ?? '');
  expect(closed).toHaveBeenCalledOnce();
  expect(slack.views(ada)).toEqual([]);
});

test('a trigger opens one modal, and not for long', async () => {
  const triggers: string[] = [];
  const { slack, app, help, ada } = await openApp((bolt) => {
    bolt.shortcut('late', async ({ ack, shortcut }) => {
      triggers.push(shortcut.trigger_id);
      await ack();
    });
  });
  const open = (trigger_id: string) => app.client.views.open({ trigger_id, view: modal('x') });
  const ts = await slack.post({ channel: help, user: ada, text: 'help me' });
  const press = async () =>
    await slack.shortcut({ user: ada, channel: help, ts, callbackId: 'late' });
  await press();
  await open(triggers[0] ?? '');
  await expect(open(triggers[0] ?? '')).rejects.toThrow('exchanged_trigger_id');
  slack.settings.triggerLifetimeMs = 0;
  await press();
  await expect(open(triggers[1] ?? '')).rejects.toThrow('expired_trigger_id');
});

test.each(['socket', 'http'] as const)(
  'a slash command is answered at once, and later (%s)',
  async (mode) => {
    const { slack, help, ada } = await openApp(
      (app) => {
        app.command('/earshot', async ({ ack, command, respond }) => {
          await ack(`Looking for ${command.text}`);
          await respond({ response_type: 'in_channel', text: 'Found it' });
        });
      },
      { mode },
    );
    const said = await slack.command({
      user: ada,
      channel: help,
      command: '/earshot',
      text: 'ask x',
    });
    expect(said).toEqual(['Looking for ask x']);
    expect(slack.ephemerals(ada).map(({ text }) => text)).toEqual(['Looking for ask x']);
    await vi.waitFor(() => expect(slack.messages(help).map(readMessage)).toEqual(['Found it']));
  },
);

test('a slash command cannot be used in a thread', async () => {
  const { slack, help, ada } = await openApp();
  const threadTs = await slack.post({ channel: help, user: ada, text: 'x' });
  await expect(
    slack.command({ user: ada, channel: help, command: '/earshot', text: 'why', threadTs }),
  ).rejects.toThrow(/not supported in threads/);
});
