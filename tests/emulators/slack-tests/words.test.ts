/** What the app's words do to people: whom they call, where they lead, how they read. */
import { describe, expect, test } from 'vitest';
import { openApp } from './open-app.ts';

test.each<[string, Record<string, unknown>, readonly string[]]>([
  ['mrkdwn', { text: 'Hi <!channel> and <@U1|ada> and <!subteam^S1>' }, ['channel', 'U1', 'S1']],
  ['escaped mrkdwn', { text: '&lt;!channel&gt; @here' }, []],
  [
    'a section',
    { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<!here>' } }] },
    ['here'],
  ],
  [
    'plain text',
    { blocks: [{ type: 'section', text: { type: 'plain_text', text: '<!here>' } }] },
    [],
  ],
  ['markdown', { markdown_text: 'Hi <!everyone>, not `<!here>`\n```\n<@U1>\n```' }, ['everyone']],
  [
    'rich text',
    {
      blocks: [
        {
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_section',
              elements: [
                { type: 'broadcast', range: 'here' },
                { type: 'user', user_id: 'U1' },
                { type: 'text', text: '<!channel>' },
              ],
            },
          ],
        },
      ],
    },
    ['here', 'U1'],
  ],
])('whom %s calls is noted', async (_, content, targets) => {
  const { slack, app, help } = await openApp();
  await app.client.apiCall('chat.postMessage', { channel: help, ...content });
  expect(slack.pings.map(({ target }) => target)).toEqual(targets);
});

test('links are noted with what they say, and whether they may unfurl', async () => {
  const { slack, app, help } = await openApp();
  const text = 'See <https://evil.test|your bank>';
  await app.client.chat.postMessage({ channel: help, text });
  expect(slack.links).toMatchObject([{ url: 'https://evil.test', label: 'your bank' }]);
  expect(slack.unfurls).toHaveLength(1);
  const quiet = { unfurl_links: false, unfurl_media: false };
  await app.client.chat.postMessage({ channel: help, text, ...quiet });
  expect(slack.unfurls).toHaveLength(1);
});

describe('a stream', () => {
  async function openStream() {
    const open = await openApp();
    const { slack, help, ada } = open;
    const thread_ts = await slack.post({ channel: help, user: ada, text: 'question' });
    const stream = open.app.client.chatStream({
      channel: help,
      thread_ts,
      recipient_user_id: ada,
      recipient_team_id: slack.teamId,
      buffer_size: 1,
    });
    const said = () => slack.thread(help, thread_ts).map(({ text }) => text);
    return { ...open, stream, said };
  }

  test('grows on the screen and takes buttons at its end', async () => {
    const { slack, help, stream, said } = await openStream();
    await stream.append({ markdown_text: 'First, ' });
    expect(said()).toEqual(['question', 'First, ']);
    await stream.append({ markdown_text: 'then <!here>' });
    const elements = [
      {
        type: 'button' as const,
        action_id: 'yes',
        text: { type: 'plain_text' as const, text: 'Yes' },
      },
    ];
    await stream.stop({ blocks: [{ type: 'actions', elements }] });
    expect(said()).toEqual(['question', 'First, then <!here>']);
    const shown = slack.everShown().filter(({ user }) => user === slack.botUserId);
    expect(shown.map(({ text }) => text)).toEqual([
      'First, ',
      'First, then <!here>',
      'First, then <!here>\n[Yes]',
    ]);
    expect(slack.pings.map(({ target }) => target)).toEqual(['here']);
    expect(slack.messages(help).at(-1)?.streaming).toBe(false);
  });

  test('is closed by Slack after a while, and can still be rewritten', async () => {
    const { slack, app, help, stream } = await openStream();
    slack.settings.streamLifetimeMs = 20;
    await stream.append({ markdown_text: 'Slow' });
    await new Promise((resolve) => setTimeout(resolve, 60));
    const late = stream.append({ markdown_text: 'er' });
    await expect(late).rejects.toThrow('message_not_in_streaming_state');
    await app.client.chat.update({ channel: help, ts: stream.ts ?? '', text: 'Whole' });
    expect(slack.messages(help).at(-1)?.text).toBe('Whole');
  });
});
