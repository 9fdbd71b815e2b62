import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Divergence, DivergenceKind } from '../../../src/domain/divergence.ts';
import { aJson, diff, named } from '../builders.ts';

const compare = (baseline: unknown, other: unknown) => diff(aJson(baseline), aJson(other));

describe('two JSON values', () => {
  test.each([
    ['a changed value', '{"a":1}', '{"a":2}', ['value-changed body/a']],
    ['a removed field', '{"a":1,"b":2}', '{"a":1}', ['field-removed body/b']],
    ['an added field', '{"a":1}', '{"a":1,"b":2}', ['field-added body/b']],
    ['a changed type', '{"a":1}', '{"a":"1"}', ['type-changed body/a']],
    ['null for a value', '{"a":"x"}', '{"a":null}', ['type-changed body/a']],
    ['an array for an object', '{"a":{}}', '{"a":[]}', ['type-changed body/a']],
    ['another order of keys', '{"a":1,"b":2}', '{"b":2,"a":1}', []],
    ['another spacing', '{"a":1}', '{ "a": 1 }', []],
    ['big numbers', '{"a":9007199254740993}', '{"a":9007199254740992}', ['value-changed body/a']],
    ['a number written differently', '{"a":1}', '{"a":1.0}', ['value-changed body/a']],
    ['a repeated key', '{"a":1}', '{"a":1,"a":2}', ['field-added body/a (repeated)']],
    ['scalars at the root', '1', '2', ['value-changed body']],
    ['a changed scalar in an array', '[1,2,3]', '[1,9,3]', ['value-changed body/1']],
    ['a key with a slash', '{"a/b":1}', '{"a/b":2}', ['value-changed body/a~1b']],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(compare(baseline, other))).toEqual(expected);
  });

  test('an element changed inside and moved is both', () => {
    const record = (id: number, price: number) => ({ sku: `s${id}`, name: `n${id}`, kind: 'x', price });
    const baseline = [record(1, 1), record(2, 2), record(3, 3)];
    const other = [record(3, 9), record(1, 1), record(2, 2)];
    expect(named(compare(baseline, other))).toEqual(['element-moved body/2', 'value-changed body/2/price']);
  });

  test('a noisy field in every element does not hide one insertion', () => {
    const record = (index: number, salt: number) => ({
      title: `t${index}`,
      seen: `2024-05-01T10:00:00.${String(100 + ((index * salt) % 900))}Z`,
    });
    const baseline = Array.from({ length: 200 }, (_, index) => record(index, 7));
    const other = [
      { title: 'new', seen: '2024-05-01T10:00:00.000Z' },
      ...baseline.map((_, index) => record(index, 11)),
    ];
    const kinds = Map.groupBy(compare(baseline, other), ({ kind }) => kind);
    expect(kinds.get('element-added')).toHaveLength(1);
    expect([...kinds.keys()].toSorted()).toEqual(['element-added', 'value-changed']);
  });

  test('two deep documents that differ at the bottom are told apart without overflowing', () => {
    const deep = (bottom: string) => '['.repeat(50_000) + bottom + ']'.repeat(50_000);
    const [found, ...others] = compare(deep('1'), deep('2'));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'value-changed', note: expect.stringContaining('nested deeper') });
    expect(compare(deep('1'), ` ${deep('1')}`)).toEqual([]);
  });
});

const document = fc.json({ maxDepth: 4 }).map((text): { readonly v: unknown } => ({ v: JSON.parse(text) }));

const reverse: Partial<Record<DivergenceKind, DivergenceKind>> = {
  'field-added': 'field-removed',
  'field-removed': 'field-added',
  'element-added': 'element-removed',
  'element-removed': 'element-added',
};

/** Also lists of few sorts of elements, which can be paired in many ways. */
const list = fc.array(fc.constantFrom(null, false, 0, 1, 'a'), { maxLength: 6 });
const fewSorts = fc.oneof(
  document,
  list.map((v) => ({ v })),
);

