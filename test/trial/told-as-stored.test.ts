import { expect, test } from '@jest/globals';
import type { DivergenceKind } from '../../src/domain/divergence.ts';
import { createToldAsStored } from '../../src/trial/told-as-stored.ts';

const at = (kind: DivergenceKind, place: string) => ({
  kind,
  place,
  pattern: place,
  baseline: null,
  candidate: null,
});
const isTold = createToldAsStored(
  [
    'state/main/public.orders/17/total',
    'state/books/ledger.db~1transfers/100/fee',
    'state/cache/0/cart:12/field:total',
    'state/data/reports~1q3.csv',
  ].map((place) => ({ divergence: at('row-changed', place) })),
);

test.each<[DivergenceKind, string, boolean]>([
  ['write-changed', 'query/postgresql/orders', true],
  ['write-added', 'query/postgresql/public.orders', true],
  ['write-removed', 'query/sqlite/transfers', true],
  ['effect-repeated', 'query/redis/cart:{id}', true],
  ['write-added', 'query/postgresql/audit', false],
  ['write-changed', 'query/redis/session:{id}', false],
  ['write-added', 'file/other.csv', false],
  ['writes-reordered', 'flow', false],
  ['process-added', 'process/convert', false],
  ['outbound-call-added', 'outbound/POST api/orders', false],
])('%s at %s: %s', (kind, place, told) => {
  expect(isTold(at(kind, place))).toBe(told);
});
