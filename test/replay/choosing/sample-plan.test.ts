import { expect, test } from '@jest/globals';
import type { Plan, PlannedExchange } from '../../../src/domain/plan.ts';
import { samplePlan } from '../../../src/replay/choosing/sample-plan.ts';

/** One letter an exchange: `r` and `s` read, `w` writes; each letter is a route. */
function aPlan(letters: string, links?: Plan['links']): Plan {
  const exchanges = [...letters].map(
    (route, index): PlannedExchange => ({
      ...{ exchangeId: `${route}${index}`, session: 'one', route, writes: route === 'w', reason: 'all' },
    }),
  );
  return { exchanges, leftOut: [], routes: [], ...(links === undefined ? {} : { links }) };
}
const keptOf = (plan: Plan | null) =>
  plan && [...plan.exchanges].map(({ exchangeId }) => exchangeId).join(' ');

test('so many of each route that has enough, and every write before them', () => {
  const plan = samplePlan(aPlan('rrrrwrsswssr'), { enough: 3, wanted: 3 });
  expect(keptOf(plan)).toBe('r0 r1 r2 w4 s6 s7 w8 s9');
  expect(plan?.routes).toEqual(['r', 's', 'w']);
});

test('of some routes only, where they are named', () => {
  const plan = samplePlan(aPlan('rrrsswsrr'), { enough: 3, wanted: 3, routes: new Set(['s']) });
  expect(keptOf(plan)).toBe('s3 s4 w5 s6');
});

test('an exchange that issues what a later one carries stays', () => {
  const none = new Uint32Array();
  const links = {
    ...{ reads: new Uint8Array(7), carriers: none, tokens: none, values: none, ordinals: none },
    ...{ issuers: Uint32Array.of(3), notFollowed: { values: 0, first: '' } },
  };
  const plan = samplePlan(aPlan('rrrrrss', links), { enough: 2, wanted: 2 });
  expect(keptOf(plan)).toBe('r0 r1 r3 s5 s6');
  expect(plan?.links).toBeUndefined();
});

test('with too few of every route there is nothing to measure', () => {
  expect(samplePlan(aPlan('rrww'), { enough: 3, wanted: 9 })).toBeNull();
});
