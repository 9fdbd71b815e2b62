import { expect, test } from '@jest/globals';
import { createRecordedPauses, pauseBound, pausesOf } from '../../../src/replay/order/recorded-pauses.ts';

const at = (startedAt: number, session = 's') => ({ session, startedAt, durationMs: 10 });

/** A write that began at 1000 and took 10 ms, answered just now. */
function pausesAfterWrite(boundMs = 50) {
  const clock = { now: 5000 };
  const pauses = createRecordedPauses(boundMs, () => clock.now);
  pauses.written(at(1000));
  return { clock, pauses };
}

test.each([
  ['a pause is kept', 1040, 0, 30],
  ['a short one too', 1012, 0, 2],
  ['what has passed already counts', 1040, 20, 10],
  ['what has passed is enough', 1040, 45, 0],
  ['of a long one so much', 9999, 0, 50],
  ['one that overlapped the write has none', 1005, 0, 0],
])('%s', (_name, startedAt, passed, expected) => {
  const { clock, pauses } = pausesAfterWrite();
  clock.now += passed;
  expect(pauses.before(at(startedAt))).toBe(expected);
});

test('whatever follows later in the session keeps its distance too, until the next write', () => {
  const { clock, pauses } = pausesAfterWrite();
  clock.now += 2;
  expect(pauses.before(at(1012))).toBe(0);
  expect(pauses.before(at(1040))).toBe(28);
  pauses.written(at(1045));
  expect(pauses.before(at(1056))).toBe(1);
});

test('sessions do not wait for each other, and none waits without a session or a bound', () => {
  const { pauses } = pausesAfterWrite();
  expect(pauses.before(at(1040, 'other'))).toBe(0);
  pauses.written(at(1000, ''));
  expect(pauses.before(at(1040, ''))).toBe(0);
  expect(pausesAfterWrite(0).pauses.before(at(1040))).toBe(0);
});

const planned = (session: string, writes: boolean) => ({
  ...{ exchangeId: 'x', session, route: 'GET /', writes, reason: '' },
});
const cycle = (count: number) =>
  Array.from({ length: count }, (_, index) => planned(`s${index % 7}`, true)).flatMap((write) => [
    write,
    planned(write.session, false),
  ]);

test('pauses of a plan are shorter where so many writes are followed that they would take long', () => {
  expect(pauseBound(cycle(100), 50)).toBe(50);
  expect(pauseBound(cycle(1000), 50)).toBe(5);
  expect(pauseBound([planned('', true), planned('', false)], 50)).toBe(50);
  expect(pauseBound([], 50)).toBe(50);
});

test('what all pauses of a plan may take: a hundred of full length at most', () => {
  expect(pausesOf(cycle(20), 50)).toBe(1_000);
  expect(pausesOf(cycle(1_000), 50)).toBe(5_000);
  expect(pausesOf(cycle(20), 0)).toBe(0);
});
