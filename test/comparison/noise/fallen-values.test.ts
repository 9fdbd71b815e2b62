import { expect, test } from '@jest/globals';
import { findFallen } from '../../../src/comparison/noise/fallen-values.ts';
import { aJson, aRun, settled } from '../builders.ts';

type Series = (request: number) => unknown;
const runOf = (own: Series, candidate: Series, exchanges = 12) =>
  aRun(
    ...Array.from({ length: exchanges }, (_, request) => ({
      id: `x${request}`,
      baseline: aJson({ a: own(request) }),
      secondary: aJson({ a: own(request + 0.25) }),
      candidate: aJson({ a: candidate(request + 0.5) }),
    })),
  );
const fallen = (own: Series, candidate: Series, exchanges?: number) =>
  findFallen(runOf(own, candidate, exchanges).differing).map(({ exchangeId }) => exchangeId);

const clock: Series = (request) => new Date(1_714_557_600_000 + request * 4000).toISOString();
const stale: Series = (request) => clock(request === 6.5 ? 2 : request);
const counter: Series = (request) => 100 + request;

test('a moment that goes back, or a counter that starts again, is found where it falls', () => {
  expect(fallen(clock, stale)).toEqual(['x6']);
  expect(fallen(counter, (request) => 100 + (request % 5))).toEqual(['x5', 'x10']);
});

test('and stands, though it keeps its form', () => {
  expect(settled([runOf(clock, stale), runOf(clock, stale)]).filter((one) => !one.endsWith('noise'))).toEqual(
    ['value-changed body/a'],
  );
});

test.each<[string, Series, Series, number | undefined]>([
  ['what rises as before', clock, clock, undefined],
  ['what stands still, as two readings of a clock may', clock, () => clock(3), undefined],
  [
    'what falls for the baseline too',
    (request) => (request * 7) % 11,
    (request) => (request * 5) % 11,
    undefined,
  ],
  [
    'memory in use, which falls in its time',
    (request) => 1e6 + request * 40_000,
    (request) => 1e6 + (request % 5) * 40_000,
    undefined,
  ],
  ['one that overtakes another', clock, (request) => clock(request === 6.5 ? 5.2 : request), undefined],
  ['too few values', clock, stale, 9],
  ['texts', (request) => `t${request}`, (request) => `t${-request}`, undefined],
])('nothing is said of %s', (_, own, candidate, exchanges) => {
  expect(fallen(own, candidate, exchanges)).toEqual([]);
});
