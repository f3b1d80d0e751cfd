import { expect, test } from 'vitest';
import { citePassage } from '../../src/answering/citations.ts';
import type { ChannelName, Passage } from '../../src/desk/types.ts';

const passage: Passage = {
  id: 'guides/set up#1',
  article: 'guides/set up',
  title: 'Set up',
  headings: ['Set up', 'Create the app'],
  anchor: 'create-the-app',
  url: null,
  text: 'Open the page.',
  score: 1,
};

test.each<[string, Partial<Passage>, string | null, ChannelName, string | null]>([
  [
    "the article's own address",
    { url: 'https://docs.example.com/a' },
    null,
    'slack',
    'https://docs.example.com/a#create-the-app',
  ],
  [
    'an own address with its own fragment',
    { url: 'https://e.com/#/a' },
    null,
    'slack',
    'https://e.com/#/a',
  ],
  [
    'the public address',
    {},
    'https://help.example.com/',
    'slack',
    'https://help.example.com/articles/guides/set%20up#create-the-app',
  ],
  [
    'the top of the article',
    { anchor: '' },
    'https://help.example.com',
    'discord',
    'https://help.example.com/articles/guides/set%20up',
  ],
  ['a relative address on the web', {}, null, 'web', '/articles/guides/set%20up#create-the-app'],
  ['nothing on another platform', {}, null, 'slack', null],
  ['no loopback on Slack', {}, 'http://127.0.0.1:3000', 'slack', null],
  ['no loopback on Discord', {}, 'http://localhost:3000', 'discord', null],
  ['no loopback in the terminal', {}, 'http://[::1]:3000', 'terminal', null],
  [
    'no loopback of the article itself',
    { url: 'http://localhost/a' },
    'https://h.example.com',
    'slack',
    'https://h.example.com/articles/guides/set%20up#create-the-app',
  ],
])('links a citation to %s', (_, part, publicUrl, channel, url) => {
  const citation = citePassage({ ...passage, ...part }, { publicUrl, channel });
  expect(citation).toEqual({
    article: 'guides/set up',
    heading: 'Set up › Create the app',
    url,
    passage: 'guides/set up#1',
  });
});
