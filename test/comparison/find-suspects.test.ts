import { expect, test } from '@jest/globals';
import { findSuspects } from '../../src/comparison/find-suspects.ts';
import { aJson, aRun } from './builders.ts';

test('an exchange is suspect when anything in it is more than noise', () => {
  const noisy = (id: string, price: number) => ({
    id,
    baseline: aJson({ id: '3f2a', price: 1 }),
    secondary: aJson({ id: '91c0', price: 1 }),
    candidate: aJson({ id: 'be42', price }),
  });
  expect(findSuspects(aRun(noisy('x1', 1), noisy('x2', 2), noisy('x3', 1)))).toEqual(['x2']);
  expect(findSuspects(aRun())).toEqual([]);
});
