import { expect, test } from '@jest/globals';
import { createOverlapLanes } from '../../../src/recording/relay/overlap-lanes.ts';

function lanesOf(spans: readonly (readonly [number, number])[]): number[] {
  const laneOf = createOverlapLanes();
  return spans.map(([startedAt, durationMs]) => laneOf(startedAt, durationMs));
}

test.each([
  [
    'one after the other',
    [
      [0, 10],
      [10, 5],
      [20, 1],
    ],
    [0, 0, 0],
  ],
  [
    'side by side',
    [
      [0, 10],
      [1, 10],
      [2, 3],
    ],
    [0, 1, 2],
  ],
  [
    'after those that ended',
    [
      [0, 10],
      [1, 2],
      [4, 1],
      [11, 1],
    ],
    [0, 1, 1, 0],
  ],
  [
    'without durations',
    [
      [0, 0],
      [0, 0],
    ],
    [0, 0],
  ],
] as const)('requests %s', (_name, spans, lanes) => {
  expect(lanesOf(spans)).toEqual(lanes);
});

test('there are only so many lanes', () => {
  const lanes = lanesOf(Array.from({ length: 500 }, () => [0, 1] as const));
  expect(new Set(lanes).size).toBe(100);
});
