/** Strings that break software, sent as questions and planted as articles. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';
import { makeDataDir, type RunningBot, removeDataDir, startBot } from '../running-bot.ts';
import { chromiumPath, launchChromium, whyNoBrowser } from './chromium.ts';

/** What no message may turn into. */
const planted =
  'script, img, iframe, object, embed, style, form, base, meta, [onerror], [onload], [onclick], [onmouseover]';

/** A page shows the newest 200 messages, the bot's among them. */
const perPage = 90;

interface Line {
  readonly from: string;
  readonly text: string | null;
  readonly html: string | null;
}

describe.skipIf(!hasNaughtyStrings)(`the naughty strings (${whyNoEvalData})`, () => {
  const strings = hasNaughtyStrings ? readNaughtyStrings() : [];
  const sendable = strings.filter((text) => text !== '');
  let bot: RunningBot;
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await makeDataDir();
    const articles = join(dataDir, 'articles');
    await mkdir(articles);
    await Promise.all(strings.map((text, at) => plant(articles, text, at)));
    bot = await startBot(dataDir, { KNOWLEDGE_DIR: articles });
  }, 60_000);

  afterAll(async () => {
    await bot?.end('SIGTERM');
    await removeDataDir(dataDir);
  });

  const post = (path: string, token: string, body: object): Promise<Response> =>
    fetch(`${bot.url}/api/chat/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
  const openConversation = async (): Promise<string> =>
    (await readJson<{ token: string }>(await post('start', '', {}))).token;
  const send = (token: string, text: string): Promise<Response> =>
    post('messages', token, { id: crypto.randomUUID(), text });
  const readLines = async (token: string): Promise<readonly Line[]> => {
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${bot.url}/api/chat`, { headers });
    return (await readJson<{ messages: Line[] }>(response)).messages;
  };
  const settled = async (token: string): Promise<readonly Line[]> => {
    for (let tries = 0; tries < 200; tries += 1) {
      const lines = await readLines(token);
      if (lines.length > 1) return lines;
      await sleep(50);
    }
    throw new Error('no answer came');
  };

  test('each is answered or handed over, and stands whole in its conversation', async () => {
    const tokens = await Promise.all(
      sendable.map(async (text) => {
        const token = await openConversation();
        expect((await send(token, text)).status).toBe(202);
        return token;
      }),
    );
    for (const [at, token] of tokens.entries()) {
      const [question] = await settled(token);
      expect(question?.text).toBe(sendable[at]);
    }
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  }, 120_000);

  test('an empty message is refused in words', async () => {
    const refused = await send(await openConversation(), '');
    expect(refused.status).toBe(400);
    expect((await readJson<{ error: string }>(refused)).error).toMatch(/Write something first/);
  });

  test.skipIf(!chromiumPath)(
    `none is run or becomes an element in a page (${whyNoBrowser})`,
    async () => {
      const browser = await launchChromium();
      const page = await browser.newPage();
      const alarms: string[] = [];
      page.on('dialog', (dialog) => {
        alarms.push(dialog.message());
        dialog.dismiss();
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(bot.url)) alarms.push(request.url());
      });
      const some = sendable.filter((text) => /[<>"'`&\\]|script|on\w+=/i.test(text));
      for (let from = 0; from < some.length; from += perPage) {
        const token = await openConversation();
        const batch = some.slice(from, from + perPage);
        for (const text of batch) await send(token, text);
        await page.goto('about:blank');
        await page.goto(`${bot.url}/#${token}`);
        await page
          .getByTestId('line-customer')
          .nth(batch.length - 1)
          .waitFor();
        expect(await page.getByTestId('lines').locator(planted).count()).toBe(0);
      }
      for (let at = 0; at < strings.length; at += 25) {
        await page.goto(`${bot.url}/articles/article-${at}`);
      }
      await page.goto(bot.deskUrl);
      await page.getByTestId('entry').first().click();
      await page.getByTestId('packet').waitFor();
      await browser.close();
      expect(alarms).toEqual([]);
    },
    120_000,
  );
});

async function readJson<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

function plant(folder: string, text: string, at: number): Promise<void> {
  const title = JSON.stringify(text.slice(0, 200));
  const markdown =
    at % 2 === 0 ? `# ${text}\n\n${text}\n` : `---\ntitle: ${title}\n---\n\n${text}\n`;
  return writeFile(join(folder, `article-${at}.md`), markdown);
}
