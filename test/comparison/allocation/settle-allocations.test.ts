// covers: judge-series.ts
// covers: judge-functions.ts
// covers: judge-handles.ts
// covers: measured-text.ts
// covers: sample-allocations.ts
import { describe, expect, test } from '@jest/globals';
import type { AllocationRun } from '../../../src/comparison/allocation/sample-allocations.ts';
import {
  type AllocationRuns,
  settleAllocations,
} from '../../../src/comparison/allocation/settle-allocations.ts';
import { defaultCost } from '../../../src/domain/cost.ts';
import { simulateAllocations, type TruthOf } from './simulated-allocations.ts';

const code = { headPathOf: (path: string) => path, isChanged: (file: string) => file === 'a.js' };
/** As if both runs had told the same. */
const profiled = (run: AllocationRun): AllocationRuns => ({
  routes: run.costs.size,
  light: run,
  profile: { kind: 'measured', routes: new Set(run.costs.keys()), ...run },
});
const settle = (...given: Parameters<typeof simulateAllocations>) =>
  settleAllocations(profiled(simulateAllocations(...given)), defaultCost, code);
const found = (...given: Parameters<typeof simulateAllocations>) =>
  settle(...given).findings.map(({ route, divergence }) => `${route} ${divergence.kind} ${divergence.place}`);

/** What the baseline allocates everywhere, and the candidate besides. */
const more =
  (functions: Readonly<Record<string, number>>): TruthOf =>
  (role) => ({
    functions: { 'a.js:10 list': 200_000, 'b.js:3 pad': 90_000, ...(role === 'candidate' ? functions : {}) },
  });

describe('what a function allocates', () => {
  test('is a finding with its place at head, its ratio and how it stands to the change', () => {
    const { findings, report } = settle({
      'GET /a': more({ 'a.js:12 list': 1_200_000 }),
      'GET /b': more({}),
    });
    expect(findings).toHaveLength(1);
    const [one] = findings;
    expect(one).toMatchObject({ route: 'GET /a', outcome: { kind: 'counted' }, exchangeId: 'GET /a 35' });
    expect(one?.divergence).toMatchObject({ kind: 'allocation-grew', place: 'cost/allocation/a.js#list' });
    expect(one?.divergence.note).toMatch(
      /^a\.js:12 list, touched by the change: \+1\.\d+ MB each in 36 exchanges \(p \de-\d+\)$/,
    );
    if (report.kind !== 'measured') throw new Error(report.reason);
    expect(report).toMatchObject({ routes: 2, exchanges: 72, seconds: 3.2, budgetSeconds: 20, tooFew: 0 });
    const row = report.rows[0];
    expect(row).toMatchObject({ verdict: 'more', effect: 1, measured: { line: 12, isChanged: true } });
    expect(row?.ratio).toBeGreaterThan(5);
  });

  test('is none below 64 KiB, below a third more, or when another function allocates that much less', () => {
    expect(found({ r: more({ 'a.js:10 list': 240_000 }) })).toEqual([]);
    const large: TruthOf = (role) => ({
      functions: { 'a.js:1 f': role === 'candidate' ? 1_200_000 : 1_000_000 },
    });
    expect(found({ r: large })).toEqual([]);
    const moved: TruthOf = (role) => ({
      functions: { [role === 'candidate' ? 'a.js:5 g' : 'a.js:1 f']: 900_000 },
    });
    expect(found({ r: moved })).toEqual([]);
    const { report } = settle({ r: moved });
    expect(report.kind === 'measured' && report.rows.map(({ reason }) => reason).join()).toMatch(
      /functions of the route allocate \d+ kB less/,
    );
  });

  test('is none when one instance of the base does it too, or with too few exchanges', () => {
    const byChance: TruthOf = (role) => ({
      functions: { 'a.js:1 f': role === 'baseline' ? 100_000 : 900_000 },
    });
    expect(found({ r: byChance })).toEqual([]);
    expect(found({ r: more({ 'a.js:12 list': 1_200_000 }) }, { exchanges: 29 })).toEqual([]);
  });

  test('follows a file that moved', () => {
    const truth: TruthOf = (role) => ({
      functions: { [role === 'candidate' ? 'new.js:4 f' : 'old.js:1 f']: 500_000 },
    });
    const moved = { ...code, headPathOf: (path: string) => (path === 'old.js' ? 'new.js' : path) };
    const { findings, report } = settleAllocations(
      profiled(simulateAllocations({ r: truth })),
      defaultCost,
      moved,
    );
    expect(findings).toEqual([]);
    expect(report.kind === 'measured' && report.rows.every(({ verdict }) => verdict === 'same')).toBe(true);
  });
});

