import { describe, expect, test } from 'vitest';
import { redact } from '../../src/desk/redact.ts';
import { hasNaughtyStrings, readNaughtyStrings, whyNoEvalData } from '../eval-data.ts';

describe('takes out what names a person or opens an account', () => {
  test.each([
    ['mail me at jo.doe+x@mail.example.co.uk, thanks', 'mail me at [email], thanks'],
    ['<mailto:jo@example.com|jo@example.com>', '<mailto:[email]|[email]>'],
    ['jürgen@müller.example', '[email]'],
    ['jo at example dot com', '[email]'],
    ['jo(at)example(dot)com', '[email]'],

    ['card 4111 1111 1111 1111 12/27', 'card [card] 12/27'],
    ['card:4111111111111111', 'card:[card]'],
    ['order 12 4111-1111-1111-1111.', 'order 12 [card].'],
    ['4111 1111 1111 1111 123', '[card] 123'],
    ['amex 3782 822463 10005', 'amex [card]'],
    ['amex 378282246310005', 'amex [card]'],

    ['my iban is DE89 3704 0044 0532 0130 00 please', 'my iban is [iban] please'],
    ['GB82WEST12345698765432', '[iban]'],
    ['de89370400440532013000', '[iban]'],

    ['call +49 171 2345678', 'call [phone]'],
    ['+1 (555) 123-4567', '[phone]'],
    ['0049 171 2345678', '[phone]'],
    ['(555) 123-4567 or 555-123-4567', '[phone] or [phone]'],
    ['030 1234567 and 06 12 34 56 78', '[phone] and [phone]'],
    ['my number: 0171/2345678', 'my number: [phone]'],
    ['phone: 2025550123', 'phone: [phone]'],
    ['call me at 2025550123', 'call me at [phone]'],
    ['call me 2025550123 or 2025550124', 'call me [phone] or [phone]'],
    ['020 7946 0958', '[phone]'],

    ['from 203.0.113.7:8080', 'from [ip]:8080'],
    ['fe80::1ff:fe23:4567:890a', '[ip]'],
    ['2001:db8:85a3:0:0:8a2e:370:7334', '[ip]'],

    ['sk-abcdefghijklmnop1234', '[secret]'],
    ['sk_live_abcdefghijklmnop', '[secret]'],
    ['xoxb-123456-abcdef', '[secret]'],
    ['xapp-1-A02-333-abcdef', '[secret]'],
    [`ghp_${'a1'.repeat(18)}`, '[secret]'],
    ['AKIAIOSFODNN7EXAMPLE', '[secret]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc-_', '[secret]'],
    ['Authorization: Bearer abc123def456ghi789', 'Authorization: Bearer [secret]'],
    ['token=abc123def456ghi789jkl', 'token=[secret]'],
    ['api key 9fceb02d0ae598e95dc970b74767f19372d61af8', 'api key [secret]'],
    ['{"apiKey": "abcd1234efgh5678"}', '{"apiKey": "[secret]"}'],
    ['password: hunter2', 'password: [secret]'],
    ['PASSWORD = correcthorse', 'PASSWORD = [secret]'],
    ['my password is hunter2!', 'my password is [secret]!'],
    ['DB_PASSWORD="s3cr3t!"', 'DB_PASSWORD="[secret]"'],
    ['postgres://bob:hunter2@db/x', 'postgres://bob:[secret]@db/x'],
    ['pin 1234', 'pin [secret]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc\n-----END RSA PRIVATE KEY-----', '[secret]'],
  ])('%s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });
});

describe('leaves alone what names nobody', () => {
  test.each([
    'How do I connect Slack?',
    '01-02-2024 10:30',
    '2024-01-15 10:30:00',
    '2024-01-15T10:30:00.123Z',
    'version 1.2.3.4',
    'v1.2.3.4 and 10.4.0',
    'listens on 127.0.0.1:3000',
    'std::vector a::b 12:30:45 ::',
    'order 0123456789',
    'order 0012345678',
    'order number: 0171 2345678',
    '1700000000000 1700000000',
    '4111 1111 1111 1112',
    'DE89370400440532013001',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'key: value',
    'the key is in settings',
    'password is incorrect',
    'password reset 2024',
    'Forgot password: how do I reset it?',
    'sessions pass 12 tests',
    'secret santa',
    'phone support',
    'pin code 851133',
    'const a = 0.123456789;',
    'Error 0x80070057 at 00:12:33',
    'ISBN 978-3-16-148410-0',
    'issue #12345678901',
    'https://example.com/a/123456789012345',
    '@everyone look at this',
    '3 + 4 = 7, 100 000 000 people',
    'SLACK_BOT_TOKEN and SLACK_APP_TOKEN',
    '',
  ])('%s', (text) => {
    expect(redact(text)).toBe(text);
  });
});

test('redacting twice changes nothing more', () => {
  const once = redact(
    'password: hunter2 jo@example.com +49 171 2345678 4111111111111111 203.0.113.7',
  );
  expect(redact(once)).toBe(once);
});

describe('stays quick', () => {
  test.each([
    ['letters', 'a'.repeat(40_000)],
    ['digits', '1'.repeat(40_000)],
    ['spaced digits', '4 '.repeat(20_000)],
    ['signs of mail', 'a@'.repeat(20_000)],
    ['dots', 'a.'.repeat(20_000)],
    ['mail without end', `a@${'b.'.repeat(20_000)}`],
    ['colons', ':'.repeat(40_000)],
    ['hex groups', 'ab:'.repeat(13_000)],
    ['IBAN beginnings', 'DE89 '.repeat(8_000)],
    ['plus signs', '+1'.repeat(20_000)],
    ['passwords', 'password: '.repeat(4_000)],
    ['tokens', 'eyJ'.repeat(13_000)],
    ['token beginnings', '-eyJaaaaaa'.repeat(4_000)],
    ['keys begun', '-----BEGIN PRIVATE KEY-----'.repeat(1_500)],
    ['dashes', '-'.repeat(40_000)],
    ['address beginnings', '://a:'.repeat(8_000)],
    ['spaces', ' '.repeat(40_000)],
    ['brackets', '(0'.repeat(20_000)],
  ])('over 40,000 characters of %s: within 100 ms', (_name, text) => {
    const tookMs = [1, 2, 3].map(() => {
      const startedAt = performance.now();
      redact(text);
      return performance.now() - startedAt;
    });
    expect(Math.min(...tookMs)).toBeLessThan(100);
  });

  test.skipIf(!hasNaughtyStrings)(`and whole over every hostile string: ${whyNoEvalData}`, () => {
    for (const text of readNaughtyStrings()) expect(redact(redact(text))).toBe(redact(text));
  });
});
