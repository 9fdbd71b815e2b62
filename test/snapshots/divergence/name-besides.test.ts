import { expect, test } from '@jest/globals';
import { withBesides } from '../../../src/snapshots/divergence/name-besides.ts';
import type { NamedDivergence } from '../../../src/snapshots/divergence/name-divergence.ts';
import { aFirstDivergence } from '../../support/builders.ts';

const at = (line: number, more: Partial<NamedDivergence['first']> = {}): NamedDivergence => ({
  isOwn: true,
  first: aFirstDivergence({ file: 'list.js', baselineLine: line, candidateLine: line, ...more }),
});

test('statements that the change rewrote behind the first are told with it, each once', () => {
  const rewritten = at(30, { variable: 'rows.length', baseline: '10', candidate: '12' });
  const unchanged = at(40, { baselineStatement: 'same()', candidateStatement: 'same()' });
  const inherited = { ...at(50), isOwn: false };
  const { besides } = withBesides(at(8), [at(8), rewritten, rewritten, unchanged, inherited]).first;
  expect(besides).toEqual([
    { file: 'list.js', line: 30, variable: 'rows.length', baseline: '10', candidate: '12' },
  ]);
});

test('where nothing else was rewritten the first stands alone', () => {
  const only = at(8);
  expect(withBesides(only, [at(9, { isChanged: false }), at(10, { kind: 'branch' })])).toBe(only);
});
