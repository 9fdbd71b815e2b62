import { describe, expect, test } from '@jest/globals';
import type {
  CapturedValue,
  Hit,
  Probe,
  ProbeState,
  RuntimeEvent,
  RuntimeSnapshot,
} from '../../../src/domain/runtime-snapshot.ts';
import { traceExchanges } from '../../../src/snapshots/divergence/trace-exchanges.ts';

// covers: align-hits.ts
// covers: compare-hits.ts
// covers: hit-completeness.ts
// covers: learn-volatile.ts
// covers: learn-harmless.ts

const number = (value: number): CapturedValue => ({ type: 'number', text: String(value) });
const probe = (id: string, line: number, more: Partial<Probe> = {}): Probe => ({
  id,
  file: 'a.js',
  line,
  column: 1,
  names: [],
  statement: `statement ${line};`,
  statementLine: line,
  ...more,
});

type Side = {
  readonly hits: readonly (readonly [string, Readonly<Record<string, CapturedValue>>])[];
  readonly states?: Readonly<Record<string, Partial<ProbeState>>>;
  readonly errors?: readonly string[];
  readonly dropped?: number;
};

function snapshot(side: Side, probes: readonly Probe[], exchangeId = 'e1'): RuntimeSnapshot {
  const hits: Hit[] = side.hits.map(([probeId, values], sequence) => ({
    ...{ probeId, exchangeId, sequence, values },
    occurrence: side.hits.slice(0, sequence).filter(([id]) => id === probeId).length,
  }));
  const events: RuntimeEvent[] = (side.errors ?? []).map((message) => ({
    ...{ kind: 'error', exchangeId, sequence: 99, class: 'TypeError', message, at: '', caught: true },
  }));
  const states = probes.map(
    ({ id }): ProbeState => ({
      ...{ probeId: id, role: 'candidate', state: 'bound' },
      hits: hits.filter(({ probeId }) => probeId === id).length,
      ...side.states?.[id],
    }),
  );
  return {
    role: 'candidate',
    agent: 'connected',
    hits,
    events,
    probes: states,
    executedLines: {},
    dropped: side.dropped ?? 0,
  };
}

const both = [
  probe('p001', 1, { defines: ['a'], inputs: ['x'] }),
  probe('p002', 2, { defines: ['b'], inputs: ['a', 'x'] }),
  probe('p003', 3, { defines: ['return'], inputs: ['b'], moment: 'before' }),
];

type Request = {
  readonly baseline: Side;
  readonly candidate: Side;
  readonly secondary?: Side;
  readonly probes?: { readonly baseline: readonly Probe[]; readonly candidate: readonly Probe[] };
  readonly suspects?: readonly string[];
  readonly perturbed?: readonly string[];
};

function trace({
  baseline,
  candidate,
  secondary,
  probes = { baseline: both, candidate: both },
  suspects = ['e1'],
  perturbed = [],
}: Request) {
  const traces = traceExchanges({
    baseline: snapshot(baseline, probes.baseline),
    candidate: snapshot(candidate, probes.candidate),
    volatile: secondary === undefined ? null : snapshot(secondary, probes.baseline),
    probes,
    suspects,
    exchanges: ['e1'],
    affected: new Set(suspects),
    perturbed: new Set(perturbed),
  });
  return traces.get('e1');
}

const equal: Side = {
  hits: [
    ['p001', { x: number(1), a: number(2) }],
    ['p002', { x: number(1), a: number(2), b: number(3) }],
    ['p003', { b: number(3), return: number(9) }],
  ],
};
const withHits = (...hits: Side['hits']): Side => ({ hits });

describe('values', () => {
  test('the statement that gave the first differing variable its value is named, with its equal inputs', () => {
    const candidate = withHits(
      ['p001', { x: number(1), a: number(2) }],
      ['p002', { x: number(1), a: number(2), b: number(4) }],
      ['p003', { b: number(4), return: number(8) }],
    );
    const found = trace({ baseline: equal, candidate });
    expect(found?.firstDivergence).toEqual({
      exchangeId: 'e1',
      kind: 'value',
      file: 'a.js',
      baselineLine: 2,
      candidateLine: 2,
      baselineStatement: 'statement 2;',
      candidateStatement: 'statement 2;',
      isChanged: true,
      variable: 'b',
      baseline: '3',
      candidate: '4',
      equalInputs: [
        { name: 'a', value: '2' },
        { name: 'x', value: '1' },
      ],
    });
    expect(found?.pairs.map(({ probeId, equal: same }) => [probeId, same])).toEqual([
      ['p001', true],
      ['p002', false],
      ['p003', false],
    ]);
  });

  test('what only one build has and what sets the variable is blamed before what comes later', () => {
    const added = probe('c009', 7, { defines: ['x'] });
    const candidate = withHits(['c009', { x: number(5) }], ['p001', { x: number(5), a: number(10) }]);
    const found = trace({
      baseline: equal,
      candidate,
      probes: { baseline: both, candidate: [...both, added] },
    });
    expect(found?.firstDivergence).toMatchObject({
      variable: 'x',
      baseline: '1',
      candidate: '5',
      baselineLine: null,
      candidateLine: 7,
    });
  });

  test('a renamed variable is compared under its old name', () => {
    const renamed = both.map((one) => ({ ...one, aliases: { sum: 'a' }, defines: ['sum'] }));
    const probes = { baseline: both, candidate: renamed };
    const hits = (sum: number) => withHits(['p001', { x: number(1), sum: number(sum) }]);
    const only = withHits(['p001', { x: number(1), a: number(2) }]);
    expect(trace({ baseline: only, candidate: hits(2), probes, suspects: [] })?.firstDivergence).toBeNull();
    expect(trace({ baseline: only, candidate: hits(3), probes })?.firstDivergence).toMatchObject({
      variable: 'sum',
      candidate: '3',
    });
  });

  test('what varies between two runs of the baseline is no divergence', () => {
    const other = withHits(['p001', { x: number(7), a: number(2) }]);
    const first = withHits(['p001', { x: number(1), a: number(2) }]);
    const again = withHits(['p001', { x: number(4), a: number(2) }]);
    expect(trace({ baseline: first, candidate: other })?.firstDivergence).toMatchObject({ variable: 'x' });
    expect(trace({ baseline: first, candidate: other, secondary: again })?.firstDivergence).toMatchObject({
      kind: 'unexplained',
    });
  });

  test('secrets that differ say nothing until it is known whether they vary', () => {
    const secret = (digest: string): Side =>
      withHits(['p001', { token: { type: 'string', length: 9, digest, reason: 'redacted' } }]);
    const request = { baseline: secret('one'), candidate: secret('two') };
    expect(trace(request)?.firstDivergence).toMatchObject({ kind: 'unexplained' });
    expect(trace({ ...request, secondary: secret('one') })?.firstDivergence).toMatchObject({
      variable: 'token',
    });
  });
});

