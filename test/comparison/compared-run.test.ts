import { expect, test } from '@jest/globals';
import { asKept, type ComparedExchange, keepComparedExchanges } from '../../src/comparison/compared-run.ts';
import { aDivergence } from './builders.ts';

const anExchange = (number: number, changes: Partial<ComparedExchange> = {}): ComparedExchange => ({
  ...{
    exchangeId: `x${String(number).padStart(6, '0')}`,
    route: `GET /r${number % 3}`,
    divergences: [],
    noise: [],
  },
  ...{ baselineStatus: 200 + (number % 5), bodyDiffers: number % 7 === 0, echoed: new Set<string>() },
  ...{ answeredAt: 1_763_769_600_000 + number * 500, ...changes },
});
const differs = { divergences: [aDivergence('value-changed', 'body/a')], echoed: new Set(['body/a']) };
const varies = { noise: [aDivergence('value-changed', 'body/b')] };

test('all come back as they were and in their order, also those that are not held', () => {
  const given = Array.from({ length: 9000 }, (_, number) => {
    if (number % 1000 === 0) return anExchange(number, differs);
    if (number === 4097) return anExchange(number, varies);
    if (number === 5000)
      return anExchange(number, { exchangeId: 'named', baselineStatus: null, noise: null });
    return anExchange(number, number % 400 === 0 ? { answeredAt: null } : {});
  });
  const kept = keepComparedExchanges();
  for (const exchange of given) kept.add(exchange);
  const { exchanges, differing } = kept.result();
  expect(exchanges.length).toBe(given.length);
  expect([...exchanges]).toEqual(given);
  expect(differing).toEqual(asKept(given).differing);
  expect(differing.map(({ exchangeId }) => exchangeId)).toContain('x004097');
});

test('a hundred thousand that are alike take less than a megabyte', () => {
  const before = process.memoryUsage();
  const kept = keepComparedExchanges();
  for (let number = 0; number < 100_000; number += 1) kept.add(anExchange(number, { route: 'GET /r' }));
  expect(process.memoryUsage().arrayBuffers - before.arrayBuffers).toBeLessThan(1_000_000);
  expect(kept.result().differing).toEqual([]);
});
