import { expect, test } from '@jest/globals';
import { judgeMemory, type MemoryPoint } from '../../../src/comparison/cost/judge-memory.ts';
import { defaultCost } from '../../../src/domain/cost.ts';

const megabyte = 1_000_000;

/** Nine points, 50 exchanges apart, of services that hold 10 MB and warm up by 1 MB. */
function points(candidate: (point: number) => number, secondary = (_: number) => 0): readonly MemoryPoint[] {
  const base = (point: number) => 10 * megabyte + (point > 0 ? megabyte : 0) + (point % 2) * 20_000;
  return Array.from({ length: 9 }, (_, point) => ({
    exchanges: 50 * point,
    held: {
      baseline: base(point),
      secondary: base(point) + secondary(point),
      candidate: base(point) + candidate(point),
    },
  }));
}
const verdictOf = (...given: Parameters<typeof points>) =>
  judgeMemory(points(...given), defaultCost)?.verdict;

test('what grows with the exchanges is a leak, with its rate', () => {
  const row = judgeMemory(
    points((point) => point * 0.5 * megabyte),
    defaultCost,
  );
  expect(row).toMatchObject({ verdict: 'more', estimate: 10_000, pairs: 8, route: 'every route' });
  expect(row?.reason).toBe('+3.5 MB over 350 exchanges, rising in 7 of 7 steps');
});

test('what jumps once, levels off or wavers is none', () => {
  expect(verdictOf((point) => (point > 4 ? 5 * megabyte : 0))).toBe('same');
  expect(verdictOf((point) => 4 * megabyte * (1 - 0.2 ** point))).toBe('same');
  expect(verdictOf((point) => (point % 3) * 2 * megabyte)).toBe('same');
  expect(verdictOf((point) => 5 * megabyte + point)).toBe('same');
});

test('what is small beside what the service holds is none', () => {
  expect(verdictOf((point) => point * 0.1 * megabyte)).toBe('same');
});

test('where two instances of the base part as well, nothing can be told', () => {
  const grows = (point: number) => point * 0.5 * megabyte;
  expect(verdictOf(grows, (point) => -grows(point))).toBe('could-not-tell');
  expect(verdictOf(grows, grows)).toBe('same');
});

test('with too few points, or an instance that tells nothing, nothing can be told', () => {
  const grows = points((point) => point * megabyte);
  expect(judgeMemory(grows.slice(0, 5), defaultCost)?.verdict).toBe('could-not-tell');
  const silent = grows.map(({ exchanges, held: { baseline = 0, candidate = 0 } }) => ({
    exchanges,
    held: { baseline, candidate },
  }));
  expect(judgeMemory(silent, defaultCost)?.verdict).toBe('could-not-tell');
  expect(judgeMemory([], defaultCost)).toBeNull();
});
