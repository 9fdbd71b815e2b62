import { expect, test } from '@jest/globals';
import { isMeasuredDuration } from '../../../src/comparison/values/measured-duration.ts';
import { shown } from '../builders.ts';

test.each([
  ['body/took', '2', '3', true],
  ['body/meta/uptime', '3.1', '4.7', true],
  ['body/durationMs', '0', '41', true],
  ['body/query_time', '1', '2', true],
  ['body/took', '2', '2000', false],
  ['body/took', '2', '-1', false],
  ['body/duration', '90', '95', false],
  ['body/tookOver', '2', '3', false],
  ['body/price', '2', '3', false],
])('%s: %s and %s', (place, baseline, candidate, expected) => {
  const sides = { baseline: shown(baseline, 'number'), candidate: shown(candidate, 'number') };
  expect(isMeasuredDuration({ place }, sides)).toBe(expected);
  const texts = { baseline: shown(baseline), candidate: shown(candidate) };
  expect(isMeasuredDuration({ place }, texts)).toBe(false);
});
