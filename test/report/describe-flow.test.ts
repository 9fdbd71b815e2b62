import { expect, test } from '@jest/globals';
import { describeFlow } from '../../src/report/describe-flow.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { anEvidence } from '../support/builders.ts';

test('what was seen is counted, with what is new, gone, or differs without being a finding', () => {
  const report = {
    ...{ exchanges: 41, unsettled: 2, varying: 1 },
    events: { queries: 1204, files: 1, processes: 2 },
    newTargets: ['postgresql/audit'],
    goneTargets: ['redis/cart:{id}'],
    notCounted: [
      {
        kind: 'query',
        change: 'added',
        shape: 'SELECT a FROM b',
        exchanges: 3,
        times: { baseline: 1, candidate: 2 },
      },
    ],
  } as const;
  expect(phraseText(describeFlow({ ...anEvidence(), flow: [report] }, 5))).toBe(
    '1,204 queries, 1 change to a file, 2 child processes by the baseline, compared in 41 exchanges; ' +
      'not compared in 2 exchanges, which shared a connection with others; ' +
      'only the candidate asks for: postgresql/audit; no longer asked for: redis/cart:{id}; ' +
      'not counted: SELECT a FROM b 1 → 2 times in 3 exchanges',
  );
});

test('nothing is said where nothing was seen', () => {
  expect(describeFlow(anEvidence(), 5)).toEqual([]);
});
