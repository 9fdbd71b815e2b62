import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createInstanceOrder } from '../../../src/replay/order/instance-order.ts';

const roles = ['baseline', 'secondary', 'candidate'];

function ordersOf(seed: number, count: number, instances: readonly string[] = roles): readonly string[] {
  const next = createInstanceOrder(instances, seed);
  return Array.from({ length: count }, () => next().join(' '));
}

test('law: each row of six exchanges meets every order of three instances once', () => {
  fc.assert(
    fc.property(fc.nat({ max: 0xffffffff }), (seed) => {
      const orders = ordersOf(seed, 60);
      for (let at = 0; at < orders.length; at += 6) expect(new Set(orders.slice(at, at + 6)).size).toBe(6);
    }),
  );
});

test('law: so each instance is first, second and third equally often', () => {
  const orders = ordersOf(7, 600).map((order) => order.split(' '));
  for (const place of [0, 1, 2])
    for (const role of roles) expect(orders.filter((order) => order[place] === role)).toHaveLength(200);
});

test('the same seed gives the same orders, and rows are not alike', () => {
  expect(ordersOf(7, 30)).toEqual(ordersOf(7, 30));
  expect(ordersOf(7, 30)).not.toEqual(ordersOf(8, 30));
  const orders = ordersOf(0, 60);
  const rows = new Set(Array.from({ length: 10 }, (_, row) => orders.slice(row * 6, row * 6 + 6).join()));
  expect(rows.size).toBeGreaterThan(5);
});

test('two instances take turns, one is always first, and none has no order', () => {
  const two = ordersOf(3, 20, ['baseline', 'candidate']);
  for (let at = 0; at < two.length; at += 2) expect(two[at]).not.toBe(two[at + 1]);
  expect(ordersOf(3, 2, ['baseline'])).toEqual(['baseline', 'baseline']);
  expect(ordersOf(3, 1, [])).toEqual(['']);
});
