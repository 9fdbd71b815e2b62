import { expect, test } from '@jest/globals';
import { findReferences, unitId } from '../../../src/comparison/state/reference-columns.ts';
import type { StateUnit } from '../../../src/domain/state.ts';

const table = (name: string, ...keyColumns: string[]): StateUnit => ({
  store: 'data',
  kind: 'table',
  name,
  keyColumns,
});
const [customers, categories, lines] = [
  table('public.customers', 'id'),
  table('categories', 'category_no'),
  table('lines', 'id'),
];

test('columns named after a table, with or without a suffix, lead to it', () => {
  const columns = ['id', 'customer_id', 'customerId', 'customer', 'category_no', 'quantity', 'order'];
  const found = findReferences(lines, columns, [customers, categories, lines, table('orders', 'id')]);
  expect([...found]).toEqual([
    ...['customer_id', 'customerId', 'customer'].map((column) => [column, unitId(customers)]),
    ['category_no', unitId(categories)],
  ]);
});

test('a table of another store, or with a key of several columns, is no target', () => {
  const others = [{ ...customers, store: 'redis' }, table('customers', 'shop', 'id')];
  expect(findReferences(lines, ['customer_id'], others).size).toBe(0);
});
