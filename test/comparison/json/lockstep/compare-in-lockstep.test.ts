// covers: skip-json.ts, covers: step.ts, covers: offsets.ts, covers: place.ts, covers: note-differences.ts
// covers: repeated-keys.ts, covers: read-members.ts, covers: walk-value.ts, covers: walk-by-key.ts, covers: walk-array.ts
// covers: array-walk.ts, covers: align-in-step.ts, covers: settle-array.ts, covers: settle-lone.ts, covers: json-bytes.ts
// covers: align-in-bytes.ts, covers: pair-in-bytes.ts, covers: fields-in-bytes.ts, covers: number-elements.ts, covers: hash-bytes.ts
// covers: key-orders.ts, covers: walk-known-order.ts, covers: same-value.ts
// covers: index-members.ts, covers: name-places.ts, covers: settle-difference.ts, covers: sorts-by-form.ts, covers: walk-texts.ts
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCollector } from '../../../../src/comparison/divergence-collector.ts';
import { compareJson } from '../../../../src/comparison/json/compare-json.ts';
import { compareInLockstep } from '../../../../src/comparison/json/lockstep/compare-in-lockstep.ts';
import { parseJson } from '../../../../src/comparison/json/parse-json.ts';
import { positionAt } from '../../../../src/comparison/place-pattern.ts';
import { createIdentityMask } from '../../../../src/comparison/values/instance-identity.ts';
import type { Divergence } from '../../../../src/domain/divergence.ts';
import { named } from '../../builders.ts';

const identity = createIdentityMask([], []);

/** `null` when the lockstep gave up. */
function inLockstep(baseline: string, other: string): readonly Divergence[] | null {
  const collector = createCollector();
  const comparison = { collector, identity, position: positionAt('body') };
  const isSettled = compareInLockstep(Buffer.from(baseline), Buffer.from(other), comparison);
  return isSettled ? collector.result() : null;
}

function asValues(baseline: string, other: string): readonly Divergence[] {
  const collector = createCollector();
  const [one, another] = [parseJson(baseline), parseJson(other)];
  if (one === undefined || another === undefined) throw new Error('not JSON');
  compareJson(one, another, { collector, identity, position: positionAt('body') });
  return collector.result();
}

const leaf = fc.oneof(
  fc.nat(3),
  fc.constantFrom('a', 'b', 'é"\\\n'),
  fc.boolean(),
  fc.constant(null),
  fc.double(),
);
const { document } = fc.letrec<{ document: unknown }>((tie) => ({
  document: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('document'), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'é', '17', '__x'), tie('document'), { maxKeys: 5 }),
  ),
}));
const spacing = fc.constantFrom(0, 1, '\t');

/** The same shape with some leaves changed. */
function changeLeaves(value: unknown, next: () => number): unknown {
  if (Array.isArray(value)) return value.map((inner) => changeLeaves(inner, next));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, changeLeaves(inner, next)]));
  const drawn = next() % 8;
  if (drawn > 1) return value;
  return drawn === 0 ? `${String(value)}x` : Number(value) + 1;
}

/** Every object with its keys in the reverse order. */
function reverse(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverse);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, reverse(inner)] as const)
      .toReversed(),
  );
}

