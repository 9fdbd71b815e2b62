import { describe, expect, test } from '@jest/globals';
import { spansOfQueries } from '../../../src/comparison/clusters/spans-of-queries.ts';
import type { Finding } from '../../../src/domain/divergence.ts';
import { aDivergence, aFinding, shown } from '../builders.ts';

const query = (id: string, exchangeId: string, times: number, more: Partial<Finding> = {}): Finding =>
  aFinding({
    ...{ id, exchangeId, ...more },
    divergence: aDivergence('effect-repeated', 'query/postgresql/public.items', {
      baseline: shown('SELECT * FROM items WHERE id = ?: once', 'text'),
      candidate: shown(`SELECT * FROM items WHERE id = ?: ${times} times`, 'text'),
    }),
  });
const span = (id: string, exchangeId: string, times: number, name = 'SELECT items'): Finding =>
  aFinding({
    ...{ id, exchangeId },
    divergence: aDivergence('span-repeated', `span/GET ~1orders/client ${name}`, {
      baseline: shown('1', 'number'),
      candidate: shown(String(times), 'number'),
    }),
  });
const linked = (...findings: readonly Finding[]) =>
  [...spansOfQueries(findings)].map(([id, { id: cause }]) => `${id} of ${cause}`);

describe('a span of a query', () => {
  test('is known by how often both are done, and by its name', () => {
    expect(linked(query('f1', 'x1', 5), span('f2', 'x1', 5))).toEqual(['f2 of f1']);
    expect(linked(query('f1', 'x1', 5), span('f2', 'x1', 5, 'pg.query:SELECT shop'))).toEqual(['f2 of f1']);
    expect(linked(query('f1', 'x1', 5), span('f2', 'x1', 5, 'items'))).toEqual(['f2 of f1']);
  });

  test('is so in every exchange of its route, also where it is too rare to be known for a loop', () => {
    const all = [query('f1', 'x1', 5), span('f2', 'x1', 5), span('f3', 'x2', 2)];
    expect(linked(...all)).toEqual(['f2 of f1', 'f3 of f1']);
  });

  test.each<[string, Finding, Finding]>([
    ['another number', query('f1', 'x1', 5), span('f2', 'x1', 4)],
    ['another exchange', query('f1', 'x1', 5), span('f2', 'x2', 5)],
    ['another name', query('f1', 'x1', 5), span('f2', 'x1', 5, 'GET')],
    [
      'another disposition',
      query('f1', 'x1', 5, { disposition: { kind: 'flaky', reason: 'it did not come back' } }),
      span('f2', 'x1', 5),
    ],
  ])('is not one of %s', (_, one, other) => {
    expect(linked(one, other)).toEqual([]);
  });

  test('where there was none before', () => {
    const before = query('f1', 'x1', 3);
    const added = aFinding({
      ...{ id: 'f2', exchangeId: 'x1' },
      divergence: aDivergence('span-added', 'span/GET ~1orders/client SELECT items', {
        baseline: null,
        candidate: shown('SELECT items', 'text'),
        note: '3 times in this exchange',
      }),
    });
    const fresh = { ...before, divergence: { ...before.divergence, baseline: null } };
    expect(linked(fresh, added)).toEqual(['f2 of f1']);
    expect(linked(before, added)).toEqual([]);
  });
});
