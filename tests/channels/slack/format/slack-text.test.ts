import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  escapeMrkdwn,
  mentions,
  readSlackText,
  withoutMention,
} from '../../../../src/channels/slack/format/slack-text.ts';

const names: Readonly<Record<string, string>> = { U1: 'Ann', U2: 'Bo' };
const read = (text: string): string => readSlackText(text, (user) => names[user] ?? null);

describe('escaped text', () => {
  test('shows what it is and calls nobody', () => {
    expect(escapeMrkdwn('a & <!channel> <@U1|x>')).toBe('a &amp; &lt;!channel&gt; &lt;@U1|x&gt;');
    expect(escapeMrkdwn('&amp;')).toBe('&amp;amp;');
    expect(escapeMrkdwn('@here me@heresy.example')).toBe('@\u200bhere me@heresy.example');
    expect(escapeMrkdwn('a\u202eb\u0007\u001b[31mc\r\nd')).toBe('abc\nd');
  });

  test('is read back as it was', () => {
    const text = fc.string({ unit: fc.constantFrom(...'ab<>&;!@#|:/ ltgmp\n'), maxLength: 60 });
    fc.assert(
      fc.property(text, (words) => {
        expect(read(escapeMrkdwn(words))).toBe(words);
      }),
    );
  });
});

describe('what a person typed', () => {
  test.each([
    ['hi <@U1> and <@U2|bo>', 'hi @Ann and @Bo'],
    ['<@U9|carl> <@U8>', '@carl @U8'],
    ['in <#C1|help> or <#C2|> or <#C3>', 'in #help or #C2 or #C3'],
    ['<!here> <!channel|channel> <!everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@support> <!subteam^S2>', '@support @S2'],
    ['<!date^1700000000^{date}|14 Nov>', '14 Nov'],
    ['<https://e.example/a?b=1&amp;c=2>', 'https://e.example/a?b=1&c=2'],
    ['<http://e.example|e.example>', 'e.example'],
    ['<https://e.example/|https://e.example>', 'https://e.example'],
    ['<https://e.example/a|the page>', 'the page (https://e.example/a)'],
    ['<mailto:a@e.example|a@e.example> <tel:+123|+123>', 'a@e.example +123'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;', '1 < 2 && 3 > 2 &lt;'],
    ['&lt;@U1&gt; &lt;!here&gt;', '<@U1> <!here>'],
    ['*bold* _it_ `code` :wave:\n&gt; quote', '*bold* _it_ `code` :wave:\n> quote'],
  ])('%s', (text, words) => {
    expect(read(text)).toBe(words);
  });
});

test('those who are called are known in order, each once', () => {
  expect(mentions('<@U2> <@U1|ann> <@U2> &lt;@U3&gt; <#C1> <!here>')).toEqual(['U2', 'U1']);
});

test.each([
  ['<@B1> how do I pay?', 'how do I pay?'],
  ['<@B1|earshot>, how do I pay?', 'how do I pay?'],
  ['  <@B1>: hi', 'hi'],
  ['hey <@B1> how', 'hey how'],
  ['ask <@B1>, please', 'ask, please'],
  ['is <@U1> there, <@B1>?', 'is <@U1> there,?'],
  ['<@B1>', ''],
  ['<@B1> <@B1>\nline', 'line'],
])('without the bot’s own name: %s', (text, left) => {
  expect(withoutMention(text, 'B1')).toBe(left);
});
