import { expect, test } from '@jest/globals';
import { type Detail, detailLevels, fitToLimit } from '../../src/report/fit-to-limit.ts';

const render = ({ valueLength }: Detail) => 'ü'.repeat(valueLength);

test('levels go from more to less in every respect', () => {
  for (const [index, level] of detailLevels.slice(1).entries()) {
    const before = detailLevels[index];
    expect(level.full).toBeLessThanOrEqual(before?.full ?? 0);
    expect(level.full + level.brief).toBeLessThanOrEqual((before?.full ?? 0) + (before?.brief ?? 0));
    expect(level.full + level.brief).toBeLessThanOrEqual(10);
    expect(level.valueLength).toBeLessThan(before?.valueLength ?? 0);
    expect(level.entries).toBeLessThan(before?.entries ?? 0);
  }
});

test('the most detail that fits is taken, measured in bytes', () => {
  const [most, second, third] = detailLevels.map(({ valueLength }) => valueLength);
  expect(fitToLimit(render, (most ?? 0) * 2, 'x')).toHaveLength(most ?? 0);
  expect(fitToLimit(render, (most ?? 0) * 2 - 1, 'x')).toHaveLength(second ?? 0);
  expect(fitToLimit(render, (second ?? 0) * 2 - 1, 'x')).toHaveLength(third ?? 0);
});

test('when nothing fits, the shortest text stands', () => {
  expect(fitToLimit(render, 1, 'shortest')).toBe('shortest');
});
