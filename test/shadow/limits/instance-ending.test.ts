import { expect, test } from '@jest/globals';
import { endingOf } from '../../../src/shadow/limits/instance-ending.ts';

const running = { exit: () => null, limitPassed: () => null };
const passed = { limit: 'log', allowed: 1e6, seen: 2e6 } as const;

test('what runs and keeps to its limits has no ending', () => {
  expect(endingOf(running)).toBeNull();
});

test.each([
  [{ code: 3, signal: null }, 'ended with exit code 3', false],
  [{ code: 137, signal: null }, 'ended with exit code 137 (SIGKILL)', false],
  [{ code: 133, signal: null }, 'ended with exit code 133 (SIGTRAP)', true],
  [{ code: null, signal: 'SIGSEGV' }, 'was ended by SIGSEGV', true],
])('an end by itself is told as it was: %j', (exit, text, isFault) => {
  expect(endingOf({ ...running, exit: () => exit })).toEqual({
    kind: 'process-ended',
    text,
    limit: null,
    isFault,
  });
});

test('a limit goes before the signal that it was followed by, and counts while the process still dies', () => {
  const ending = {
    kind: 'limit-exceeded',
    limit: 'log',
    text: expect.stringMatching(/^printed 2 MB/),
    isFault: false,
  };
  expect(endingOf({ ...running, limitPassed: () => passed })).toEqual(ending);
  const exit = () => ({ code: null, signal: 'SIGKILL' });
  expect(endingOf({ exit, limitPassed: () => passed })).toEqual(ending);
});
