import { expect, test } from '@jest/globals';
import { describeAlive } from '../../../src/comparison/cost/describe-alive.ts';
import type { InstancesEvent } from '../../../src/domain/allocation.ts';

const told = (counts: Readonly<Record<string, number>>, pauseMs = 20): InstancesEvent => ({
  ...{ kind: 'instances', exchangeId: '', sequence: 9, notCounted: [], pauseMs, counts },
});

test('classes of which many more are alive are named, the largest growth first, over all processes', () => {
  const baseline = [told({ SessionEntry: 40, Cart: 10, Row: 500 })];
  const candidate = [
    told({ SessionEntry: 1_000, Cart: 30, Row: 520 }, 85.4),
    told({ SessionEntry: 240, Cart: 0, Row: 0 }),
  ];
  expect(describeAlive({ baseline, secondary: baseline, candidate })).toBe(
    'instances alive at the end: SessionEntry 40 → 1240, Cart 10 → 30 (counted once, in 85 ms)',
  );
});

test('what the second instance of the base has alive as well, or a few more, says nothing', () => {
  const told40 = [told({ SessionEntry: 40 })];
  const many = [told({ SessionEntry: 1_000 })];
  expect(describeAlive({ baseline: told40, secondary: many, candidate: many })).toBeNull();
  const few = { baseline: [told({ Cart: 0 })], secondary: [], candidate: [told({ Cart: 6 })] };
  expect(describeAlive(few)).toBeNull();
  expect(describeAlive({ baseline: [], secondary: [], candidate: [] })).toBeNull();
});
