import { expect, test } from '@jest/globals';
import type { ReplayReport } from '../../src/domain/replay-report.ts';
import { describeUnresolved } from '../../src/report/describe-followed.ts';
import { phraseText } from '../../src/report/phrase-text.ts';

const example = 'x0007 path segment 2: recorded o-17 → baseline has none, from x0003 body/id';
const other = 'x0009 query order: recorded o-18 → baseline o-21, from x0003 body/id';

function textOf(values: ReplayReport['values']): string {
  const replay: ReplayReport = {
    ...{ timing: 'recorded', speed: 1, concurrency: 8, seed: 7, askedFirst: {} },
    pauses: { kept: 0, totalMs: 0, boundMs: 50 },
    lag: { exchanges: 1, medianMs: 0, p95Ms: 0, maxMs: 0, boundMs: 100, shareOver: 0 },
    values,
  };
  return phraseText(describeUnresolved({ replay }));
}

test('names what was sent as recorded, and not what was put in', () => {
  const told = `1 value of the recording was sent as recorded, since an instance had issued none in place: ${example}`;
  expect(textOf({ substituted: 4, unresolved: 1, examples: [example, other] })).toBe(told);
  expect(textOf({ substituted: 0, unresolved: 2, examples: [] })).toMatch(/^2 values .* in place$/);
});

test('says nothing where each instance was sent its own, and where nothing was replayed', () => {
  expect(textOf({ substituted: 4, unresolved: 0, examples: [other] })).toBe('');
  expect(describeUnresolved({})).toEqual([]);
});
