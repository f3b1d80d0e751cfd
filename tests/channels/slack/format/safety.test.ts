import { describe, expect, test } from 'vitest';
import { look, post, said } from './shown.ts';

describe('safety', () => {
  test.each([
    ['<!channel> <!here|x> <@U1> <#C1> <!subteam^S1>'],
    ['`<!channel>` and **<@U1>**'],
    ['@here @channel @everyone'],
    ['&lt;!channel&gt; &#60;@U1>'],
    ['```\n<!everyone>\n```'],
    ['| <!channel> |\n|---|\n| <@U1> |'],
    ['[<!channel>](https://e.example/<!here>)'],
  ])('calls nobody: %s', (markdown) => {
    // That only text and links come of it is checked of every post.
    const message = said(markdown, {
      citations: [
        { article: 'a', heading: '<!channel> @here', url: 'https://e.example/', passage: 'a#1' },
      ],
    });
    expect(post(message).length).toBe(1);
  });

  test.each([
    ['[bank.com](https://evil.example/)', '[bank.com (evil.example)](https://evil.example/)'],
    [
      '[**bank**.com](https://evil.example/)',
      '[*bank*](https://evil.example/)[.com (evil.example)](https://evil.example/)',
    ],
    [
      '[https://bank.com/a](https://evil.example/a)',
      '[https://bank.com/a (evil.example)](https://evil.example/a)',
    ],
    [
      '[ｂａｎｋ．ｃｏｍ](https://evil.example/)',
      '[ｂａｎｋ．ｃｏｍ (evil.example)](https://evil.example/)',
    ],
    ['[bank。com](https://evil.example/)', '[bank。com (evil.example)](https://evil.example/)'],
    [
      '[bank\u200b.com](https://evil.example/)',
      '[bank\u200b.com (evil.example)](https://evil.example/)',
    ],
    [
      'bank.com/[log in](https://evil.example/)',
      'bank.com/[log in (evil.example)](https://evil.example/)',
    ],
    [
      'bank.com/**[log in](https://evil.example/)**',
      'bank.com/[*log in (evil.example)*](https://evil.example/)',
    ],
    [
      '[bank\u2024com](https://evil.example/)',
      '[bank\u2024com (evil.example)](https://evil.example/)',
    ],
    [
      '[log in](https://bank.com@evil.example/)',
      '[log in (evil.example)](https://bank.com@evil.example/)',
    ],
    [
      '[https://bank.com@evil.example/](https://evil.example/)',
      '[https://bank.com@evil.example/ (evil.example)](https://evil.example/)',
    ],
    [
      'https://bank.com@evil.example/',
      '[https://bank.com@evil.example/ (evil.example)](https://bank.com@evil.example/)',
    ],
    [
      '[log in](https://bank.com:x@evil.example/)',
      '[log in (evil.example)](https://bank.com:x@evil.example/)',
    ],
    ['[pay](https://b\u0430nk.com/)', '[pay (xn--bnk-6cd.com)](https://xn--bnk-6cd.com/)'],
    [
      '[bank.com](https://bank.com.evil.example/)',
      '[bank.com (bank.com.evil.example)](https://bank.com.evil.example/)',
    ],
    [
      '[bank.com](mailto:thief@evil.example)',
      '[bank.com (thief@evil.example)](mailto:thief@evil.example)',
    ],
    ['[127.0.0.1](http://2130706434/)', '[127.0.0.1 (127.0.0.2)](http://127.0.0.2/)'],
    ['[](https://evil.example/)', '[evil.example](https://evil.example/)'],
  ])('shows where %s leads', (markdown, drawn) => {
    expect(look(markdown)).toBe(drawn);
  });

  test.each([
    ['[bank.com](https://bank.com/login)'],
    ['[www.bank.com](https://bank.com/)'],
    ['[bank.com/readme.md](https://bank.com/readme.md)'],
    ['[the log-in page](https://bank.com/)'],
    ['[desk.yaml](https://bank.com/)'],
    ['[version 1.2.3](https://bank.com/)'],
    ['(see [docs](https://bank.com/).)'],
    ['[https://bank.com/a](https://bank.com/a), then'],
  ])('believes %s', (markdown) => {
    expect(look(markdown)).toBe(markdown);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/articles/a',
    '#b',
    'slack://open',
    'mailto:',
    'https://',
  ])('leaves only the words of a link to %s', (target) => {
    expect(look(`[words](${target}) [more][r]\n\n[r]: ${target}`)).toBe('words more');
  });

  test('leaves only the words of a link that is absurdly long, or whose address is', () => {
    expect(look(`[words](https://e.example/${'a'.repeat(2_000)})`)).toBe('words');
    const label = 'bank.com '.repeat(70).trim();
    expect(look(`[${label}](https://evil.example/)`)).toBe(
      `${label} ([evil.example](https://evil.example/))`,
    );
  });

  test('loads no image and keeps what it shows', () => {
    expect(
      look(
        '![a chart](https://evil.example/p.png) ![b][r] <img alt="c" src="x">\n\n[r]: https://e.example/',
      ),
    ).toBe('a chart b c');
  });

  test('takes out what moves cursors or turns the direction of words', () => {
    expect(look('a[^\u202e]\n\n[^\u202e]: b')).toBe('a[]\n\n[] b');
    expect(look('a\u202eb\u2066c\u0007d\u001b[31me &#x202e;f\ud800')).toBe('abcde f\ufffd');
  });
});
