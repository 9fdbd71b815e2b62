import { expect, test } from '@jest/globals';
import type { AllocationReport, AllocationRow, FunctionProfile } from '../../src/domain/allocation.ts';
import { describeAllocation } from '../../src/report/describe-allocation.ts';
import { detailLevels } from '../../src/report/fit-to-limit.ts';
import { markdownFolds } from '../../src/report/markdown-details.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { anEvidence, aVerdict } from '../support/builders.ts';

const grown: AllocationRow = {
  ...{ route: 'GET /rows', exchanges: 36, verdict: 'more', reason: '+1.2 MB each in 36 exchanges (p 1e-12)' },
  measured: { kind: 'function', file: 'src/list.js', function: 'list', line: 12, isChanged: true },
  ...{
    baseline: 180_000,
    candidate: 1_400_000,
    estimate: 1_220_000,
    ratio: 7.778,
    effect: 1,
    p: 1e-12,
    q: 1e-11,
  },
};
const same: AllocationRow = {
  ...grown,
  measured: { kind: 'all-functions' },
  verdict: 'same',
  reason: 'below',
};
const open: AllocationRow = {
  ...{ ...grown, measured: { kind: 'handles', sort: 'Timeout' }, baseline: 0, candidate: 0.5, ratio: null },
};
const profiled: FunctionProfile = { kind: 'measured', routes: ['GET /rows'], exchanges: 36, seconds: 1.5 };

function aReport(rows: readonly AllocationRow[], profile: FunctionProfile = profiled): AllocationReport {
  const measured = { routes: 6, exchanges: 216, seconds: 7.5, budgetSeconds: 20, percent: 30, bytes: 65_536 };
  const screen = { percent: 2, bytes: 49_152 };
  return { kind: 'measured', ...measured, tooFew: 1, screen, profile, rows };
}

test('where nothing became more there is one line, with what was done', () => {
  const told = (profile: FunctionProfile) => phraseText(describeAllocation([aReport([same], profile)], 5));
  const few = '; too few requests of 1 route to tell';
  expect(told({ kind: 'not-needed' })).toBe(
    `6 routes, 216 requests one by one in 7.5 s: no route allocates 2 % and 48 KiB more, so no function was profiled${few}`,
  );
  expect(told(profiled)).toBe(
    `6 routes, 216 requests one by one in 7.5 s: functions of 1 route profiled in 1.5 s, nothing above 30 % and 64 KiB${few}`,
  );
  expect(told({ kind: 'not-measured', reason: 'no time was left' })).toBe(
    `6 routes, 216 requests one by one in 7.5 s: some may allocate more, but no function was profiled: no time was left${few}`,
  );
});

test('what became more is named with its place', () => {
  expect(phraseText(describeAllocation([aReport([grown, open, same])], 5))).toBe(
    'more on GET /rows: list, src/list.js:12, changed (+1.2 MB each in 36 exchanges (p 1e-12)), ' +
      'more on GET /rows: Timeout left open (+1.2 MB each in 36 exchanges (p 1e-12)); ' +
      'of 6 routes, 216 requests one by one in 7.5 s: functions of 1 route profiled in 1.5 s; too few requests of 1 route to tell',
  );
});

test('that nothing was measured is said, of each service', () => {
  const none = (service: string) => ({ kind: 'not-measured', service, reason: 'switched off' }) as const;
  const both = [none('shop'), none('search')];
  expect(phraseText(describeAllocation(both, 5))).toBe(
    'shop: not measured: switched off; search: not measured: switched off',
  );
  expect(describeAllocation(undefined, 5)).toEqual([]);
});

test('all comparisons stand in the comment, folded', () => {
  const [most] = detailLevels;
  if (most === undefined) throw new Error('there are levels');
  const evidence = anEvidence({ allocation: [aReport([grown, open])] });
  const folds = markdownFolds(evidence, aVerdict(), most).join('\n');
  expect(folds).toContain('Allocation: 2 comparisons of single requests, before and after');
  expect(folds).toMatch(/\| \*\*more\*\* \| 180 kB \| 1.4 MB \| 7.78 × \|/);
  expect(folds).toMatch(/\| \*\*more\*\* \| 0 \| 0.5 \| +\|/);
});
