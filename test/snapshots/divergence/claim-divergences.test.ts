import { describe, expect, test } from '@jest/globals';
import type { FirstDivergence } from '../../../src/domain/evidence-trace.ts';
import { claimDivergences } from '../../../src/snapshots/divergence/claim-divergences.ts';
import type { NamedDivergence } from '../../../src/snapshots/divergence/name-divergence.ts';

const at = (exchangeId: string, more: Partial<FirstDivergence> = {}): FirstDivergence => ({
  ...{ exchangeId, kind: 'value', file: 'a.js', baselineLine: 3, candidateLine: 3 },
  ...{
    baselineStatement: 'a(1)',
    candidateStatement: 'a(2)',
    variable: 'a',
    baseline: '1',
    candidate: '2',
    isChanged: true,
  },
  ...{ equalInputs: [], ...more },
});
const own = (first: FirstDivergence): NamedDivergence => ({ first, isOwn: true });
const met = (first: FirstDivergence): NamedDivergence => ({ first, isOwn: false });

/** What is claimed of each affected exchange, as `exchange: where it was found`. */
function claims(named: Readonly<Record<string, NamedDivergence | null>>, affected: readonly string[]) {
  const exchanges = Object.keys(named);
  const claimed = claimDivergences({
    ...{ named: new Map(Object.entries(named)), exchanges, affected: new Set(affected) },
  });
  return [...claimed].map(([id, first]) => `${id}: ${first === null ? 'nothing' : first.exchangeId}`);
}

const inherited = at('x2', { isChanged: false });

describe('what is claimed', () => {
  test.each<[string, Record<string, NamedDivergence | null>, string[], string[]]>([
    ['nothing of exchanges that behave as before', { x1: own(at('x1')) }, [], []],
    ['what an exchange shows itself', { x1: own(at('x1')), x2: own(at('x2')) }, ['x2'], ['x2: x2']],
    [
      'an earlier divergence that changed no answer, where the affected ones show no cause',
      { x1: own(at('x1')), x2: met(inherited), x3: null },
      ['x2', 'x3'],
      ['x2: x1', 'x3: x1'],
    ],
    [
      'rather a value than a branch',
      { x0: own(at('x0', { kind: 'branch', variable: null })), x1: own(at('x1')), x2: met(inherited) },
      ['x2'],
      ['x2: x1'],
    ],
    ['nothing that came later', { x2: null, x3: own(at('x3')) }, ['x2'], ['x2: nothing']],
    [
      'nothing of state while an affected exchange shows the cause',
      { x1: own(at('x1')), x2: met(inherited), x3: own(at('x3')) },
      ['x2', 'x3'],
      ['x2: x2', 'x3: x3'],
    ],
    [
      'what ran otherwise, where that alone explains another, before state that unchanged code met',
      { x1: own(at('x1')), x2: { ...met(inherited), control: at('x2 by control') } },
      ['x1', 'x2'],
      ['x1: x1', 'x2: x2 by control'],
    ],
    [
      'nothing by what ran otherwise, where it explains no other',
      { x1: own(at('x1')), x2: { ...met(inherited), control: at('x2 by control', { candidateLine: 9 }) } },
      ['x1', 'x2'],
      ['x1: x1', 'x2: x2'],
    ],
    [
      'the changed statement that ran last in the exchange itself',
      { x1: own(at('x1')), x2: met(at('x2', { kind: 'unexplained' })) },
      ['x2'],
      ['x2: x2'],
    ],
  ])('%s', (_, named, affected, expected) => {
    expect(claims(named, affected)).toEqual(expected);
  });
});
