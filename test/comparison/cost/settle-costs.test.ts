// covers: compare-cost.ts
// covers: cost-text.ts
// covers: judge-cost.ts
// covers: judge-routes.ts
import { describe, expect, test } from '@jest/globals';
import type { CallCounter } from '../../../src/comparison/cost/judge-routes.ts';
import type { CostSample } from '../../../src/comparison/cost/sample-costs.ts';
import { type CostRun, settleCosts } from '../../../src/comparison/cost/settle-costs.ts';
import { type CostSettings, defaultCost } from '../../../src/domain/cost.ts';
import { createChance, simulateRoute, simulateRun } from './simulated-costs.ts';

type Asked = {
  readonly explain?: CostRun | null;
  readonly settings?: Partial<CostSettings>;
};

function settle(observe: CostRun, { explain = null, settings = {} }: Asked = {}) {
  return settleCosts({ observe, explain, settings: { ...defaultCost, ...settings } });
}

const slowRun = (seed: number, ms: number, pairs = 40) =>
  simulateRun({
    'GET /slow': simulateRoute({ chance: createChance(seed), pairs, slower: () => ms }),
    'GET /same': simulateRoute({ chance: createChance(seed + 1), pairs }),
  });

describe('a route that became slower', () => {
  test('by 30 ms is found, and only that one', () => {
    const { findings, rows } = settle(slowRun(1, 30), { explain: slowRun(2, 30) });
    expect(findings).toMatchObject([
      {
        route: 'GET /slow',
        divergence: { kind: 'latency-changed', place: 'cost/latency', pattern: 'cost/latency' },
        outcome: {
          kind: 'counted',
          reason: expect.stringMatching(/^\+\d+(\.\d)? ms .* in 40 exchanges; in both runs$/),
        },
      },
    ]);
    const row = rows.find(({ route, measure }) => route === 'GET /slow' && measure === 'latency');
    expect(row?.estimate).toBeGreaterThan(27);
    expect(row?.estimate).toBeLessThan(33);
    expect(row).toMatchObject({ verdict: 'more', pairs: 40 });
  });

  test('in the first run alone is flaky', () => {
    const { findings } = settle(slowRun(1, 30), { explain: slowRun(2, 0) });
    expect(findings).toMatchObject([{ outcome: { kind: 'flaky' } }]);
  });

  test('in a half of the run alone is no finding, and is told', () => {
    const late = simulateRoute({ chance: createChance(3), slower: (exchange) => (exchange < 20 ? 0 : 40) });
    const early = simulateRoute({ chance: createChance(4), slower: (exchange) => (exchange < 20 ? 40 : 0) });
    const { findings, rows } = settle(simulateRun({ late, early }));
    expect(findings).toEqual([]);
    expect(rows.filter(({ verdict }) => verdict === 'could-not-tell')).not.toEqual([]);
  });

  test('by less than the settings ask for is no finding', () => {
    expect(settle(slowRun(5, 30), { settings: { latencyMs: 50 } }).findings).toEqual([]);
    expect(settle(slowRun(5, 30), { settings: { latencyPercent: 2_000 } }).findings).toEqual([]);
    expect(settle(slowRun(5, 30), { settings: { enabled: false } })).toEqual({ rows: [], findings: [] });
  });

  test('by what two instances of the base differ by as well is no finding', () => {
    const samples = simulateRoute({ chance: createChance(6), slower: () => 30 }).map((sample) => ({
      ...sample,
      secondary: { ...sample.candidate },
    }));
    const { findings, rows } = settle(simulateRun({ 'GET /slow': samples }));
    expect(findings).toEqual([]);
    expect(rows[0]).toMatchObject({
      verdict: 'could-not-tell',
      reason: expect.stringContaining('two instances'),
    });
  });

  test('is undecidable with too few exchanges and without a secondary', () => {
    const reasonOf = (...given: Parameters<typeof settle>) => {
      const { findings, rows } = settle(...given);
      expect(findings).toEqual([]);
      return rows.find(({ measure, route }) => measure === 'latency' && route === 'GET /slow')?.reason;
    };
    expect(reasonOf(slowRun(7, 30, 19))).toMatch(/^20 exchanges are needed/);
    const alone = simulateRoute({ chance: createChance(8), slower: () => 30 });
    const run = simulateRun({ 'GET /slow': alone.map((sample) => ({ ...sample, secondary: null })) });
    expect(reasonOf(run)).toMatch(/^no second instance/);
  });

  test('one that became faster is told and is no finding', () => {
    const { findings, rows } = settle(slowRun(9, -3, 200), { settings: { latencyMs: 1 } });
    expect(findings).toEqual([]);
    expect(rows[0]).toMatchObject({ route: 'GET /slow', verdict: 'less' });
  });
});

describe('false alarms', () => {
  test('of sixty runs over ten equal routes on a busy machine none has a finding', () => {
    const alarms = Array.from({ length: 60 }, (_, seed) => {
      const chance = createChance(1_000 + seed);
      const routes = Array.from(
        { length: 10 },
        (_, route) => [`r${route}`, simulateRoute({ chance })] as const,
      );
      return settle(simulateRun(Object.fromEntries(routes))).findings.length;
    });
    expect(alarms.reduce((sum, each) => sum + each, 0)).toBe(0);
  });

  test('while 30 ms are found in at least 49 of 50 runs', () => {
    const found = Array.from(
      { length: 100 },
      (_, seed) => settle(slowRun(5_000 + 2 * seed, 30)).findings.length,
    );
    expect(found.filter((each) => each === 1).length).toBeGreaterThanOrEqual(49);
  });
});

describe('what else an exchange costs', () => {
  const sized = (more: number): readonly CostSample[] =>
    simulateRoute({ chance: createChance(11) }).map((sample) => ({
      ...sample,
      candidate: { ...sample.baseline, responseBytes: sample.baseline.responseBytes + more },
    }));

  test('a response that grew by a tenth and a kilobyte', () => {
    expect(settle(simulateRun({ route: sized(1_500) })).findings).toMatchObject([
      {
        divergence: {
          ...{ kind: 'response-size-changed', place: 'cost/response-bytes' },
          ...{ baseline: { text: '2 kB' }, candidate: { text: '3.5 kB' } },
        },
      },
    ]);
    expect(settle(simulateRun({ route: sized(900) })).findings).toEqual([]);
  });

  test('calls that became more; a service that makes none has no rows for them', () => {
    const samples = sized(0);
    const calls: CallCounter = (role) => (role === 'candidate' ? 7 : 1);
    const run = { ...simulateRun({ route: samples }), calls };
    expect(settle(run).findings).toMatchObject([
      {
        divergence: {
          kind: 'call-count-changed',
          baseline: { text: '1 call' },
          candidate: { text: '7 calls' },
        },
      },
    ]);
    expect(settle(simulateRun({ route: samples })).rows.map(({ measure }) => measure)).toEqual([
      'latency',
      'response-bytes',
    ]);
  });

  test('names an exchange that shows it', () => {
    const samples = sized(0).map((sample, index) =>
      index === 7 ? sample : { ...sample, candidate: { ...sample.candidate, responseBytes: 9_000 + index } },
    );
    const [finding] = settle(simulateRun({ route: samples })).findings;
    expect(finding?.exchangeId).not.toBe('x7');
    expect(finding?.exchangeId).toMatch(/^x\d+$/);
  });
});
