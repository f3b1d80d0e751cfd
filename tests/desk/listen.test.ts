import { describe, expect, test } from 'vitest';
import type { Hearing } from '../../src/desk/incoming.ts';
import { isRequest } from '../../src/desk/is-request.ts';
import { listen } from '../../src/desk/listen.ts';
import { incoming, sender } from './build.ts';
import { requests, talk } from './support-channel.ts';

describe('tells requests from talk in a support channel', () => {
  test('hears every request: who is left unanswered is worse off', () => {
    expect(requests.filter((line) => !isRequest(line))).toEqual([]);
  });

  test('leaves five of six lines of talk to people', () => {
    const taken = talk.filter(isRequest);
    expect(taken.length / talk.length, taken.join('\n')).toBeLessThan(1 / 6);
  });

  test('takes what is said to somebody by name for theirs', () => {
    for (const line of ['@mo can you help?', 'Hi @mo, is it fixed?', 'Thanks @mo!', 'cc @mo']) {
      expect(isRequest(line), line).toBe(false);
    }
  });

  test('hears a trouble behind praise, thanks or an announcement', () => {
    for (const opening of ['Great product', 'Thanks a lot', 'Good morning all', 'Happy new year']) {
      expect(isRequest(opening), opening).toBe(false);
      expect(isRequest(`${opening}! The export stops at 80%.`), opening).toBe(true);
      expect(isRequest(`${opening}, but the export stops at 80%`), opening).toBe(true);
    }
  });
});

describe('hears in a channel of customers', () => {
  const mo = sender('U-mo', 'Mo', 'Mo');
  const rows: readonly [string, Hearing, Parameters<typeof incoming>[0], string | null, string][] =
    [
      ['a request', 'always', {}, null, 'customer'],
      ['talk', 'always', { text: 'lol' }, null, 'pass_over'],
      ['a file with no word', 'always', { text: '', attachments: ['a.png'] }, null, 'customer'],
      ['a request where it is to be mentioned', 'when_mentioned', {}, null, 'pass_over'],
      ['a request where it is to be sure', 'when_confident', {}, null, 'customer'],
      ['talk that mentions the bot', 'called', { text: 'lol' }, null, 'customer'],
      ['anything that is written to the bot alone', 'direct', { text: 'lol' }, null, 'customer'],
      ['a request of an agent', 'always', { author: mo }, null, 'pass_over'],
      ['an agent who calls the bot', 'called', { author: mo }, null, 'customer'],
      ['an agent in a customer’s thread', 'always', { author: mo }, 'U-ada', 'agent'],
      ['an agent in their own thread', 'always', { author: mo }, 'U-mo', 'customer'],
      ['a follow-up without a mention', 'when_mentioned', { text: 'and?' }, 'U-ada', 'customer'],
    ];
  test.each(rows)('%s', (_, hearing, parts, customer, heard) => {
    expect(listen(incoming({ ...parts, hearing }), customer)).toBe(heard);
  });
});
