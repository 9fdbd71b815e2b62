import { expect, test } from '@jest/globals';
import { createRecordedPauses } from '../../src/replay/recorded-pauses.ts';

const at = (startedAt: number, session = 's') => ({ session, startedAt, durationMs: 10 });

function pausesAfterWrite() {
  const clock = { now: 5000 };
  const pauses = createRecordedPauses(() => clock.now);
  pauses.written(at(1000));
  return { clock, pauses };
}

test.each([
  ['a pause is kept', 1160, 0, 150],
  ['what has passed already counts', 1160, 100, 50],
  ['what has passed is enough', 1160, 200, 0],
  ['a short one is none', 1025, 0, 0],
  ['of a long one so much', 9999, 0, 250],
  ['one that overlapped the write has none', 1005, 0, 0],
])('%s', (_name, startedAt, passed, expected) => {
  const { clock, pauses } = pausesAfterWrite();
  clock.now += passed;
  expect(pauses.before(at(startedAt))).toBe(expected);
});

test('sessions do not wait for each other, and none waits without a session', () => {
  const { pauses } = pausesAfterWrite();
  expect(pauses.before(at(1160, 'other'))).toBe(0);
  pauses.written(at(1000, ''));
  expect(pauses.before(at(1160, ''))).toBe(0);
});

test('a run waits two seconds in all', () => {
  const { pauses } = pausesAfterWrite();
  const waited = Array.from({ length: 100 }, () => pauses.before(at(1160)));
  expect(waited.reduce((sum, pause) => sum + pause, 0)).toBe(1950);
});
