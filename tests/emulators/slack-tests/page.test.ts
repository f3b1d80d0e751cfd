/** The page of `npm run emulate:slack`, in a real browser with a real app behind it. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumPath, launchChromium, whyNoBrowser } from '../../journeys/chromium.ts';
import { populate } from '../slack/cast.ts';
import { createPage } from '../slack/page-server.ts';
import { startSlackEmulator } from '../slack/slack-emulator.ts';
import { connect } from './open-app.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });

async function openPage(browser: Browser) {
  const page = createPage({
    commands: ['/earshot'],
    shortcuts: [{ callbackId: 'hand_over', name: 'Hand over to a person' }],
  });
  const slack = await startSlackEmulator({ serve: page.serve });
  onTestFinished(() => slack.stop());
  const app = await connect(slack, 'socket', (app) => {
    app.message(async ({ message, client }) => {
      if ('bot_id' in message || message.subtype !== undefined) return;
      await client.chat.postMessage({
        channel: message.channel,
        thread_ts: message.ts,
        text: 'x',
        blocks: [
          { type: 'markdown', text: 'Use **Export** and not `<script>alert(1)</script>`' },
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'person', text: plain('Talk to a person') }],
          },
        ],
      });
    });
    app.action('person', async ({ ack, body, client }) => {
      await ack();
      const { trigger_id } = body as unknown as { trigger_id: string };
      const element = { type: 'plain_text_input' as const, action_id: 'text' };
      const blocks = [{ type: 'input' as const, block_id: 'why', label: plain('Why?'), element }];
      const view = { type: 'modal' as const, callback_id: 'why', blocks };
      const named = { title: plain('A person'), submit: plain('Send') };
      await client.views.open({ trigger_id, view: { ...view, ...named } });
    });
    app.view('why', async ({ ack, view, client }) => {
      await ack();
      const text = `Case: ${view.state.values.why?.text?.value}`;
      await client.chat.postMessage({ channel: 'C0TRIAGE', text });
    });
    app.command('/earshot', async ({ ack, command }) => await ack(`You said ${command.text}`));
    app.shortcut('hand_over', async ({ ack, respond }) => {
      await ack();
      await respond('A person is coming');
    });
  });
  onTestFinished(() => app.stop().then(() => {}));
  populate(slack);
  page.show(slack);
  const as = async (user: string, channel: string): Promise<Page> => {
    const tab = await browser.newPage();
    await tab.goto(`${slack.url}/#as=${user}&channel=${channel}`);
    await tab.getByRole('heading', { level: 1 }).waitFor();
    return tab;
  };
  return { slack, as };
}

describe.skipIf(!chromiumPath)(`the page (${whyNoBrowser})`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  test('a customer asks, presses and tells; an agent reads of it', async () => {
    const { slack, as } = await openPage(browser);
    const ada = await as('U0ADA', 'C0HELP');
    const mo = await as('U0MO', 'C0TRIAGE');
    const errors: string[] = [];
    for (const tab of [ada, mo]) tab.on('pageerror', ({ message }) => errors.push(message));
    await ada.getByLabel('Message #help').fill('How do I <b>export</b>, @mo?');
    await ada.keyboard.press('Enter');
    await ada.getByText('How do I <b>export</b>').waitFor();
    expect(slack.messages('C0HELP')[0]?.text).toBe('How do I &lt;b&gt;export&lt;/b&gt;, <@U0MO>?');
    await ada.getByRole('button', { name: '1 reply' }).click();
    const thread = ada.getByRole('region', { name: 'Thread' });
    await thread.getByText('<script>alert(1)</script>').waitFor();
    await thread.getByRole('button', { name: 'Talk to a person' }).click();
    await ada.getByLabel('Why?').fill('it broke');
    await ada.getByRole('button', { name: 'Send' }).last().click();
    await mo.getByText('Case: it broke').waitFor();
    expect(await ada.getByText('Case: it broke').count()).toBe(0);
    expect(errors).toEqual([]);
  });

  test('commands, shortcuts, edits and deletions work from the menu of a message', async () => {
    const { slack, as } = await openPage(browser);
    const ada = await as('U0ADA', 'C0HELP');
    const box = ada.getByLabel('Message #help');
    await box.fill('/earshot status');
    await box.press('Enter');
    await ada.getByText('You said status').waitFor();
    await ada.getByText('Only visible to you').waitFor();
    await box.fill('frist');
    await box.press('Enter');
    const message = ada.getByRole('article').filter({ hasText: 'frist' });
    const choose = async (name: string) => {
      await message.hover();
      await message.getByLabel('More actions').click();
      await message.getByRole('menuitem', { name }).click();
    };
    await choose('Hand over to a person');
    await ada.getByText('A person is coming').waitFor();
    await choose('Edit message');
    await ada.getByLabel('Edit message').fill('first');
    await ada.getByRole('button', { name: 'Save' }).click();
    await ada.getByText('(edited)').waitFor();
    expect(slack.messages('C0HELP')[0]?.text).toBe('first');
  });

  test('another site cannot act here, and the page runs no script of its own making', async () => {
    const { slack } = await openPage(browser);
    const body = JSON.stringify({ verb: 'post', user: 'U0ADA', channel: 'C0HELP', text: 'x' });
    const answer = await fetch(`${slack.url}/act`, { method: 'POST', body });
    expect(answer.status).toBe(415);
    expect(slack.messages('C0HELP')).toEqual([]);
    const policy = (await fetch(slack.url)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    expect((await fetch(`${slack.url}/page/..%2fcast.ts`)).status).toBe(404);
  });
});
