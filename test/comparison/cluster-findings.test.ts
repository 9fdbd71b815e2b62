import { describe, expect, test } from '@jest/globals';
import { clusterFindings } from '../../src/comparison/cluster-findings.ts';
import { cluster } from '../../src/domain/evidence.ts';
import type { FirstDivergence } from '../../src/domain/runtime-snapshot.ts';
import { aDivergence, aFinding } from './builders.ts';

const card = (id: string) => ({ method: 'GET', target: `/things/${id}`, size: id === 'x2' ? 1 : 9 });
const unknown = () => null;
const line = (baselineLine: number): FirstDivergence => ({
  exchangeId: 'x1',
  kind: 'value',
  file: 'cart.js',
  baselineLine,
  candidateLine: baselineLine,
  baselineStatement: null,
  candidateStatement: null,
  variable: 'total',
  baseline: null,
  candidate: null,
  equalInputs: [],
});

const price = (id: number, exchangeId: string, changes: Partial<Parameters<typeof aFinding>[0]> = {}) =>
  aFinding({ id: `f000${id}`, exchangeId, ...changes });

describe('findings with one cause', () => {
  test('share route, pattern and kind where nothing more is known', () => {
    const clusters = clusterFindings(
      [price(1, 'x1'), price(2, 'x2'), price(3, 'x2', { route: 'GET /others' })],
      card,
      unknown,
    );
    expect(clusters.every((one) => cluster.safeParse(one).success)).toBe(true);
    expect(clusters.map(({ id, route, exchanges, findings }) => [id, route, exchanges, findings])).toEqual([
      ['c01', 'GET /things', 2, ['f0001', 'f0002']],
      ['c02', 'GET /others', 1, ['f0003']],
    ]);
    expect(clusters[0]?.example).toMatchObject({
      exchangeId: 'x2',
      target: '/things/x2',
      baseline: 'a',
      candidate: 'b',
    });
  });

  test('share the line at which the programs part, whatever their place', () => {
    const other = price(2, 'x2', {
      route: 'POST /carts',
      divergence: aDivergence('status-changed', 'status'),
    });
    const [one, ...others] = clusterFindings([price(1, 'x1'), other, price(3, 'x3')], card, () => line(7));
    expect(others).toEqual([]);
    expect(one?.places).toEqual([
      { route: 'GET /things', pattern: 'body/price', kind: 'value-changed', exchanges: 2 },
      { route: 'POST /carts', pattern: 'status', kind: 'status-changed', exchanges: 1 },
    ]);
    expect(one?.firstDivergence).toEqual(line(7));
  });

  test('two lines are two causes even at one place', () => {
    const clusters = clusterFindings([price(1, 'x1'), price(2, 'x2')], card, (id) =>
      line(id === 'x1' ? 7 : 8),
    );
    expect(clusters).toHaveLength(2);
  });

  test('a difference without explanation is no shared cause', () => {
    const findings = [price(1, 'x1'), price(2, 'x2', { route: 'GET /others' })];
    expect(clusterFindings(findings, card, () => ({ ...line(7), kind: 'unexplained' }))).toHaveLength(2);
  });

  test('come worst first, consequences last and linked to their cause', () => {
    const status = aFinding({
      id: 'f0002',
      severity: 'breaking',
      divergence: aDivergence('status-changed', 'status'),
    });
    const body = aFinding({
      id: 'f0003',
      severity: 'breaking',
      follows: 'f0002',
      divergence: aDivergence('field-removed', 'body/a'),
    });
    const clusters = clusterFindings([price(1, 'x9', { severity: 'benign' }), body, status], card, unknown);
    expect(clusters.map(({ kind, severity, follows }) => [kind, severity, follows])).toEqual([
      ['status-changed', 'breaking', undefined],
      ['value-changed', 'benign', undefined],
      ['field-removed', 'breaking', 'c01'],
    ]);
  });

  test('of nothing there are none', () => {
    expect(clusterFindings([], card, unknown)).toEqual([]);
  });
});
