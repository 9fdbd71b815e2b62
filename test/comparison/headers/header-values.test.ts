import { expect, test } from '@jest/globals';
import { groupHeaders, headerValue } from '../../../src/comparison/headers/header-values.ts';

const lines = [
  ['Vary', 'accept'],
  ['X-A', '1'],
  ['vary', 'origin'],
] as const;

test('values are grouped by name without case, in order', () => {
  expect(groupHeaders(lines)).toEqual(
    new Map([
      ['vary', ['accept', 'origin']],
      ['x-a', ['1']],
    ]),
  );
});

test('repeated lines are one value, a missing header none', () => {
  expect(headerValue(lines, 'vary')).toBe('accept, origin');
  expect(headerValue(lines, 'etag')).toBeNull();
});
