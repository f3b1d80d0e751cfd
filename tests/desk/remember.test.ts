import { expect, test } from 'vitest';
import { rememberNewest } from '../../src/desk/remember.ts';

test('makes a value once, as long as it is among the newest asked for', () => {
  const made: string[] = [];
  const shout = rememberNewest(2, (word) => {
    made.push(word);
    return word.toUpperCase();
  });
  const said = ['a', 'b', 'a', 'c', 'a', 'b'].map(shout);
  expect(said).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
  // b was the oldest when c came.
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
