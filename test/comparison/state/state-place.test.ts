import { expect, test } from '@jest/globals';
import {
  columnPosition,
  keyPattern,
  rowPosition,
  unitPosition,
} from '../../../src/comparison/state/state-place.ts';
import type { StateUnit } from '../../../src/domain/state.ts';

const unit = (kind: StateUnit['kind'], name: string, ...keyColumns: string[]): StateUnit => ({
  store: 'data',
  kind,
  name,
  keyColumns,
});

test('a row by its key, forgotten in the pattern; a column one step below', () => {
  expect(columnPosition(unit('table', 'cart/items', 'cart', 'sku'), '["7","A-1"]', 'quantity')).toEqual({
    place: 'state/data/cart~1items/7,A-1/quantity',
    pattern: 'state/data/cart~1items/*/quantity',
  });
  expect(rowPosition(unit('table', 'log'), '["a","b"]').place).toMatch(/^state\/data\/log\/#[0-9a-f]{10}$/);
});

test('a file by its path, of which the pattern forgets only what looks like an id', () => {
  expect(rowPosition(unit('files', '.'), 'uploads/17/photo.png')).toEqual({
    place: 'state/data/uploads~117~1photo.png',
    pattern: 'state/data/uploads~1*~1photo.png',
  });
  expect(unitPosition(unit('keys', '0')).place).toBe('state/data/0');
  expect(keyPattern('session:9f8e7d6c5b4a39281706:cart')).toBe('session:*:cart');
});
