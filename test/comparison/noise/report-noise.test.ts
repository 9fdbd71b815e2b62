import { expect, test } from '@jest/globals';
import type { Confirmed } from '../../../src/comparison/confirm-divergences.ts';
import { reportNoise } from '../../../src/comparison/noise/report-noise.ts';
import { aDivergence } from '../builders.ts';

const confirmed = (place: string, outcome: Confirmed['outcome']): Confirmed => ({
  exchangeId: 'x1',
  route: 'GET /things',
  baselineStatus: 200,
  divergence: aDivergence('value-changed', place, { pattern: place.replace(/\d+/, '*') }),
  outcome,
});

test('one line a place and lesson, with how much it excused', () => {
  const uuid = { kind: 'noise', learned: 'uuid 4', reason: '' } as const;
  const reports = reportNoise([
    confirmed('body/0/id', uuid),
    confirmed('body/1/id', uuid),
    confirmed('body/1/id', { ...uuid, learned: 'hex of 4' }),
    confirmed('body/0/price', { kind: 'counted', reason: '' }),
  ]);
  expect(reports.map(({ pattern, findings, learned }) => [pattern, findings, learned])).toEqual([
    ['body/*/id', 2, 'uuid 4'],
    ['body/*/id', 1, 'hex of 4'],
  ]);
});
