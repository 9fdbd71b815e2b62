import { describe, expect, test } from '@jest/globals';
import { differOnlyInTime } from '../../../src/comparison/values/differ-only-in-time.ts';
import { shown } from '../builders.ts';

const now = Date.UTC(2024, 4, 1, 12);
const iso = (shiftMs: number) => new Date(now + shiftMs).toISOString();
const hour = 3_600_000;

describe('differences of the clock', () => {
  test.each([
    ['two moments of the answer', iso(-30_000), iso(40_000), true],
    ['seconds since 1970', `${now / 1000}`, `${now / 1000 + 1}`, true],
    ['a sentence with the time', `at ${iso(0)}`, `at ${iso(900)}`, true],
    ['an expiry that moved with the answers', iso(hour), iso(hour + 1000), true],
    ['an expiry an hour later', iso(hour), iso(2 * hour), false],
    ['two moments of another day', iso(-48 * hour), iso(-48 * hour + 60_000), false],
    ['another format', iso(0), new Date(now).toUTCString(), false],
    ['another sentence', `at ${iso(0)}`, `on ${iso(900)}`, false],
    ['no time at all', 'a', 'b', false],
    ['a time that went', `at ${iso(0)}`, 'at ', false],
  ])('%s: %s', (_, one, other, expected) => {
    expect(differOnlyInTime(shown(one), shown(other), now)).toBe(expected);
  });

  test('without knowing when the answer was given, only jitter is the clock', () => {
    expect(differOnlyInTime(shown(iso(0)), shown(iso(500)), null)).toBe(true);
    expect(differOnlyInTime(shown(iso(0)), shown(iso(60_000)), null)).toBe(false);
  });

  test('a value that is cut cannot be told', () => {
    expect(differOnlyInTime({ ...shown(iso(0)), digest: 'x' }, shown(iso(1)), now)).toBe(false);
  });
});
