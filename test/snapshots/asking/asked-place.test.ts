import { describe, expect, test } from '@jest/globals';
import { readAskedPlace } from '../../../src/snapshots/asking/asked-place.ts';

describe('a place that is asked for', () => {
  test.each([
    ['src/price.ts:15', { kind: 'line', file: 'src/price.ts', line: 15, column: null }],
    ['./src/price.ts:15:7', { kind: 'line', file: 'src/price.ts', line: 15, column: 7 }],
    ['src/price.ts#discount', { kind: 'function', file: 'src/price.ts', name: 'discount' }],
    ['src/cart.ts#Cart.total()', { kind: 'function', file: 'src/cart.ts', name: 'Cart.total' }],
  ])('%s', (text, place) => {
    expect(readAskedPlace(text)).toEqual({ text, ...place });
  });

  test.each(['src/price.ts', 'src/price.ts:0', 'src/price.ts:x', ':7', ''])('%j is none', (text) => {
    expect(() => readAskedPlace(text)).toThrow(expect.objectContaining({ code: 'bad-usage' }));
  });
});
