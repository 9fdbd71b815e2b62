import { expect, test } from '@jest/globals';
import { noise, refuse, stands } from '../../../src/comparison/noise/excuse.ts';

test('a decision has its reason, and a refusal its rule', () => {
  expect(noise('uuid 4', 'differs in 4 of 4 baseline pairs')).toEqual({
    kind: 'noise',
    learned: 'uuid 4',
    reason: 'uuid 4: differs in 4 of 4 baseline pairs',
  });
  expect(stands('it never varies')).toEqual({ kind: 'stands', reason: 'it never varies', refusal: null });
  expect(refuse('array-length', 'one more')).toMatchObject({ kind: 'stands', refusal: 'array-length' });
});
