import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settleFindings } from '../../src/comparison/settle-findings.ts';
import { finding } from '../../src/domain/divergence.ts';
import { aDivergence, aJson, aRun } from './builders.ts';

const ignore = {
  route: '*',
  pattern: 'body/motd',
  reason: 'changes daily',
  owner: 'ada',
  expires: '2024-12-31',
};

const run = aRun(
  {
    id: 'x1',
    baseline: aJson({ id: '3f2a', price: 1, motd: 'a' }),
    secondary: aJson({ id: '91c0', price: 1, motd: 'a' }),
    candidate: aJson({ id: 'be42', price: 2, motd: 'b' }),
  },
  { id: 'x2', baseline: aJson({ a: 1 }), secondary: aJson({ a: 1 }), candidate: aJson({ a: 1 }) },
);

const settle = (changes: Partial<Parameters<typeof settleFindings>[0]> = {}) =>
  settleFindings({ runs: [run, run], extraDivergences: [], ignores: [], today: '2024-05-01', ...changes });

describe('what becomes of every divergence', () => {
  test('each is a finding of the published shape, with its disposition and reason', () => {
    const { findings } = settle({ ignores: [ignore] });
    expect(findings.every((one) => finding.safeParse(one).success)).toBe(true);
    expect(findings.map(({ id, disposition }) => [id, disposition])).toEqual([
      ['f0001', { kind: 'noise', reason: 'hex of 4: differs in 1 of 2 baseline pairs' }],
      ['f0002', { kind: 'counted', reason: 'seen in 2 of 2 runs; the baseline does not vary there' }],
      ['f0003', { kind: 'ignored', rule: 'changes daily (ada)' }],
    ]);
  });

  test('noise is reported with what was learned', () => {
    expect(settle().noise).toMatchObject([
      {
        ...{ route: 'GET /things', pattern: 'body/id', kind: 'value-changed', learned: 'hex of 4' },
        ...{ findings: 1, samples: 4, varied: 1, compared: 2, refused: [] },
        example: { exchangeId: 'x1', baseline: { text: '3f2a' }, candidate: { text: 'be42' } },
      },
    ]);
    expect(settle().routes).toMatchObject([{ route: 'GET /things', exchanges: 2 }]);
  });

  test('an expired excuse excuses nothing and is told', () => {
    const { findings, unusedIgnores } = settle({ ignores: [{ ...ignore, expires: '2024-04-30' }] });
    expect(findings.filter(({ disposition }) => disposition.kind === 'counted')).toHaveLength(2);
    expect(unusedIgnores).toEqual(['* body/motd (ada): expired on 2024-04-30']);
  });

  test('an excuse never hides a neighbour', () => {
    const patterns = fc.constantFrom('body/id', 'body/price', 'body/motd', 'body/p', 'body', 'status');
    fc.assert(
      fc.property(fc.array(patterns, { maxLength: 3 }), (ignored) => {
        const { findings } = settle({ ignores: ignored.map((pattern) => ({ ...ignore, pattern })) });
        for (const { divergence, disposition } of findings) {
          if (disposition.kind === 'ignored') expect(ignored).toContain(divergence.pattern);
          else if (disposition.kind === 'counted') expect(ignored).not.toContain(divergence.pattern);
        }
        expect(findings).toHaveLength(3);
      }),
    );
  });

  test('what the agent saw is counted in the place of its exchange, and flaky when it did not come back', () => {
    const divergence = aDivergence('outbound-call-added', 'outbound', { baseline: null });
    const { findings } = settle({
      extraDivergences: [
        { exchangeId: 'x2', route: 'GET /things', divergence, cameBack: true },
        { exchangeId: 'x1', route: 'GET /things', divergence, cameBack: null },
        { exchangeId: 'x1', route: 'GET /things', divergence, cameBack: false },
      ],
    });
    const kinds = findings.map((one) => `${one.exchangeId} ${one.divergence.kind} ${one.disposition.kind}`);
    expect(kinds.slice(3)).toEqual([
      'x1 outbound-call-added counted',
      'x1 outbound-call-added flaky',
      'x2 outbound-call-added counted',
    ]);
  });

  test('nothing that diverged is no finding', () => {
    expect(settle({ runs: [] })).toEqual({
      findings: [],
      noise: [],
      routes: [],
      unusedIgnores: [],
      ignoreWarnings: [],
    });
  });
});
