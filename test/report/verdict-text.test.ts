import { expect, test } from '@jest/globals';
import { verdict } from '../../src/domain/verdict.ts';
import { headlineMark, headlineText, verdictText } from '../../src/report/verdict-text.ts';
import { aCluster, anEvidence, aQuietEvidence, aVerdict } from '../support/builders.ts';

test('every verdict has words and a mark of its own, and only one of them is a tick', () => {
  const kinds = verdict.shape.kind.options;
  const marks = kinds.map((kind) => headlineMark(aVerdict({ kind }), anEvidence()));
  expect(new Set(kinds.map((kind) => verdictText[kind])).size).toBe(kinds.length);
  expect(new Set(marks).size).toBe(kinds.length);
  expect(kinds.filter((_, index) => marks[index] === '✅')).toEqual(['passed']);
});

test('builds that are no commits do not pass, they differ or not', () => {
  const passed = aVerdict({ kind: 'passed' });
  const follower = aCluster({ id: 'c02', follows: 'c01' });
  const differing = anEvidence({ base: null, head: null, clusters: [aCluster(), follower] });
  expect([headlineText(passed, differing), headlineMark(passed, differing)]).toEqual(['1 difference', 'ℹ️']);
  const alike = aQuietEvidence({ base: null, head: null });
  expect([headlineText(passed, alike), headlineMark(passed, alike)]).toEqual(['no difference', '✅']);
  expect(headlineText(aVerdict({ kind: 'inconclusive' }), differing)).toBe('inconclusive');
});
