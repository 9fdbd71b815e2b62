import { expect, test } from '@jest/globals';
import { screenRoutes } from '../../../src/comparison/allocation/screen-routes.ts';
import { defaultCost } from '../../../src/domain/cost.ts';
import type { InstanceRole } from '../../../src/domain/observation.ts';
import { simulateAllocations } from './simulated-allocations.ts';

/** Routes that may allocate more, when every exchange of one comes to so many bytes in each instance. */
function suspicious(totals: Readonly<Record<InstanceRole, number>>, { told = 36 } = {}) {
  const { told: all, ...run } = simulateAllocations({ r: () => ({}), calm: () => ({}) });
  const tell = (role: InstanceRole) =>
    all[role]
      .slice(0, told * 2)
      .map((event) => ({ ...event, total: event.exchangeId.startsWith('r') ? totals[role] : 1_000 }));
  const roles = { baseline: tell('baseline'), secondary: tell('secondary'), candidate: tell('candidate') };
  return [...screenRoutes({ ...run, told: roles }, defaultCost)];
}
const base = { baseline: 100_000, secondary: 101_000 };

test('a route may allocate more from 48 KiB on, less than what is a finding', () => {
  expect(suspicious({ ...base, candidate: 151_000 })).toEqual(['r']);
  expect(suspicious({ ...base, candidate: 149_000 })).toEqual([]);
  expect(suspicious({ ...base, candidate: 20_000 })).toEqual([]);
});

test('so does a small part of a route that allocates much, but not what one build makes of itself', () => {
  const large = { baseline: 2_000_000, secondary: 2_010_000 };
  expect(suspicious({ ...large, candidate: 2_060_000 })).toEqual(['r']);
  expect(suspicious({ ...large, secondary: 2_200_000, candidate: 2_200_000 })).toEqual([]);
  expect(suspicious({ baseline: 9_000_000, secondary: 9_000_000, candidate: 9_100_000 })).toEqual([]);
});

test('so may one of which less than half was told, though it was answered', () => {
  expect(suspicious({ ...base, candidate: 100_000 }, { told: 14 })).toEqual(['r', 'calm']);
  expect(suspicious({ ...base, candidate: 100_000 }, { told: 20 })).toEqual([]);
});