test('no function of the service need explain it', () => {
  const outside: TruthOf = (role) => ({ functions: role === 'candidate' ? { 'a.js:1': 10_000 } : {} });
  expect(found({ r: outside })).toEqual([]);
  const run = simulateAllocations({ r: outside });
  for (const event of run.told.candidate) Object.assign(event, { total: (event.total ?? 0) + 700_000 });
  const { findings } = settleAllocations(profiled(run), defaultCost, code);
  expect(findings.map(({ divergence }) => divergence.place)).toEqual(['cost/allocation']);
});

test('where no route may allocate more, no function is judged, and the rest is', () => {
  const light = simulateAllocations({
    r: more({}),
    leaky: (_role, exchange) => ({ handles: { A: exchange } }),
  });
  const none = settleAllocations({ routes: 5, light, profile: { kind: 'not-needed' } }, defaultCost, code);
  expect(none.findings).toEqual([]);
  expect(none.report).toMatchObject({
    ...{ routes: 2, tooFew: 3, profile: { kind: 'not-needed' }, screen: { percent: 2, bytes: 49_152 } },
    rows: [{ measured: { kind: 'all-functions' } }, { measured: { kind: 'all-functions' } }],
  });
});

test('what was profiled is told, without what was only sent for what it writes', () => {
  const light = simulateAllocations({ r: more({ 'a.js:12 list': 1_200_000 }), writes: more({}) });
  const profile = { kind: 'measured', routes: new Set(['r']), ...light } as const;
  const { report } = settleAllocations({ routes: 2, light, profile }, defaultCost, code);
  expect(report).toMatchObject({ profile: { kind: 'measured', routes: ['r'], exchanges: 36, seconds: 3.2 } });
});

describe('what stays open', () => {
  const open =
    (count: (exchange: number) => number): TruthOf =>
    (role, exchange) => ({
      handles: { Timeout: 3, TCPSocketWrap: 1 + (role === 'candidate' ? count(exchange) : 0) },
    });

  test('by each exchange, or by each second one, is a finding of the route that leaves it', () => {
    const expected = ['leaky handles-left-open cost/handles/TCPSocketWrap'];
    expect(found({ leaky: open((exchange) => exchange) })).toEqual(expected);
    expect(found({ leaky: open((exchange) => Math.floor(exchange / 2)) })).toEqual(expected);
    const between = (role: string, exchange: number) => ({
      handles: { TCPSocketWrap: 1 + (role === 'candidate' ? exchange + 1 : 0) },
    });
    expect(found({ leaky: open((exchange) => exchange + 1), calm: between })).toEqual(expected);
  });

  test('is none for a pool that fills up, or one that is there at once', () => {
    expect(found({ r: open((exchange) => Math.min(exchange, 10)) })).toEqual([]);
    expect(found({ r: open(() => 40) })).toEqual([]);
    expect(found({ r: open((exchange) => exchange % 2) })).toEqual([]);
  });
});

test('an event loop that is held up is a finding from 20 ms on', () => {
  const held =
    (ms: number): TruthOf =>
    (role) => ({ delayMs: role === 'candidate' ? ms : 1 });
  expect(found({ r: held(40) })).toEqual(['r event-loop-held-up cost/event-loop']);
  expect(found({ r: held(15) })).toEqual([]);
});

test('of sixty runs of equal builds none shows anything', () => {
  const equal = { 'GET /a': more({}), 'GET /b': more({}), 'GET /c': more({}) };
  const wrong = Array.from({ length: 60 }, (_, seed) =>
    found(
      { ...equal, 'GET /a': () => more({ 'c.js:1 h': 150_000 })('candidate', 0) },
      { seed, exchanges: 31 },
    ),
  );
  expect(wrong.flat()).toEqual([]);
});
