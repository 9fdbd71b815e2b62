import { expect, test } from '@jest/globals';
import { anywhere, createIdMap } from '../../../src/comparison/state/id-map.ts';

test('the first pair of an id holds in both directions, in its own space', () => {
  const ids = createIdMap();
  ids.pair('orders', '1', '2');
  ids.pair('orders', '1', '3');
  ids.pair('orders', '4', '2');
  expect([ids.ofBaseline('orders', '1'), ids.ofOther('orders', '2')]).toEqual(['2', '1']);
  expect([ids.ofBaseline('orders', '4'), ids.ofOther('orders', '3')]).toEqual([undefined, undefined]);
  expect(ids.ofBaseline(anywhere, '1')).toBeUndefined();
});
