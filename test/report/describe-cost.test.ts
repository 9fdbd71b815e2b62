import { expect, test } from '@jest/globals';
import { describeCost } from '../../src/report/describe-cost.ts';
import { detailLevels } from '../../src/report/fit-to-limit.ts';
import { markdownFolds } from '../../src/report/markdown-details.ts';
import { phraseText } from '../../src/report/phrase-text.ts';
import { aCostRow, anEvidence, aVerdict } from '../support/builders.ts';

const same = aCostRow({ route: 'GET /b', verdict: 'same', reason: 'below 2 ms' });
const open = aCostRow({ route: 'GET /c', verdict: 'could-not-tell', reason: '20 exchanges are needed' });
const memory = aCostRow({ route: 'every route', measure: 'memory', verdict: 'same', reason: 'below 1 MB' });

test('what became more is named with the reason, the rest is counted', () => {
  expect(phraseText(describeCost([aCostRow(), same, open, memory], 5))).toBe(
    'latency higher on GET /carts/{id} (slower in the whole run and in both halves of it), ' +
      'the same on 1 route, could not be told on 1 route; memory kept the same',
  );
  expect(describeCost(undefined, 5)).toEqual([]);
});

test('memory that could not be told says why', () => {
  const silent = { ...memory, verdict: 'could-not-tell', reason: 'no agent told' } as const;
  expect(phraseText(describeCost([silent], 5))).toBe('memory kept could not be told (no agent told)');
});

test('every row stands in the comment, folded', () => {
  const [most] = detailLevels;
  if (most === undefined) throw new Error('there are levels');
  const folds = markdownFolds(anEvidence({ cost: [aCostRow(), same] }), aVerdict(), most).join('\n');
  expect(folds).toContain('Cost: 2 measures of routes, before and after');
  expect(folds).toContain('| **more** |');
  expect(folds).toContain('| same | below 2 ms |');
});
