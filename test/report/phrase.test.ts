import { expect, test } from '@jest/globals';
import { join, joinFirst, prose, say, valueOrNothing } from '../../src/report/phrase.ts';

test('text that is put in is a value, numbers and phrases stay what they are', () => {
  expect(say`${3} of ${'a'}${prose('b')}: ${['words']}`).toEqual([
    '3',
    ' of ',
    { value: 'a' },
    { prose: 'b' },
    ': ',
    'words',
  ]);
});

test('lists are joined, and what is left out is counted', () => {
  const three = [['a'], ['b'], ['c']];
  expect(join(three, ', ').join('')).toBe('a, b, c');
  expect(joinFirst(three, ', ', 2).join('')).toBe('a, b, 1 more');
  expect(joinFirst(three, ', ', 3).join('')).toBe('a, b, c');
  expect(join([], ', ')).toEqual([]);
});

test('what cannot be seen is named', () => {
  expect(valueOrNothing(null)).toEqual(['nothing']);
  expect(valueOrNothing('')).toEqual(['an empty text']);
  expect(valueOrNothing('nothing')).toEqual([{ value: 'nothing' }]);
});
