import { expect, test } from 'vitest';
import { createExtractiveAnswerer } from '../../src/answering/extractive.ts';
import type { ChannelName, Passage } from '../../src/desk/types.ts';

test('says nothing and cites nothing where nothing was found', async () => {
  expect(await answer('anything', [])).toEqual({ text: '', citations: [], confidence: 0.8 });
});

test('gives a short section as its author wrote it, with its source', async () => {
  const text = 'Copy the token:\n\n1. Open the page.\n2. Press *Copy*.\n\nThen restart.';
  const draft = await answer('where is the token?', [passage({ text })]);
  expect(draft.text).toBe(
    'Copy the token:\n\n1. Open the page.\n2. Press _Copy_.\n\nThen restart.',
  );
  expect(draft.citations).toEqual([
    {
      article: 'guide/a',
      heading: 'Guide › Part',
      url: '/articles/guide/a#part',
      passage: 'guide/a#0',
    },
  ]);
});

test('of a long section takes whole sentences, the one that answers among them', async () => {
  const filler = 'Many other things are written here about the product and its long history. ';
  const text = `${filler.repeat(20)}The webhook retries e.g. three times, see [docs](https://example.com/a.b) first. It then gives up. ${filler.repeat(20)}`;
  const draft = await answer('how often does the webhook retry?', [passage({ text })]);
  expect(draft.text).toMatch(/^The webhook retries e\.g\. three times, see \[docs\]/);
  expect(draft.text).toContain('It then gives up.');
  expect(draft.text).toMatch(/\.$/);
  expect(draft.text.length).toBeLessThanOrEqual(950);
});

test('keeps a list or code whole, and the sentence that introduces it', async () => {
  const filler = 'Nothing of interest to anybody is said in this sentence of filler. '.repeat(14);
  const code = `\`\`\`sh\n${'deploy --rollback release\n'.repeat(50)}\`\`\``;
  const text = `${filler}\n\nTo roll back a release, run this:\n\n${code}\n\n${filler}`;
  for (const question of ['how do I rollback with deploy?', 'how do I roll back a release?']) {
    const draft = await answer(question, [passage({ text })]);
    expect(draft.text).toContain(`To roll back a release, run this:\n\n${code}`);
  }
});

test('drops what a chat cannot show or must not load', async () => {
  const text = [
    '<!-- a secret -->',
    '<script>alert(1)</script>',
    '![a picture](https://tracker.example.com/x.png)',
    '(a-label)=',
    '```{literalinclude} code.py\n:start: 1\n```',
    ':::{note}\nThe token <b>never</b> expires, see {ref}`the page <a-label>`.\n:::',
  ].join('\n\n');
  const draft = await answer('does the token expire?', [passage({ text })]);
  expect(draft.text).toBe('The token never expires, see the page.');
});

test.each<[string, ChannelName, string]>([
  ['[x](https://example.com/a)', 'slack', '[x](https://example.com/a)'],
  ['[x](mailto:a@example.com)', 'slack', '[x](mailto:a@example.com)'],
  ['[x](javascript:alert(1))', 'web', 'x'],
  ['[x](data:text/html,hi)', 'web', 'x'],
  ['[x](other.md#top)', 'web', '[x](/articles/guide/other#top)'],
  ['[x](../b/other.md)', 'web', '[x](/articles/b/other)'],
  ['[x](../../../other.md)', 'web', '[x](/articles/other)'],
  ['[x](other.md)', 'slack', 'x'],
  ['http://example.com/a_b', 'web', '<http://example.com/a_b>'],
  ['<https://example.com/a>', 'web', '<https://example.com/a>'],
  [
    '[https://example.com/a](https://example.com/b)',
    'web',
    '[https://example.com/a](https://example.com/b)',
  ],
  ['[x](/etc/passwd)', 'web', 'x'],
  ['[x][ref]\n\n[ref]: https://example.com/r', 'web', '[x](https://example.com/r)'],
  ['[![pic](https://example.com/p.png)](https://example.com)', 'web', ''],
])('keeps only links that lead somewhere: %s on %s', async (link, channel, expected) => {
  const [first = '', ...rest] = link.split('\n');
  const text = [`Token: ${first} end.`, ...rest].join('\n');
  const draft = await answer('token', [passage({ text })], channel);
  expect(draft.text).toBe(`Token: ${expected} end.`);
});

test('passes over a passage that has nothing to show', async () => {
  const empty = passage({ text: '![only a picture](x.png)' });
  const other = passage({ id: 'guide/b#0', article: 'guide/b', text: 'The token is in the menu.' });
  const draft = await answer('token', [empty, other]);
  expect(draft.text).toBe('The token is in the menu.');
  expect(draft.citations.map(({ article }) => article)).toEqual(['guide/b']);
});

test('adds a second passage only where its heading names what the first leaves out', async () => {
  const slack = passage({ text: 'Slack needs a bot token.' });
  const discord = passage({
    id: 'guide/d#0',
    article: 'guide/d',
    title: 'Connecting Discord',
    headings: ['Connecting Discord'],
    text: 'Discord needs an intent.',
  });
  const both = await answer('What do Slack and Discord need?', [slack, discord]);
  expect(both.text).toBe('Slack needs a bot token.\n\nDiscord needs an intent.');
  expect(both.citations).toHaveLength(2);
  const one = await answer('What does Slack need?', [slack, discord]);
  expect(one.text).toBe('Slack needs a bot token.');
  expect(one.citations).toHaveLength(1);
});

test.each([
  'How much does it cost?',
  'How much does it cost, and who pays?',
  'What does it cost to log in?',
])('adds nothing to "%s" that only shares a word with it', async (question) => {
  const cost = passage({ text: 'It costs nothing. Whoever wants pays.', headings: ['Cost'] });
  const logs = passage({
    id: 'guide/l#0',
    article: 'guide/l',
    headings: ['How much the bot logs'],
    text: 'It logs little.',
  });
  const draft = await answer(question, [cost, logs]);
  expect(draft.citations.map(({ article }) => article)).toEqual(['guide/a']);
});

function passage(part: Partial<Passage>): Passage {
  return {
    id: 'guide/a#0',
    article: 'guide/a',
    title: 'Guide',
    headings: ['Guide', 'Part'],
    anchor: 'part',
    url: null,
    text: '',
    score: 1,
    ...part,
  };
}

function answer(text: string, passages: readonly Passage[], channel: ChannelName = 'web') {
  const answerer = createExtractiveAnswerer({ publicUrl: null });
  const question = { text, context: null, feeling: calm, channel };
  return answerer.draft(question, { passages, confidence: 0.8 });
}

const calm = {
  label: 'calm',
  intensity: 0,
  trend: 'steady',
  scores: { confusion: 0, disappointment: 0, frustration: 0, anger: 0 },
  upset: 0,
} as const;
