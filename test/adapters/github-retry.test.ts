import { describe, expect, test } from '@jest/globals';
import {
  isRateLimited,
  pauseBeforeRetry,
  type RefusedRequest,
  withRetry,
} from '../../src/adapters/github-retry.ts';

const now = 1_700_000_000_000;

function refused(status: number, headers: Record<string, string> = {}, message = 'no'): RefusedRequest {
  return { status, message, response: { headers } };
}

describe('pauseBeforeRetry', () => {
  test.each<[string, RefusedRequest, number | null]>([
    ['429 with retry-after', refused(429, { 'retry-after': '7' }), 7_000],
    ['429 with retry-after 0', refused(429, { 'retry-after': '0' }), 0],
    ['429 without any hint', refused(429), 60_000],
    [
      '403 for the primary limit waits for the reset and a second more',
      refused(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1_000 + 20) }),
      21_000,
    ],
    ['403 for a secondary limit', refused(403, {}, 'You have exceeded a secondary rate limit'), 60_000],
    ['a limit that lasts an hour', refused(429, { 'retry-after': '3600' }), null],
    ['a plain 403', refused(403, { 'x-ratelimit-remaining': '4000' }), null],
    ['404', refused(404), null],
    ['422', refused(422), null],
    ['502', refused(502), 2_000],
    ['a broken connection', { status: 500, message: 'socket hang up' }, 2_000],
  ])('%s', (_name, error, pause) => {
    expect(pauseBeforeRetry(error, { tries: 2, repeatable: true, now })).toBe(pause);
  });

  test('a request that must not take effect twice is repeated after a limit, never after a 5xx', () => {
    const unrepeatable = { tries: 1, repeatable: false, now };
    expect(pauseBeforeRetry(refused(502), unrepeatable)).toBeNull();
    expect(pauseBeforeRetry(refused(429, { 'retry-after': '1' }), unrepeatable)).toBe(1_000);
  });
});

test.each<[number, boolean]>([
  [429, true],
  [403, false],
  [500, false],
])('isRateLimited tells a limit from a missing permission: %i', (status, limited) => {
  expect(isRateLimited(refused(status))).toBe(limited);
});

describe('withRetry', () => {
  function failing(times: number, error: unknown) {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw error;
      return calls;
    };
  }

  test.each<[string, number, readonly number[]]>([
    ['no failure', 0, []],
    ['two failures', 2, [1_000, 2_000]],
    ['three failures', 3, [1_000, 2_000, 4_000]],
  ])('%s: succeeds in the end, with growing pauses', async (_name, times, expected) => {
    const waits: number[] = [];
    const ports = { now: () => now, wait: async (ms: number) => void waits.push(ms) };
    const result = await withRetry(failing(times, refused(503)), { repeatable: true, ports });
    expect(result).toBe(times + 1);
    expect(waits).toEqual(expected);
  });

  test('gives up after four tries with the last error', async () => {
    const error = refused(503);
    const ports = { now: () => now, wait: async () => undefined };
    await expect(withRetry(failing(4, error), { repeatable: true, ports })).rejects.toBe(error);
  });

  test('what is no answer of GitHub is thrown at once', async () => {
    const bug = new TypeError('our own mistake');
    const wait = () => Promise.reject(new Error('waited'));
    await expect(
      withRetry(failing(1, bug), { repeatable: true, ports: { now: () => now, wait } }),
    ).rejects.toBe(bug);
  });
});