describe('says the same as the comparison of values', () => {
  const agree = (baseline: string, other: string): void => {
    const found = inLockstep(baseline, other);
    if (found !== null) expect(found).toEqual(asValues(baseline, other));
  };

  test('of a document and one with some leaves changed', () => {
    fc.assert(
      fc.property(document, fc.infiniteStream(fc.nat()), spacing, (value, draws, space) => {
        const changed = changeLeaves(value, () => Number(draws.next().value));
        const [one, another] = [JSON.stringify(value), JSON.stringify(changed, null, space)];
        expect(inLockstep(one, another)).not.toBeNull();
        agree(one, another);
      }),
      { numRuns: 500 },
    );
  });

  test('of any two documents', () => {
    fc.assert(
      fc.property(document, document, spacing, (one, another, space) =>
        agree(JSON.stringify(one), JSON.stringify(another, null, space)),
      ),
      { numRuns: 1000 },
    );
  });

  test('of a long value whose shorter counterpart ends the text', () => {
    const long = 'x'.repeat(200);
    agree(`{"b":0,"a":"${long.slice(0, 100)}"}`, `{"a":"${long}","b":0}`);
  });

  test('of documents whose keys stand in another order', () => {
    fc.assert(
      fc.property(document, fc.infiniteStream(fc.nat()), (value, draws) => {
        const changed = changeLeaves(value, () => Number(draws.next().value));
        agree(JSON.stringify(value), JSON.stringify(reverse(changed)));
      }),
      { numRuns: 500 },
    );
  });

  test('of records of few kinds, each with its keys in one order here and in another there', () => {
    const kind = fc.uniqueArray(fc.constantFrom('a', 'b', 'ab', 'c', 'é', 'd"', '17'), { minLength: 1 });
    const kinds = fc.array(fc.tuple(kind, fc.nat(), spacing), { minLength: 1, maxLength: 3 });
    const draws = fc.array(fc.tuple(fc.nat(2), document, fc.nat(9)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(kinds, draws, spacing, (shapes, records, space) => {
        const sides = records.map(([at, value, drawn]) => {
          const [names, turn, inner] = shapes[at % shapes.length] ?? [['a'], 0, 0];
          const members = names.map((name, index) => [name, index === 0 ? value : { [name]: inner, index }]);
          const turned = members.map((_, index) => members[(index + turn) % members.length] ?? []);
          const other = drawn > 6 ? turned.slice(1) : turned;
          const last = drawn === 0 ? [['z', 1]] : [];
          return [Object.fromEntries(members), Object.fromEntries([...other.toReversed(), ...last])];
        });
        const [one, another] = [sides.map(([side]) => side), sides.map(([, side]) => side)];
        // The second time all orders are known.
        for (const _ of [1, 2]) agree(JSON.stringify({ one }), JSON.stringify({ one: another }, null, space));
      }),
      { numRuns: 500 },
    );
  });

  test('of what is hardly JSON: it gives up just where one of the two is none', () => {
    const text = fc.string({ unit: fc.constantFrom(...'{}[]",:01.eE+-\\ntrue ab') });
    const isJson = (written: string): boolean => parseJson(written) !== undefined;
    fc.assert(
      fc.property(text, text, document, (one, another, value) => {
        const valid = JSON.stringify(value);
        for (const [left, right] of [
          [one, another],
          [one, one],
          [one, valid],
          [`[${valid},${one}]`, `[${valid},${another}]`],
        ] as const) {
          const found = inLockstep(left, right);
          if (found !== null) expect([isJson(left), isJson(right)]).toEqual([true, true]);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('notices', () => {
  test.each([
    [
      'numbers that only their digits tell apart',
      '[9007199254740993]',
      '[9007199254740992]',
      ['value-changed body/0'],
    ],
    ['a number written differently', '{"a":1}', '{"a":1.0}', ['value-changed body/a']],
    ['a longer number', '{"a":1}', '{"a":12}', ['value-changed body/a']],
    ['another type', '{"a":1,"b":2}', '{"a":[1],"b":2}', ['type-changed body/a']],
    [
      'a field added and one removed',
      '{"a":1,"b":2}',
      '{"b":2,"c":3}',
      ['field-removed body/a', 'field-added body/c'],
    ],
    ['an element at the end', '{"a":[1]}', '{"a":[1,2]}', ['element-added body/a/1']],
    ['elements taken out', '[1,2,3,4]', '[1,4]', ['element-removed body/1', 'element-removed body/2']],
    ['two elements that changed places', '[1,2]', '[2,1]', ['element-moved body/0']],
    ['a key that is an id', '{"17":{"a":1}}', '{"17":{"a":2}}', ['value-changed body/17/a']],
    ['the same string escaped', '["\\u0061"]', '["a"]', []],
    ['other spaces', '{"a": [1 ,2]}', '{"a":[1,2]}', []],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(inLockstep(baseline, other) ?? [])).toEqual(expected);
  });

  test.each([
    ['a repeated key beside what differs', '{"a":1,"a":2}', '{"a":1,"a":3}'],
    ['a key with escapes beside what differs', '{"\\u0061":1,"a":2}', '{"\\u0061":1,"a":3}'],
    ['a comma too many', '{"a":1,}', '{"a":2,}'],
    ['more than one document', '1 2', '1 3'],
    ['too deep', `${'['.repeat(300)}1${']'.repeat(300)}`, `${'['.repeat(300)}2${']'.repeat(300)}`],
  ])('what it must leave to others: %s', (_, baseline, other) => {
    expect(inLockstep(baseline, other)).toBeNull();
  });

  test('the pattern of a member in a large object, known only when that closes', () => {
    const map = (last: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`k${at}`, at || last])));
    expect(inLockstep(map(100), map(101))?.[0]).toMatchObject({ place: 'body/k0', pattern: 'body/*' });
  });
});

describe('more of a sort than are kept', () => {
  const masked = createIdentityMask(['41234', '/tmp/one'], ['51234', '/tmp/two']);
  const drawn = fc.constantFrom<(index: number) => readonly [unknown, unknown]>(
    (index) => [`seen ${index}`, `seen ${index + 1}`],
    (index) => [`2026-01-${10 + (index % 20)}`, `2026-02-${10 + (index % 20)}`],
    (index) => [index, index + 0.5],
    (index) => [`${index}`, index],
    (index) => [index % 2 === 0, index % 2 !== 0],
    () => ['http://localhost:41234/', 'http://localhost:51234/'],
    (index) => [`http://localhost:4${index % 10}234/`, `http://localhost:51234/`],
    (index) => [`in /tmp/one`, index % 9 === 0 ? 'in /tmp/six' : 'in /tmp/two'],
    (index) => [`é ${index}`, `è ${index}`],
    (index) => [{ deep: index }, { deep: -index }],
    (index) => [null, index % 3],
    (index) => [index, undefined],
  );
  const compareBoth = (one: string, another: string): void => {
    const [lockstep, values] = [createCollector(), createCollector()];
    const position = positionAt('body');
    const comparison = { collector: lockstep, identity: masked, position };
    expect(compareInLockstep(Buffer.from(one), Buffer.from(another), comparison)).toBe(true);
    compareJson(parseJson(one) ?? null, parseJson(another) ?? null, { ...comparison, collector: values });
    expect(lockstep.result()).toEqual(values.result());
  };
  const side = (lists: readonly (readonly (readonly [unknown, unknown])[])[], of: 0 | 1) =>
    Object.fromEntries(
      lists.map((list, at) => [`list${at}`, list.map((pair, id) => ({ id, a: 1, b: 2, value: pair[of] }))]),
    );

  test('the same are kept, and the others counted, as by the comparison of values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(drawn, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
        (draws) => {
          const lists = draws.map((makers) =>
            Array.from(
              { length: 180 },
              (_, index) => makers[index % makers.length]?.(index) ?? ([0, 0] as const),
            ),
          );
          compareBoth(JSON.stringify(side(lists, 0)), JSON.stringify(side(lists, 1)));
          compareBoth(JSON.stringify(side(lists, 0)), JSON.stringify(reverse(side(lists, 1))));
        },
      ),
      { numRuns: 15 },
    );
  });

  test('of more sorts than are told apart as well', () => {
    const many = (by: number) =>
      JSON.stringify(
        Array.from({ length: 100 }, (_, at) =>
          Object.fromEntries(
            [...Array(12).keys()].map((key) => [
              `k${key}${'xyz'[at % 3]}${at % 40}`,
              key < 6 ? key + by : key,
            ]),
          ),
        ),
      );
    compareBoth(many(0), many(1));
  });
});

describe('large arrays', () => {
  const record = (index: number) => ({ name: `n${index}`, size: index % 3, seen: '', tags: [`t${index}`] });
  const records = Array.from({ length: 300 }, (_, index) => record(index));
  let round = 0;
  /** A noisy field in every record. */
  const noisy = (list: readonly ReturnType<typeof record>[]) => {
    round += 1;
    return JSON.stringify(list.map((one, index) => ({ ...one, seen: `seen ${index} of ${round}` })));
  };
  const structural = (baseline: string, other: string) =>
    named((inLockstep(baseline, other) ?? []).filter(({ kind }) => kind !== 'value-changed'));

  test('one element put in, taken out or moved is one divergence, with noise in every element', () => {
    fc.assert(
      fc.property(fc.nat(299), fc.nat(299), (at, to) => {
        const [without, inserted] = [records.toSpliced(at, 1), records.toSpliced(at, 0, record(999))];
        const moved = without.toSpliced(to, 0, record(at));
        expect(structural(noisy(records), noisy(without))).toEqual([`element-removed body/${at}`]);
        expect(structural(noisy(records), noisy(inserted))).toEqual([`element-added body/${at}`]);
        const found = structural(noisy(records), noisy(moved));
        expect(found.map((name) => name.split(' ')[0])).toEqual(at === to ? [] : ['element-moved']);
      }),
      { numRuns: 20 },
    );
  });

  test('keys in another order, in more objects than are indexed at once', () => {
    const list = (changed: number) =>
      Array.from({ length: 4000 }, (_, at) => ({ at, in: { a: { b: at === changed ? 'x' : at } } }));
    const [one, another] = [
      { list: list(-1), last: { p: { q: 1, r: 2 } } },
      { list: list(3999), last: {} },
    ];
    const found = inLockstep(JSON.stringify(one), JSON.stringify(reverse(another)));
    expect(named(found ?? [])).toEqual(['type-changed body/list/3999/in/a/b', 'field-removed body/last/p']);
  });

  /** Records in another order, of which each may have changed, lost its counterpart or been made anew. */
  const rearranged = (list: readonly unknown[], draws: readonly number[], space: number): string => {
    const draw = (at: number) => draws[at % draws.length] ?? 0;
    const kept = list.flatMap((one, at) => {
      const drawn = draw(at * 7) % 12;
      if (drawn === 0) return [];
      if (typeof one !== 'object' || drawn > 2) return [one];
      return drawn === 1 ? [{ ...one, seen: `seen ${at}` }] : [one, { ...one, name: `new ${at}`, id: -at }];
    });
    return JSON.stringify(
      kept
        .map((one, at) => [draw(at), one] as const)
        .toSorted(([one], [another]) => one - another)
        .map(([, one]) => one),
      null,
      space,
    );
  };

  test.each([
    ['records with a key', (at: number) => ({ id: at * 3, ...record(at) })],
    ['records whose key is written with escapes', (at: number) => ({ id: `"${at}`, size: at % 3, seen: '' })],
    ['records without a key', (at: number) => ({ size: at % 9, tags: [`t${at % 40}`], seen: '' })],
    ['scalars', (at: number) => at % 90],
    ['arrays', (at: number) => [at, at % 7, 'x']],
  ])('%s that were shuffled, and came and went, are aligned as values are', (_, make) => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 150, maxLength: 150 }),
        fc.constantFrom(0, 1),
        (draws, space) => {
          const list = Array.from({ length: 150 }, (__, at) => make(at));
          const [one, another] = [JSON.stringify(list), rearranged(list, draws, space)];
          const found = inLockstep(one, another);
          expect(found).not.toBeNull();
          expect(found).toEqual(asValues(one, another));
        },
      ),
      { numRuns: 30 },
    );
  });
});
