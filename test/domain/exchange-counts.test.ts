import { expect, test } from '@jest/globals';
import { createExchangeCounts } from '../../src/domain/exchange-counts.ts';

test('counts by id, whatever form it has', () => {
  const counts = createExchangeCounts();
  expect(['x000001', 'x5000000', 'other', 'x1'].map((id) => counts.add(id, 2))).toEqual([2, 2, 2, 2]);
  expect(['x000001', 'x5000000', 'other', 'x1'].map((id) => counts.add(id, 1))).toEqual([3, 3, 3, 3]);
});

test('stays at the largest count that it holds', () => {
  const counts = createExchangeCounts();
  expect(['x000001', 'other'].map((id) => counts.add(id, 300))).toEqual([255, 255]);
});
