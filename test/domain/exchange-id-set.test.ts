import { expect, test } from '@jest/globals';
import { createExchangeIdSet, numberOfExchange } from '../../src/domain/exchange-id-set.ts';

const odd = ['x1', 'x0000001', 'x000001 ', 'y000001', 'x99999999999', '', 'x-00001'];

test('an id is new once, whatever it looks like', () => {
  const ids = ['x000000', 'x000001', 'x000007', 'x999999', 'x1000000', 'x99999999', ...odd];
  const set = createExchangeIdSet();
  for (const id of ids)
    expect([set.has(id), set.add(id), set.has(id), set.add(id)]).toEqual([false, true, true, false]);
  expect(set.has('x000002')).toBe(false);
  for (const id of ids) expect(set.has(id)).toBe(true);
});

test('only ids as recorders write them are numbers, so that no two ids share one', () => {
  expect(['x000000', 'x000042', 'x1234567'].map(numberOfExchange)).toEqual([0, 42, 1_234_567]);
  for (const id of odd) expect(numberOfExchange(id)).toBeNull();
});
