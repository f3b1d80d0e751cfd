/** A thread of several people at the desk, in a real browser: files, edits, deletions, a verdict. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editMessage, retractMessage } from '../../src/desk/afterthoughts.ts';
import { openRecords } from '../../src/records/open.ts';
import { accept } from '../contracts/claims.ts';
import { botSays, escalation, sender } from '../desk/build.ts';
import { makeDataDir, type RunningBot, removeDataDir, startBot } from '../running-bot.ts';
import { chromiumPath, launchChromium, whyNoBrowser } from './chromium.ts';

const pictures = join(import.meta.dirname, '..', '..', 'tmp', 'journey');

describe.skipIf(!chromiumPath)(`a thread of several people (${whyNoBrowser})`, () => {
  let browser: Browser;
  let bot: RunningBot;
  let dataDir: string;
  let maria: Page;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    dataDir = await makeDataDir();
    await fillRecords(dataDir);
    bot = await startBot(dataDir);
    browser = await launchChromium();
    maria = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    maria.on('pageerror', (error) => expect.fail(`the page failed: ${error.message}`));
    const { link } = await bot.command<{ link: string }>('desk', 'invite', 'Maria');
    await maria.goto(`${bot.url}/desk${link.slice(link.indexOf('#'))}`);
    await maria.getByTestId('entry').first().click();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await bot?.end('SIGTERM');
    await removeDataDir(dataDir);
  });

  test('tells who is who, what came with a message, and what was edited or deleted', async () => {
    const lines = maria.getByTestId('desk-line-said');
    await lines.nth(3).waitFor();
    expect(await lines.allInnerTexts()).toEqual([
      expect.stringMatching(
        /^Ada[\s\S]*edited[\s\S]*invoice 4711[\s\S]*invoice\.pdf, screen\.png$/,
      ),
      expect.stringMatching(/^Bot/),
      expect.stringMatching(/^Bo[\s\S]*not the customer[\s\S]*Same here/),
      expect.stringMatching(/^Ada[\s\S]*Deleted by its author\.$/),
    ]);
    await maria.screenshot({ path: join(pictures, 'desk-thread.png') });
  });

  test('takes a verdict with one press, which is still there after a reload', async () => {
    const button = () => maria.getByTestId('verdict-not_needed');
    expect(await button().getAttribute('aria-pressed')).toBe('false');
    await button().click();
    await maria.locator('[data-testid=verdict-not_needed][aria-pressed=true]').waitFor();
    await maria.reload();
    await maria.locator('[data-testid=verdict-not_needed][aria-pressed=true]').waitFor();
    await maria.screenshot({ path: join(pictures, 'desk-verdict.png') });
    await maria.setViewportSize({ width: 390, height: 844 });
    await maria.screenshot({ path: join(pictures, 'desk-verdict-phone.png') });
  });
});

async function fillRecords(dataDir: string): Promise<void> {
  const records = await openRecords({ dataDir, now: Date.now });
  const writes = (externalId: string, text: string, name = 'Ada', files: string[] = []) =>
    accept(records, { externalId, text, author: sender(name), attachments: files, at: Date.now() });
  const files = ['invoice.pdf', 'screen.png'];
  const { conversationId: id } = await writes('q1', 'My invoice is wrong', 'Ada', files);
  const at = Date.now();
  const { change } = records.conversations;
  await change(id, editMessage('q1', 'Why was invoice 4711 charged twice?', at));
  await change(id, () => ({ result: undefined, say: [botSays('I looked it up.', { at })] }));
  await writes('b1', 'Same here, since Monday', 'Bo');
  await writes('q2', 'Forget what I said about my card');
  await change(id, retractMessage('q2', at));
  await change(id, () => ({
    result: undefined,
    holder: { kind: 'queue' },
    escalation: escalation({ openedAt: at, since: at, calledAt: at }),
  }));
  await records.db.updateTable('inbox').set({ settled_at: at }).execute();
  await records.close();
}
