import { expect, test } from '@jest/globals';
import { type HeaderLines, headerOf, headerValues } from '../../src/domain/recording.ts';

const lines: HeaderLines = [
  ['Accept', '1'],
  ['b', '2'],
  ['ACCEPT', '3'],
];

test('a header is found in whatever case: every line of it, or the first', () => {
  expect(headerValues(lines, 'accept')).toEqual(['1', '3']);
  expect(headerOf(lines, 'accept')).toBe('1');
});

test('a header that is not there has no value', () => {
  expect(headerValues(lines, 'c')).toEqual([]);
  expect(headerOf(lines, 'c')).toBeUndefined();
});