describe('laws', () => {
  test('a value never diverges from itself', () => {
    fc.assert(fc.property(document, (value) => expect(compare(value, value)).toEqual([])));
    fc.assert(
      fc.property(document, (value) => expect(compare(value, JSON.stringify(value, null, 2))).toEqual([])),
    );
  });

  test('different values always diverge', () => {
    fc.assert(
      fc.property(document, document, (one, other) => {
        const [left, right] = [sorted(one), sorted(other)];
        expect(compare(one, other).length > 0).toBe(left !== right);
      }),
    );
  });

  // Which of two equally long orders was kept is a free choice, so documents with moves are left out.
  test('swapping the sides swaps added and removed, and baseline and candidate', () => {
    const hasMove = (found: readonly Divergence[]) => found.some(({ kind }) => kind === 'element-moved');
    const nameOf = ({ kind, pattern, baseline, candidate }: Divergence) =>
      JSON.stringify([kind, pattern, baseline, candidate]);
    const turn = (found: Divergence): Divergence => ({
      ...found,
      kind: reverse[found.kind] ?? found.kind,
      baseline: found.candidate,
      candidate: found.baseline,
    });
    fc.assert(
      fc.property(fewSorts, fewSorts, (one, other) => {
        const [forward, backward] = [compare(one, other), compare(other, one)];
        fc.pre(!hasMove(forward) && !hasMove(backward));
        expect(forward.map(turn).map(nameOf).toSorted()).toEqual(backward.map(nameOf).toSorted());
      }),
      { numRuns: 300 },
    );
  });

  test('every mutated leaf is found, and nothing else', () => {
    const leaves = fc.array(
      fc.record({ name: fc.string(), price: fc.integer(), tags: fc.array(fc.string()) }),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(leaves, fc.nat(), (records, at) => {
        const index = at % records.length;
        const mutated = records.map((record, position) =>
          position === index ? { ...record, price: record.price + 1 } : record,
        );
        const found = compare({ records }, { records: mutated });
        expect(found.length).toBeGreaterThan(0);
        expect(found.every(({ place }) => place.startsWith('body/records/'))).toBe(true);
      }),
    );
  });

  const element = fc.oneof(
    fc.record({ id: fc.nat(), name: fc.string(), price: fc.integer() }),
    fc.record({ name: fc.constantFrom('a', 'b'), seen: fc.constantFrom(1, 2) }),
    fc.constantFrom('x', 'y', 1, null, true),
    fc.tuple(fc.nat(3), fc.nat(3)),
  );
  const expectOneEach = ({ sample, added, size, from, to }: Edit) => {
    const elements = Array.from({ length: size }, (_, index) => sample[(index * index) % sample.length]);
    const inserted = elements.toSpliced(from, 0, added);
    const moved = elements.toSpliced(from, 1).toSpliced(to, 0, elements[from]);
    const kinds = (one: unknown, other: unknown) => compare(one, other).map(({ kind }) => kind);
    expect(kinds(elements, inserted)).toEqual(['element-added']);
    expect(kinds(inserted, elements)).toEqual(['element-removed']);
    expect(['', 'element-moved']).toContain(kinds(elements, moved).join());
  };
  const sample = fc.array(element, { minLength: 1, maxLength: 40 });
  const edit = (size: number) =>
    fc.record({
      sample,
      added: element,
      size: fc.constant(size),
      from: fc.nat(size - 1),
      to: fc.nat(size - 1),
    });

  test('any insertion, removal or move among 10,000 elements is one divergence', () => {
    fc.assert(fc.property(edit(10_000), expectOneEach), { numRuns: 8 });
  });

  test('and among a few up to some hundreds, where more of them are tried', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 400 }).chain(edit), expectOneEach), { numRuns: 500 });
  });

  // Each was told as changes of several elements, or lost one of them.
  test.each<[string, Edit]>([
    [
      'lists that repeat',
      { sample: [[1, 3], [0, 3], null, [0, 0], [0, 3]], added: [0, 0], size: 10_000, from: 5, to: 0 },
    ],
    [
      'records of one field that differs, and others',
      {
        sample: [
          { n: 'b', s: 1 },
          'x',
          { n: 'b', s: 2 },
          { n: 'b', s: 1 },
          { n: 'b', s: 2 },
          { s: [1, 1] },
          [1, 0],
        ],
        added: [3, 1],
        size: 292,
        from: 259,
        to: 9,
      },
    ],
    [
      'records of which one is put in',
      {
        sample: [
          { n: 'b', s: [2, 0] },
          { n: 'b', s: 2 },
          { n: 'b', m: 0 },
          { n: 'a', s: 1 },
          { n: 'b', s: 2 },
          { n: 'b', s: 1 },
          { n: 'b', s: 2 },
          [2, 0],
        ],
        added: { n: 'a', s: 2 },
        size: 593,
        from: 1,
        to: 545,
      },
    ],
    [
      'records of which one is taken out before another changed',
      {
        sample: [
          [3, 2],
          { id: 722402114, n: 'E', p: -830254280 },
          { id: 1545961902, n: '', p: -1951189186 },
          { n: 'a', s: 2 },
          { n: 'b', s: 2 },
          { n: 'a', s: 2 },
          { n: 'b', s: 2 },
          [2, 2],
          { n: 'a', s: 2 },
          { id: 1566517358, n: 'w', p: -544444593 },
          [3, 0],
        ],
        added: 'y',
        size: 361,
        from: 2,
        to: 47,
      },
    ],
  ])('one put in, taken out or moved among %s', (_, edited) => expectOneEach(edited));

  test('one put before or among elements that are all alike is one divergence', () => {
    const alike = Array.from({ length: 10_000 }, () => ({ name: 'a', seen: 2 }));
    for (const at of [0, 1, 5_000, 10_000]) {
      const longer = alike.toSpliced(at, 0, { name: 'b', seen: 2 });
      expect(compare(alike, longer).map(({ kind }) => kind)).toEqual(['element-added']);
      expect(compare(longer, alike).map(({ kind }) => kind)).toEqual(['element-removed']);
    }
  });

  test.each([100, 10_000])('the one divergence among %d elements stands where it happened', (count) => {
    const elements = Array.from({ length: count }, (_, index) => ({ id: index, name: `n${index}` }));
    const at = Math.floor(count / 3);
    const inserted = elements.toSpliced(at, 0, { id: -1, name: 'new' });
    const moved = elements.toSpliced(at, 1).toSpliced(1, 0, { id: at, name: `n${at}` });
    expect(named(compare(elements, inserted))).toEqual([`element-added body/${at}`]);
    expect(named(compare(inserted, elements))).toEqual([`element-removed body/${at}`]);
    expect(named(compare(elements, moved))).toEqual([`element-moved body/${at}`]);
  });
});

/** One put in before `from` and taken out again; that at `from` moved `to`. */
type Edit = {
  readonly sample: readonly unknown[];
  readonly added: unknown;
  readonly size: number;
  readonly from: number;
  readonly to: number;
};

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
