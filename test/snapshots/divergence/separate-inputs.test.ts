import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Hit } from '../../../src/domain/runtime-snapshot.ts';
import { separateInputs } from '../../../src/snapshots/divergence/separate-inputs.ts';

const text = (value: string): CapturedValue => ({ type: 'string', text: value, length: value.length });
const number = (value: number): CapturedValue => ({ type: 'number', text: String(value) });
const order = (tier: string, total: number, more: Readonly<Record<string, CapturedValue>> = {}): Hit => ({
  ...{ probeId: 'p001', exchangeId: 'e', occurrence: 0, sequence: 0 },
  values: { order: { type: 'object', fields: { tier: text(tier), total: number(total) } }, ...more },
});
const times = (count: number, make: (index: number) => Hit) =>
  Array.from({ length: count }, (_, i) => make(i));

const separate = (diverging: readonly Hit[], alike: readonly Hit[], outcomes: readonly string[] = []) =>
  separateInputs({ diverging, alike, isOutcome: (name) => outcomes.includes(name) });

describe('one input tells which requests diverge', () => {
  test('by its value', () => {
    const [silver, others] = [times(4, (i) => order('silver', i * 7)), times(9, (i) => order('gold', i * 7))];
    expect(separate(silver, others)).toEqual({
      ...{ condition: 'order.tier = "silver"', diverging: 4, alike: 9 },
    });
  });

  test('by a bound among numbers', () => {
    const large = times(6, (i) => order(`t${i}`, 100 + i));
    const small = times(6, (i) => order(`t${i}`, 99 - i));
    expect(separate(large, small)?.condition).toBe('order.total ≥ 100');
    expect(separate(small, large)?.condition).toBe('order.total ≤ 99');
  });

  test('also where one in thirty is another', () => {
    const silver = times(30, (i) => order('silver', i));
    expect(separate(silver, [...times(30, (i) => order('gold', i)), order('silver', 3)])?.condition).toBe(
      'order.tier = "silver"',
    );
  });
});

describe('nothing is said', () => {
  test('where the input is met as often by requests that do not diverge', () => {
    expect(
      separate(
        times(4, () => order('silver', 1)),
        times(4, () => order('silver', 1)),
      ),
    ).toBeNull();
  });

  test('of fewer than three requests on a side, and of fewer than five by a bound', () => {
    expect(
      separate(
        times(2, () => order('silver', 1)),
        times(9, () => order('gold', 1)),
      ),
    ).toBeNull();
    const [large, small] = [times(4, (i) => order(`t${i}`, 9 + i)), times(4, (i) => order(`t${i}`, 1))];
    expect(separate(large, small)).toBeNull();
  });

  test('by a moment, which only tells earlier from later', () => {
    const at = (hit: Hit, now: number): Hit => ({ ...hit, values: { now: number_(now) } });
    const number_ = (value: number): CapturedValue => number(1_700_000_000_000 + value);
    const late = times(6, (i) => at(order('a', 1), 100 + i));
    const early = times(6, (i) => at(order('a', 1), i));
    expect(separate(late, early)).toBeNull();
  });

  test('by what came of it, or by what is secret', () => {
    const secret: CapturedValue = { type: 'string', reason: 'redacted', digest: 'ab' };
    const [yes, no] = [
      order('a', 1, { result: number(1), pin: secret }),
      order('a', 1, { result: number(2) }),
    ];
    expect(
      separate(
        times(6, () => yes),
        times(6, () => no),
        ['result'],
      ),
    ).toBeNull();
  });
});
