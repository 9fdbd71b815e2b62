import { expect, test } from '@jest/globals';
import type { ReplayTiming } from '../../../src/domain/replay-report.ts';
import { createRecordedSchedule, lateFromMs } from '../../../src/replay/order/recorded-schedule.ts';

function aSchedule(timing: ReplayTiming, speed = 1) {
  const clock = { now: 700 };
  const schedule = createRecordedSchedule({ timing, speed }, () => clock.now);
  return { clock, schedule };
}

test('each start keeps its distance from the first, divided by the speed', () => {
  const { clock, schedule } = aSchedule('recorded', 2);
  expect(schedule.before(1000)).toBe(0);
  expect(schedule.before(1100)).toBe(50);
  clock.now += 30;
  expect(schedule.before(1100)).toBe(20);
  clock.now += 30;
  expect(schedule.before(1100)).toBe(0);
  expect(schedule.before(900)).toBe(0);
});

test('as fast as possible, nothing waits, and the lag is against the recording all the same', () => {
  const { clock, schedule } = aSchedule('as-fast-as-possible');
  schedule.started(1000);
  expect(schedule.before(9000)).toBe(0);
  clock.now += 130;
  schedule.started(1000);
  schedule.started(1100);
  schedule.started(9000);
  const lag = schedule.lag();
  expect(lag).toMatchObject({ exchanges: 4, medianMs: 0, boundMs: lateFromMs, shareOver: 0.25 });
  expect(lag.maxMs).toBeCloseTo(130, 0);
});

test('median, 95 % and worst are those of what was told, to a part in a thousand', () => {
  const { clock, schedule } = aSchedule('recorded');
  schedule.started(0);
  for (let ms = 1; ms <= 1000; ms += 1) {
    clock.now = 700 + 2 * ms;
    schedule.started(ms);
  }
  const { medianMs, p95Ms, maxMs, shareOver } = schedule.lag();
  expect(Math.abs(medianMs - 500)).toBeLessThanOrEqual(1.5);
  expect(Math.abs(p95Ms - 950)).toBeLessThanOrEqual(1.5);
  expect(Math.abs(maxMs - 1000)).toBeLessThanOrEqual(1.5);
  expect(shareOver).toBeCloseTo(900 / 1001, 5);
});

test('without an exchange there is no lag', () => {
  expect(aSchedule('recorded').schedule.lag()).toMatchObject({ exchanges: 0, maxMs: 0, shareOver: 0 });
});
