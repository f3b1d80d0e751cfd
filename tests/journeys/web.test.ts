/** The whole mission once, in a real browser: a customer, two agents, and the bot between them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDataDir, type RunningBot, removeDataDir, startBot } from '../running-bot.ts';
import { chromiumPath, launchChromium, whyNoBrowser } from './chromium.ts';

const pictures = join(import.meta.dirname, '..', '..', 'tmp', 'journey');

describe.skipIf(!chromiumPath)(`the web, from question to reopening (${whyNoBrowser})`, () => {
  let browser: Browser;
  let bot: RunningBot;
  let dataDir: string;
  let customer: Page;
  let maria: Page;
  let tom: Page;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    dataDir = await makeDataDir();
    bot = await startBot(dataDir);
    browser = await launchChromium();
    customer = await openPage(`${bot.url}/`);
    maria = await openPage(await invite('Maria'));
    tom = await openPage(await invite('Tom'));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await bot?.end('SIGTERM');
    await removeDataDir(dataDir);
  });

  const openPage = async (url: string): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`));
    await page.goto(url);
    return page;
  };
  const invite = async (name: string): Promise<string> => {
    const { link } = await bot.command<{ link: string }>('desk', 'invite', name);
    return `${bot.url}/desk${link.slice(link.indexOf('#'))}`;
  };
  const say = async (text: string): Promise<void> => {
    await customer.getByTestId('message').fill(text);
    await customer.getByTestId('message').press('Enter');
  };
  const answer = async (agent: Page, text: string): Promise<void> => {
    await agent.getByTestId('desk-text').fill(text);
    await agent.getByTestId('desk-send').click();
  };
  const picture = async (page: Page, name: string): Promise<void> => {
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };
  const botLines = (): Locator => customer.getByTestId('line-bot');
  const see = (page: Page, text: string | RegExp): Promise<void> =>
    page.getByText(text).first().waitFor();

  test('a customer asks and gets an answer with its source', async () => {
    await picture(customer, '1-welcome');
    await say('How do I connect Slack?');
    await botLines().first().waitFor();
    const source = botLines().first().getByTestId('sources').getByRole('link').first();
    expect(await source.getAttribute('href')).toMatch(/^\/articles\/connecting-slack/);
    await picture(customer, '2-answer');
  });

  test('an upset customer is told that a person is called, and the desk sees why', async () => {
    await say('This is RIDICULOUS!!! Third time I ask and it is still not working. Useless bot!');
    await see(customer, /bringing in a person/);
    await see(customer, /I have notified the team/);
    const waiting = maria.getByTestId('entry').first();
    await waiting.click();
    await maria.getByTestId('packet').getByText('How do I connect Slack?').first().waitFor();
    await picture(customer, '3-hand-over');
    await picture(maria, '4-desk-waiting');
  });

  test('a person claims, both talk, and the bot keeps quiet', async () => {
    const before = await botLines().count();
    await maria.getByTestId('claim').click();
    await see(customer, /Maria is taking over/);
    await answer(maria, 'Hello, this is Maria. I am looking at it now.');
    await see(customer, 'Hello, this is Maria. I am looking at it now.');
    await say('How do I connect Discord?');
    await see(maria, 'How do I connect Discord?');
    await customer.waitForTimeout(700);
    expect(await botLines().count()).toBe(before);
    await picture(customer, '5-with-maria');
    await picture(maria, '6-desk-claimed');
  });

  test('the second agent who claims is told who was quicker', async () => {
    const id = new URL(maria.url()).hash.slice(1);
    const refusal = await tom.evaluate(async (conversation) => {
      const claim = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
      const response = await fetch(`/api/desk/conversations/${conversation}/claim`, claim);
      return { status: response.status, body: await response.text() };
    }, id);
    expect(refusal.status).toBe(409);
    expect(refusal.body).toContain('Maria has this conversation');
  });

  test('a transfer carries an internal note that the customer never sees', async () => {
    await maria.getByTestId('transfer').click();
    const dialog = maria.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Tom/ }).check();
    await maria.getByTestId('transfer-note').fill('Please look at the tokens, Tom.');
    await maria.getByTestId('transfer-send').click();
    await see(customer, /Tom is taking this over/);
    await tom.getByTestId('toast').getByText('was given to you').waitFor();
    await tom.getByTestId('toast').getByRole('button', { name: 'Open' }).click();
    await see(tom, 'Please look at the tokens, Tom.');
    await answer(tom, 'Tom here: please try once more.');
    await see(customer, 'Tom here: please try once more.');
    expect(await customer.content()).not.toContain('Please look at the tokens');
    await picture(tom, '7-desk-transferred');
  });

  test('handed back, the bot answers again', async () => {
    await tom.getByTestId('hand-back').click();
    await see(customer, /Tom has handed this back/);
    const before = await botLines().count();
    await say('How do I invite a colleague to the desk?');
    await botLines().nth(before).waitFor();
    await picture(customer, '8-handed-back');
  });

  test('a resolved case is reopened by the next message, and thanks does not reopen it', async () => {
    await customer.getByTestId('ask-person').click();
    await see(customer, /I'm bringing in a person/);
    await maria.getByTestId('entry').first().click();
    await maria.getByTestId('claim').click();
    await maria.getByTestId('resolve').click();
    await see(customer, /Maria has marked this as resolved/);
    await say('Thank you!');
    await see(customer, /welcome|Glad to/);
    await say('It broke again this morning');
    await see(customer, /I have reopened your case/);
    await see(maria, /It broke again this morning/);
    await picture(maria, '9-desk-reopened');
  });

  test('the link of the conversation opens it on another day', async () => {
    await customer.reload();
    await see(customer, 'How do I connect Slack?');
    await see(customer, 'It broke again this morning');
  });
});
