import { expect, test } from '@jest/globals';
import { cpuShareBetween, readSpentCpu } from '../../src/runs/measure-cpu-share.ts';

const start = { own: 0, services: 0, machine: 0 };

test('our share is of what replay and instances spent in between, whatever else runs', () => {
  const before = { own: 100, services: 5_000, machine: 50_000 };
  expect(cpuShareBetween(before, { own: 1_100, services: 8_000, machine: 90_000 })).toBe(0.25);
});

test('where an instance cannot be followed, it is of what the machine spent', () => {
  const before = { own: 100, services: null, machine: 50_000 };
  expect(cpuShareBetween(before, { own: 1_100, services: null, machine: 54_000 })).toBe(0.25);
  expect(cpuShareBetween(start, { own: 1_000, services: null, machine: 4_000 })).toBe(0.25);
});

test('clocks that are read at different moments never make it more than all', () => {
  expect(cpuShareBetween(start, { own: 3_100, services: null, machine: 3_000 })).toBe(1);
});

test('an instance whose processes ended meanwhile takes nothing off', () => {
  expect(cpuShareBetween({ ...start, services: 900 }, { own: 3_000, services: 0, machine: 0 })).toBe(1);
});

test('what took next to nothing has no share, and neither has a machine that does not say', () => {
  expect(cpuShareBetween(start, { own: 1_000, services: 900, machine: 90_000 })).toBeNull();
  expect(cpuShareBetween(start, { own: 9_000, services: null, machine: 0 })).toBeNull();
});

test('work that we do shows in our own time and in that of the machine; one unknown instance hides all', () => {
  const before = readSpentCpu([{ cpuMs: () => 20 }, { cpuMs: () => 30 }]);
  const until = performance.now() + 60;
  while (performance.now() < until) Math.sqrt(until);
  const after = readSpentCpu([{ cpuMs: () => 20 }, { cpuMs: () => null }]);
  expect(before.services).toBe(50);
  expect(after.services).toBeNull();
  expect(after.own).toBeGreaterThan(before.own);
  expect(after.machine).toBeGreaterThanOrEqual(before.machine);
});