describe('control flow', () => {
  const short = withHits(
    ['p001', { x: number(1), a: number(2) }],
    ['p003', { b: number(3), return: number(9) }],
  );

  test('a place that one build never reached is a branch', () => {
    expect(trace({ baseline: equal, candidate: short })?.firstDivergence).toMatchObject({
      kind: 'branch',
      candidateLine: 2,
      baseline: 'reached once',
      candidate: 'not reached',
    });
  });

  test('a statement that one build did not end is told as such', () => {
    const after = both.map((one) => ({ ...one, moment: 'after' as const }));
    const probes = { baseline: after, candidate: after };
    expect(trace({ baseline: equal, candidate: short, probes })?.firstDivergence).toMatchObject({
      baseline: 'completed once',
      candidate: 'not completed',
    });
  });

  test('a guard that only one build has, right before, is named in its place', () => {
    const guard = probe('b008', 8);
    const baseline = withHits(...equal.hits.slice(0, 1), ['b008', { x: number(1) }], ...equal.hits.slice(1));
    const found = trace({
      baseline,
      candidate: short,
      probes: { baseline: [...both, guard], candidate: both },
    });
    expect(found?.firstDivergence).toMatchObject({ kind: 'statement', baselineLine: 8, candidateLine: null });
  });

  test('another number of passes is a difference in iterations', () => {
    const candidate = withHits(...equal.hits.slice(0, 2), ...equal.hits.slice(1));
    expect(trace({ baseline: equal, candidate })?.firstDivergence).toMatchObject({
      kind: 'iterations',
      baseline: 'reached once',
      candidate: 'reached 2 times',
    });
  });

  test('an error that came with it is a throw', () => {
    const candidate = { ...withHits(...equal.hits.slice(0, 1)), errors: ['no price'] };
    expect(trace({ baseline: equal, candidate })?.firstDivergence).toMatchObject({
      kind: 'throw',
      baseline: null,
      candidate: 'TypeError: no price',
    });
  });

  test.each<[string, Partial<Side>, readonly string[]]>([
    ['the probe did not bind', { states: { p002: { state: 'unbound' } } }, ['e1']],
    ['the probe was disarmed', { states: { p002: { state: 'disarmed' } } }, ['e1']],
    [
      'it rested in a hot loop',
      { states: { p002: { note: 'rested for the remainder of a hot loop' } } },
      ['e1'],
    ],
    ['records were lost', { dropped: 1 }, ['e1']],
    ['its hits went to other exchanges', { states: { p002: { hits: 3 } } }, []],
  ])('silence proves nothing when %s', (_, more, suspects) => {
    const found = trace({ baseline: equal, candidate: { ...short, ...more }, suspects });
    expect(found?.firstDivergence?.kind ?? 'unexplained').toBe('unexplained');
    expect(found?.pairs.every(({ equal: same }) => same)).toBe(true);
  });

  test('nor where both passed as often in another order', () => {
    const candidate = withHits(...[...equal.hits].reverse());
    expect(trace({ baseline: equal, candidate, suspects: [] })?.firstDivergence).toBeNull();
  });
});

describe('no difference in what was captured', () => {
  test('claims no cause: the changed statement that ran last is named', () => {
    expect(trace({ baseline: equal, candidate: equal })?.firstDivergence).toMatchObject({
      kind: 'unexplained',
      candidateLine: 3,
      variable: null,
      baseline: null,
      equalInputs: [{ name: 'b', value: '3' }],
    });
  });

  test('and for an exchange whose answers agree, nothing', () => {
    expect(trace({ baseline: equal, candidate: equal, suspects: [] })?.firstDivergence).toBeNull();
  });

  test('and for an exchange that passed no probe, nothing', () => {
    expect(trace({ baseline: withHits(), candidate: withHits() })).toEqual({
      exchangeId: 'e1',
      pairs: [],
      firstDivergence: null,
      perturbed: false,
    });
  });
});

test('a trace that the probes themselves changed explains nothing', () => {
  const candidate = withHits(['p001', { x: number(2), a: number(2) }]);
  expect(trace({ baseline: equal, candidate, perturbed: ['e1'] })).toMatchObject({
    perturbed: true,
    firstDivergence: null,
  });
});
