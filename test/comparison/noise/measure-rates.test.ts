import { expect, test } from '@jest/globals';
import { measureRates } from '../../../src/comparison/noise/measure-rates.ts';

test('counts the answers of a route that showed something at a place', () => {
  const of = (route: string, ...keys: readonly string[]) => ({ route, keys: new Set(keys) });
  const stood = [of('GET /a', 'x', 'y'), of('GET /a', 'x'), of('GET /b', 'x')];
  const rateOf = measureRates([[...stood, of('GET /a')]], stood);
  expect(rateOf('GET /a', 'x')).toBe('at this place in 2 of 3 answers of the route');
  expect(rateOf('GET /b', 'x')).toBe('at this place in 1 of 1 answers of the route');
  expect(rateOf('GET /b', 'y')).toBe('at this place in 0 of 1 answers of the route');
});
