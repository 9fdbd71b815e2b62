import { expect, test } from '@jest/globals';
import type { FirstDivergence } from '../../../src/domain/evidence-trace.ts';
import type { CapturedValue, Hit } from '../../../src/domain/runtime-snapshot.ts';
import type { Judged } from '../../../src/snapshots/comparing/learn-harmless.ts';
import { createSeparations, withSeparation } from '../../../src/snapshots/divergence/create-separations.ts';
import { aFirstDivergence } from '../../support/builders.ts';

const text = (value: string): CapturedValue => ({ type: 'string', text: value, length: value.length });
const number = (value: number): CapturedValue => ({ type: 'number', text: String(value) });
const hit = (tier: string, discount: number): Hit => ({
  ...{ probeId: 'p001', exchangeId: '', occurrence: 0, sequence: 0 },
  values: { tier: text(tier), discount: number(discount) },
});
const first: FirstDivergence = aFirstDivergence();
const parted = (tier: string): Judged => ({
  ...{ baseline: hit(tier, 16), candidate: hit(tier, 15) },
  difference: {
    kind: 'values',
    differences: [{ variable: 'discount', name: 'discount', baseline: number(16), candidate: number(15) }],
  },
});
const alike = (tier: string): Judged => ({
  ...{ baseline: hit(tier, 0), candidate: hit(tier, 0), difference: null },
});

test('what diverging requests have in common is told from what both builds held alike', () => {
  const judged = new Map<string, readonly Judged[]>([
    ...['a', 'b', 'c'].map((id) => [id, [parted('silver')]] as const),
    ...['d', 'e', 'f'].map((id) => [id, [alike('gold')]] as const),
  ]);
  const named = new Map(['a', 'b', 'c'].map((id) => [id, { first, isOwn: true, at: 'p001' }]));
  const separationOf = createSeparations({
    ...{ judged, named, affected: new Set(['a', 'b', 'c']), probes: new Map() },
  });
  const strikes = { condition: 'tier = "silver"', diverging: 3, alike: 3 };
  expect(separationOf('a')).toEqual(strikes);
  expect(separationOf('d')).toBeNull();
  expect(withSeparation(first, separationOf('a'))).toEqual({ ...first, strikes });
  expect(withSeparation(first, null)).toBe(first);
  expect(withSeparation(null, strikes)).toBeNull();
});
