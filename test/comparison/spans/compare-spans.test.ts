// covers: span-place.ts
// covers: pair-spans.ts
// covers: name-span-change.ts
import { describe, expect, test } from '@jest/globals';
import { compareSpans } from '../../../src/comparison/spans/compare-spans.ts';
import { nameSpanChange } from '../../../src/comparison/spans/name-span-change.ts';
import { createIdentityMask } from '../../../src/comparison/values/instance-identity.ts';
import type { SpanEvent } from '../../../src/domain/flow.ts';

function span(name: string, parent: string, changes: Partial<SpanEvent> = {}): SpanEvent {
  return {
    ...{ kind: 'span', exchangeId: 'x1', sequence: 0, name, parent, spanKind: 'client', service: 'shop' },
    ...{ scope: 'pg', attributes: {}, status: 'unset' },
    ...changes,
  };
}

const root = span('GET /orders', '', { spanKind: 'server' });
const query = (statement: string) =>
  span('SELECT items', 'GET /orders', { attributes: { 'db.statement': statement } });
const mask = createIdentityMask(['/tmp/b'], ['/tmp/c']);

function differences(baseline: readonly SpanEvent[], other: readonly SpanEvent[]): readonly string[] {
  const found = compareSpans(baseline, other, mask).get('x1') ?? [];
  return found
    .map(nameSpanChange)
    .map(({ kind, place, baseline: before, candidate: after, note }) =>
      [kind, place, before?.text ?? '', after?.text ?? '', ...(note === undefined ? [] : [note])].join(' | '),
    );
}

const at = 'span/GET ~1orders/client SELECT items';

describe('spans of one exchange', () => {
  test('that are the same differ in nothing, also when equal ones end in another order', () => {
    const spans = [root, query('a'), query('b'), query('c')];
    expect(differences(spans, spans)).toEqual([]);
    expect(differences(spans, [root, query('c'), query('a'), query('b')])).toEqual([]);
  });

  test('that came, went or are repeated are each one difference', () => {
    const other = span('SELECT users', 'GET /orders');
    expect(differences([root, query('a')], [root, query('a'), other])).toEqual([
      'span-added | span/GET ~1orders/client SELECT users |  | SELECT users',
    ]);
    expect(differences([root, other, other], [root])).toEqual([
      'span-removed | span/GET ~1orders/client SELECT users | SELECT users |  | 2 times in this exchange',
    ]);
    expect(differences([root, query('a')], [root, ...[1, 2, 3].map((id) => query(`a ${id}`))])).toEqual([
      `span-repeated | ${at} | 1 | 3 | 1 → 3 times in this exchange`,
    ]);
  });

  test('that say something else are compared inside', () => {
    const failed = { ...query('b'), status: 'error' as const };
    expect(differences([root, query('a')], [root, failed])).toEqual([
      `span-changed | ${at}/status | unset | error`,
      `span-changed | ${at}/db.statement | a | b`,
    ]);
    const bare = { ...query('a'), attributes: {} };
    expect(differences([root, query('a')], [root, bare])).toEqual([
      `span-changed | ${at}/db.statement | a |  | left out`,
    ]);
  });

  test('with ids in their names are the same operation, and folders of instances are the same folder', () => {
    const [one, other] = ['/tmp/b/app/a.js', '/tmp/c/app/a.js'].map((path, index) => [
      span(`GET /orders/${index}`, '', { spanKind: 'server', attributes: { 'code.filepath': path } }),
    ]);
    expect(differences(one ?? [], other ?? [])).toEqual([
      'span-changed | span/-/server GET ~1orders~10/name | GET /orders/0 | GET /orders/1',
    ]);
  });

  test('in another order are told once for each parent', () => {
    const [charge, reserve] = [span('charge', 'GET /orders'), span('reserve', 'GET /orders')];
    expect(differences([root, charge, reserve], [root, reserve, charge])).toEqual([
      'span-moved | span/GET ~1orders | charge, reserve | reserve, charge',
    ]);
  });

  test('below another parent are others', () => {
    const kinds = differences([root, query('a')], [root, { ...query('a'), parent: 'POST /orders' }]);
    expect(kinds.map((each) => each.split(' ')[0])).toEqual(['span-removed', 'span-added']);
  });

  test('a thousand of one sort stay bounded', () => {
    const many = (text: string) => Array.from({ length: 1_000 }, (_, index) => query(`${text} ${index}`));
    expect(differences(many('a'), many('b')).length).toBeLessThanOrEqual(50);
  });
});

test('what is said of other places is left as it is', () => {
  const found = {
    kind: 'value-changed',
    place: 'body/a',
    pattern: 'body/a',
    baseline: null,
    candidate: null,
  } as const;
  expect(nameSpanChange(found)).toBe(found);
});
