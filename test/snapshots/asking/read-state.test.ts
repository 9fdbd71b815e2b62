import { describe, expect, test } from '@jest/globals';
import type { CapturedValue, Hit, RuntimeSnapshot } from '../../../src/domain/runtime-snapshot.ts';
import { readAskedPlace } from '../../../src/snapshots/asking/asked-place.ts';
import { planAsked } from '../../../src/snapshots/asking/plan-asked.ts';
import { readAskedFiles } from '../../../src/snapshots/asking/read-asked-files.ts';
import { readState } from '../../../src/snapshots/asking/read-state.ts';

const text = (rounding: string) =>
  `function price(a, b) {\n  const c = Math.${rounding}(a * b);\n  return c;\n}\n`;
const file = { path: 'a.js', status: 'modified' as const, binary: false, blocks: [] };
const files = readAskedFiles([{ file, baseline: text('round'), candidate: text('floor') }]);
const looks = planAsked({ files, places: [readAskedPlace('a.js:3')], side: 'candidate', expressions: [] });
const id = looks[0]?.candidate?.id ?? '';

const number = (value: number): CapturedValue => ({ type: 'number', text: String(value) });
const hit = (occurrence: number, values: Record<string, CapturedValue>, exchangeId = 'x1'): Hit => ({
  ...{ probeId: id, exchangeId, occurrence, sequence: occurrence, values },
});
const snapshot = (hits: readonly Hit[], state: 'bound' | 'slid' | 'unbound' = 'bound'): RuntimeSnapshot => ({
  ...{ role: 'baseline', agent: 'connected', hits, events: [], executedLines: {}, dropped: 0 },
  probes: [
    {
      probeId: id,
      role: 'baseline',
      state,
      hits: hits.length,
      ...(state === 'bound' ? {} : { note: 'to line 4' }),
    },
  ],
});
const read = (
  baseline: RuntimeSnapshot,
  candidate: RuntimeSnapshot,
  again: readonly RuntimeSnapshot[] = [],
) =>
  readState({
    ...{ exchangeId: 'x1', looks, baseline, candidate, mostHits: 2 },
    again: { baseline: again, candidate: [] },
    explainMiss: (side) => `missed in ${side}`,
  })[0]?.looks[0];

describe('captured state', () => {
  test('tells what differs, what is equal and what varies by nature', () => {
    const before = snapshot([hit(0, { a: number(1), c: number(2), at: number(10) })]);
    const after = snapshot([hit(0, { a: number(1), c: number(1), at: number(11) })]);
    const again = snapshot([hit(0, { a: number(1), c: number(2), at: number(12) })]);
    const values = read(before, after, [again])?.hits[0]?.values ?? [];
    expect(Object.fromEntries(values.map(({ name, state }) => [name, state]))).toEqual({
      ...{ a: 'equal', c: 'differs', at: 'volatile' },
    });
    expect(values[1]).toMatchObject({ baseline: { text: '2' }, candidate: { text: '1' }, differences: [] });
  });

  test('names the place inside an object, and what only one side has or could not capture', () => {
    const nested = (total: number): CapturedValue => ({ type: 'object', fields: { total: number(total) } });
    const cut: CapturedValue = { type: 'not-captured', reason: 'getter' };
    const before = snapshot([hit(0, { order: nested(1), gone: number(1), cut })]);
    const after = snapshot([hit(0, { order: nested(2), come: number(1), cut })]);
    const values = read(before, after)?.hits[0]?.values ?? [];
    expect(values.map(({ name, state }) => [name, state])).toEqual([
      ['order', 'differs'],
      ['come', 'only-candidate'],
      ['cut', 'not-compared'],
      ['gone', 'only-baseline'],
    ]);
    expect(values[0]?.differences).toEqual([{ path: 'order.total', baseline: '1', candidate: '2' }]);
  });

  test('puts passes side by side, one more being one more, and says where it was cut', () => {
    const one = hit(0, { a: number(1) });
    const look = read(snapshot([one]), snapshot([one, hit(1, { a: number(2) })]));
    expect(look?.hits.map((each) => each.in)).toEqual(['both', 'candidate']);
    expect(look?.baseline).toMatchObject({ state: 'hit', hits: 1 });
    expect(look?.candidate).toMatchObject({ state: 'hit', hits: 2, note: 'the first 2 passes are shown' });
  });

  test('says of a place that was not passed why, and of a probe that slid to where', () => {
    const other = hit(0, { a: number(1) }, 'x2');
    const look = read(snapshot([other]), snapshot([hit(0, { a: number(1) })], 'slid'));
    expect(look?.baseline).toMatchObject({ state: 'never-hit', hits: 0, note: 'missed in baseline' });
    expect(look?.candidate).toMatchObject({ state: 'hit', note: 'slid to line 4' });
    expect(read(snapshot([], 'unbound'), snapshot([]))?.baseline).toMatchObject({
      state: 'unbound',
      note: 'to line 4',
    });
  });
});
