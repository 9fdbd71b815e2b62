import { describe, expect, test } from '@jest/globals';
import { groupByCause } from '../../../src/comparison/clusters/group-by-cause.ts';
import type { FirstDivergence } from '../../../src/domain/evidence-trace.ts';
import { aDivergence, aFinding } from '../builders.ts';

const explained: FirstDivergence = {
  ...{ exchangeId: 'x1', kind: 'value', file: 'fee.js', baselineLine: 3, candidateLine: 3 },
  ...{
    baselineStatement: 'a(1)',
    candidateStatement: 'a(2)',
    isChanged: true,
    variable: 'fee',
    baseline: '1',
    candidate: '2',
  },
  equalInputs: [],
};
const ended: FirstDivergence = { ...explained, kind: 'unexplained', variable: null };
const passedBy: FirstDivergence = { ...ended, isChanged: false };

const differences = [
  aFinding({ id: 'f0001', exchangeId: 'x1', route: 'POST /transfers' }),
  aFinding({ id: 'f0002', exchangeId: 'x2', route: 'GET /accounts' }),
  aFinding({
    id: 'f0003',
    exchangeId: 'x2',
    route: 'GET /accounts',
    divergence: aDivergence('field-added', 'body/b'),
  }),
];
const groupsOf = (first: Readonly<Record<string, FirstDivergence>>) =>
  groupByCause(differences, ({ id, exchangeId }) => first[id] ?? first[exchangeId] ?? null).map(
    ({ hasCause, findings }) => [hasCause, ...findings.map(({ id }) => id)],
  );

describe('findings are told together', () => {
  test.each<{
    readonly name: string;
    readonly first: Readonly<Record<string, FirstDivergence>>;
    readonly groups: readonly (readonly (boolean | string)[])[];
  }>([
    {
      name: 'by their place in the answer where no place in the code is known',
      first: {},
      groups: [
        [false, 'f0001'],
        [false, 'f0002'],
        [false, 'f0003'],
      ],
    },
    {
      name: 'by the statement that explains them, whatever the answer',
      first: { x1: explained, x2: explained },
      groups: [[true, 'f0001', 'f0002', 'f0003']],
    },
    {
      name: 'by a changed statement, whatever it made different',
      first: { x1: explained, x2: { ...explained, kind: 'branch', variable: 'condition' } },
      groups: [[true, 'f0001', 'f0002', 'f0003']],
    },
    {
      name: 'by a statement that the change took into other hands, though it reads as before',
      first: { x1: { ...explained, kind: 'branch', candidateStatement: 'a(1)' }, x2: explained },
      groups: [[true, 'f0001', 'f0002', 'f0003']],
    },
    {
      name: 'by what an unchanged statement met, which is no cause',
      first: { x1: explained, x2: { ...explained, candidateLine: 9, isChanged: false } },
      groups: [
        [true, 'f0001'],
        [false, 'f0002', 'f0003'],
      ],
    },
    {
      name: 'by the changed statement that ran last where nothing captured differs',
      first: { x1: ended, x2: ended },
      groups: [[true, 'f0001', 'f0002', 'f0003']],
    },
    {
      name: 'by finding, where one exchange has two causes',
      first: { x1: explained, x2: explained, f0003: { ...explained, kind: 'call', candidateLine: 9 } },
      groups: [
        [true, 'f0001', 'f0002'],
        [true, 'f0003'],
      ],
    },
    {
      name: 'with what the same statement explains elsewhere',
      first: { x1: ended, x2: explained },
      groups: [[true, 'f0001', 'f0002', 'f0003']],
    },
    {
      name: 'by their place in the answer where an unchanged statement ran last',
      first: { x1: passedBy, x2: passedBy },
      groups: [
        [false, 'f0001'],
        [false, 'f0002'],
        [false, 'f0003'],
      ],
    },
  ])('$name', ({ first, groups }) => {
    expect(groupsOf(first)).toEqual(groups);
  });
});
