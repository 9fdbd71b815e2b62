import { expect, test } from '@jest/globals';
import type { ReplayReport } from '../../src/domain/replay-report.ts';
import { describeTiming } from '../../src/report/describe-timing.ts';
import { phraseText } from '../../src/report/phrase-text.ts';

const lag = { exchanges: 100, medianMs: 3.4, p95Ms: 80, maxMs: 1204, boundMs: 100, shareOver: 0.01 };
const replay: ReplayReport = {
  ...{ timing: 'as-fast-as-possible', speed: 1, concurrency: 8, seed: 7 },
  askedFirst: { baseline: 34, secondary: 33, candidate: 33 },
  pauses: { kept: 2, totalMs: 40, boundMs: 50 },
  lag,
  values: { substituted: 0, unresolved: 0, examples: [] },
};
const textOf = (changes: Partial<ReplayReport>) =>
  phraseText(describeTiming({ replay: { ...replay, ...changes } }));

test.each<[string, Partial<ReplayReport>, string]>([
  ['nothing, when it was to be fast', { lag: { ...lag, shareOver: 0.9 } }, ''],
  ['nothing, when nothing was sent', { timing: 'recorded', lag: { ...lag, exchanges: 0 } }, ''],
  [
    'how late, when it kept distances',
    { timing: 'recorded', speed: 2 },
    'at the distances of the recording, 2 times as fast; half at most 3 ms late, 95 % at most 80 ms, the worst 1,204 ms',
  ],
  [
    'how many were late, when many were',
    { timing: 'recorded', lag: { ...lag, shareOver: 0.125 } },
    'at the distances of the recording; 12.5 % left more than 100 ms late (half at most 3 ms late, 95 % at most 80 ms, the worst 1,204 ms)',
  ],
])('says %s', (_name, changes, expected) => {
  expect(textOf(changes)).toBe(expected);
});

test('evidence without a replay says nothing', () => {
  expect(describeTiming({})).toEqual([]);
});
