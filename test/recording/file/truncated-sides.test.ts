import { expect, test } from '@jest/globals';
import { truncatedSides } from '../../../src/recording/file/truncated-sides.ts';

test.each([
  [false, false, {}],
  [true, false, { truncated: 'request' }],
  [false, true, { truncated: 'response' }],
  [true, true, { truncated: 'both' }],
])('request cut %s, response cut %s', (request, response, expected) => {
  expect(truncatedSides({ request, response })).toEqual(expected);
});
