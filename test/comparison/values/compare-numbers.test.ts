import { expect, test } from '@jest/globals';
import { isSameNumber } from '../../../src/comparison/values/compare-numbers.ts';

test.each([
  ['1', '1.0', true],
  ['1', '10e-1', true],
  ['100', '1E2', true],
  ['0', '-0.00', true],
  ['0.5', '5e-1', true],
  ['-1', '1', false],
  ['9007199254740993', '9007199254740992', false],
  ['0.1', '0.10000000000000001', false],
  ['1e400', '2e400', false],
  ['10', '1', false],
])('%s and %s: same number %s', (one, other, same) => {
  expect(isSameNumber(one, other)).toBe(same);
  expect(isSameNumber(other, one)).toBe(same);
});
