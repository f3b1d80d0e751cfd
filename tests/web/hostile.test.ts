import { expect, test } from 'vitest';
import { renderArticle } from '../../src/web/article-page.ts';
import { createMarkdown } from '../../src/web/markdown.ts';
import { toReplyText } from '../../src/web/reply-text.ts';
import { botSays } from '../desk/build.ts';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';
import { openWeb } from './open-web.ts';

const strings = hasNaughtyStrings ? readNaughtyStrings() : [];

const attribute =
  / (?:(?:rel|target|class|type|start|align|id)="[^"]*"|checked|disabled|href="(?:https?:\/\/|mailto:|\/articles\/|#)[^"]*")/y;

/** Every `<` of a rendered text must open a tag that was meant, with attributes that cannot act. */
function faultOf(html: string): string | undefined {
  for (const [tag] of html.matchAll(/<[^>]*>?/g)) {
    const name =
      /^<\/?(?:a|blockquote|br|code|del|em|h[1-6]|hr|input|li|ol|p|pre|strong|t(?:able|body|d|h|head|r)|ul)(?=[ >])/.exec(
        tag,
      );
    if (!name) return tag;
    attribute.lastIndex = name[0].length;
    while (attribute.lastIndex < tag.length - 1) if (!attribute.exec(tag)) return tag;
  }
  return undefined;
}

test.skipIf(!hasNaughtyStrings)(
  `escapes every naughty string in an answer and in an article: ${whyNoEvalData}`,
  () => {
    const render = createMarkdown();
    const frames = [
      '$',
      '[x]($)',
      '[$](https://example.com)',
      '# $',
      '```$\n$\n```',
      '| $ |\n|---|\n| $ |',
    ];
    for (const string of strings) {
      for (const frame of frames) {
        const markdown = frame.replaceAll('$', () => string);
        expect(faultOf(render(markdown)), string).toBeUndefined();
        const page = renderArticle({ path: 'a', title: string, markdown });
        expect(faultOf(page), string).toBeUndefined();
        expect(() => toReplyText(markdown)).not.toThrow();
      }
    }
  },
);

test.skipIf(!hasNaughtyStrings)(
  `takes every naughty string as a question, whole: ${whyNoEvalData}`,
  async () => {
    const web = await openWeb();
    const sent = strings.filter((string) => string !== '');
    for (let from = 0; from < sent.length; from += 100) {
      const some = sent.slice(from, from + 100);
      const ada = await web.customer();
      for (const string of some) expect((await ada.say(string)).status).toBe(202);
      expect((await ada.see()).messages.map(({ text }) => text)).toEqual(some);
    }
  },
);

test('an answer links only to the web, to mail and to articles, and shows no picture', () => {
  const render = createMarkdown();
  const refused = [
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    '/desk',
    'vbscript:x',
    'file:///etc',
  ];
  for (const address of refused) expect(render(`[x](${address})`), address).not.toContain('href');
  const allowed = [
    'https://example.com',
    'http://example.com',
    'mailto:a@example.com',
    '/articles/a',
  ];
  for (const address of allowed) {
    expect(render(`[x](${address})`)).toContain(`href="${address}"`);
    expect(render(`[x](${address})`)).toContain('noopener');
  }
  expect(render('![alt](https://example.com/x.png)')).toBe('<p>alt</p>');
});

test('an answer nested beyond measure is still to be read', async () => {
  const web = await openWeb();
  const ada = await web.customer();
  await ada.say('Hello');
  const { id } = await web.conversation();
  await web.write(id, { say: [botSays(`${'>'.repeat(30_000)} deep`)] });
  await web.deliver();
  expect((await ada.see()).messages.at(-1)?.html).toContain('deep');
});
