import { expect, test } from '@jest/globals';
import { cpuShareBetween, readSpentCpu } from '../../src/runs/measure-cpu-share.ts';

test('our share is of what was spent in between', () => {
  expect(cpuShareBetween({ own: 100, all: 50_000 }, { own: 1_100, all: 54_000 })).toBe(0.25);
});

test('clocks that are read at different moments never make it more than all', () => {
  expect(cpuShareBetween({ own: 0, all: 0 }, { own: 3_100, all: 3_000 })).toBe(1);
});

test('what took next to nothing has no share, and neither has a machine that does not say', () => {
  expect(cpuShareBetween({ own: 0, all: 0 }, { own: 1_000, all: 1_900 })).toBeNull();
  expect(cpuShareBetween({ own: 0, all: 0 }, { own: 9_000, all: 0 })).toBeNull();
});

test('work that we do shows in our own time and in that of the machine', () => {
  const before = readSpentCpu();
  const until = performance.now() + 60;
  while (performance.now() < until) Math.sqrt(until);
  const after = readSpentCpu();
  expect(after.own).toBeGreaterThan(before.own);
  expect(after.all).toBeGreaterThanOrEqual(before.all);
});
