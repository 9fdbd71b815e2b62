import { expect, test } from '@jest/globals';
import { recogniseDuration } from '../../../src/comparison/values/recognise-duration.ts';

test.each([
  ['PT0.532S', { format: 'iso', ms: 532 }],
  ['PT1H2M3S', { format: 'iso', ms: 3_723_000 }],
  ['P1DT1H', { format: 'iso', ms: 90_000_000 }],
  ['P2D', { format: 'iso', ms: 172_800_000 }],
  ['1m2.5s', { format: 'units', ms: 62_500 }],
  ['2h0m1s', { format: 'units', ms: 7_201_000 }],
])('%s', (text, expected) => {
  expect(recogniseDuration(text)).toEqual(expected);
});

test.each(['P', 'PT', 'P1M', 'P1Y', 'PING', '12ms', '3s', '12', '', 'm2s'])('%s is none', (text) => {
  expect(recogniseDuration(text)).toBeNull();
});
