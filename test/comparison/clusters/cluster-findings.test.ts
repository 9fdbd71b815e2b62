import { describe, expect, test } from '@jest/globals';
import { clusterFindings } from '../../../src/comparison/clusters/cluster-findings.ts';
import { cluster } from '../../../src/domain/cluster.ts';
import type { FirstDivergence } from '../../../src/domain/evidence-trace.ts';
import { aDivergence, aFinding } from '../builders.ts';

const card = (id: string) => ({ method: 'GET', target: `/things/${id}`, size: id === 'x2' ? 1 : 9 });
const unknown = () => null;
const line = (baselineLine: number): FirstDivergence => ({
  exchangeId: 'x1',
  kind: 'value',
  file: 'cart.js',
  baselineLine,
  candidateLine: baselineLine,
  baselineStatement: 'fee(1)',
  candidateStatement: 'fee(2)',
  isChanged: true,
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
    const clusters = clusterFindings([price(1, 'x1'), price(2, 'x2')], card, ({ exchangeId: id }) =>
      line(id === 'x1' ? 7 : 8),
    );
    expect(clusters).toHaveLength(2);
  });

  test('a difference without explanation is no shared cause', () => {
    const findings = [price(1, 'x1'), price(2, 'x2', { route: 'GET /others' })];
    const ended = { ...line(7), kind: 'unexplained', isChanged: false } as const;
    expect(clusterFindings(findings, card, () => ended)).toHaveLength(2);
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
    expect(clusters[2]?.followsThrough).toBe('answer');
  });

  test('are shown by what the service said rather than by what is computed from it', () => {
    const etag = aFinding({
      ...{ id: 'f0001', exchangeId: 'x1', follows: 'f0003' },
      divergence: aDivergence('header-changed', 'header.etag'),
    });
    const [shown] = clusterFindings([etag, { ...etag, id: 'f0002' }, price(3, 'x1')], card, () => line(7));
    expect(shown?.example.place).toBe('body/price');
    expect(shown?.places.map(({ pattern }) => pattern)).toEqual(['body/price', 'header.etag']);
  });

  test('are shown by an exchange of which the cause is known', () => {
    const ended = { ...line(7), kind: 'unexplained' } as const;
    const findings = [price(1, 'x1'), price(2, 'x2'), price(3, 'x3')];
    const [shown, ...others] = clusterFindings(findings, card, ({ exchangeId }) =>
      exchangeId === 'x3' ? line(7) : ended,
    );
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ exchanges: 3, example: { exchangeId: 'x3' }, firstDivergence: line(7) });
  });

  test('that only show what an earlier write left behind come after it and name it', () => {
    const posted = (id: string) => ({ ...card(id), method: 'POST' });
    const findings = [price(1, 'x1'), price(2, 'x2', { route: 'GET /others', severity: 'breaking' })];
    const clusters = clusterFindings(findings, posted, ({ exchangeId }) =>
      exchangeId === 'x1' ? line(7) : null,
    );
    expect(
      clusters.map(({ id, route, follows, followsThrough }) => [id, route, follows, followsThrough]),
    ).toEqual([
      ['c01', 'GET /things', undefined, undefined],
      ['c02', 'GET /others', 'c01', 'state'],
    ]);
    expect(
      clusterFindings(findings, card, ({ exchangeId }) => (exchangeId === 'x1' ? line(7) : null))[0]?.route,
    ).toBe('GET /others');
  });

  test('tell the types where those are what changed', () => {
    const divergence = {
      ...aDivergence('type-changed', 'body/count'),
      baseline: { type: 'number', text: '0', length: 1 },
      candidate: { type: 'string', text: '0', length: 1 },
    } as const;
    const [shown] = clusterFindings([price(1, 'x1', { divergence })], card, unknown);
    expect(shown?.example).toMatchObject({ baseline: '0 (number)', candidate: '0 (string)' });
  });

  test('of nothing there are none', () => {
    expect(clusterFindings([], card, unknown)).toEqual([]);
  });
});
