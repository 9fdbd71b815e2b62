/** The laws of the comparison, shown for each kind of content whose structure is compared. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { settleFindings } from '../../src/comparison/settle-findings.ts';
import type { Divergence, DivergenceKind } from '../../src/domain/divergence.ts';
import { aRun, diff, named, settled } from './builders.ts';
import { kinds, type Record } from './content/kinds.ts';

const word = fc.stringMatching(/^[a-z<>&"ä]{1,8}$/);
const record = fc.record({ id: fc.uuid(), name: word, count: fc.nat(999) });
const records = fc.array(record, { maxLength: 6 });
const someRecords = fc.array(record, { minLength: 1, maxLength: 6 });
const runs = { numRuns: 25 };

const reverse: Partial<globalThis.Record<DivergenceKind, DivergenceKind>> = {
  'field-added': 'field-removed',
  'field-removed': 'field-added',
  'element-added': 'element-removed',
  'element-removed': 'element-added',
};

describe.each(kinds)('$name', ({ write }) => {
  test('a value never diverges from itself', () => {
    fc.assert(
      fc.property(records, (list) => expect(diff(write(list), write(structuredClone(list)))).toEqual([])),
      runs,
    );
  });

  test('different values always diverge', () => {
    fc.assert(
      fc.property(records, records, (one, other) => {
        const isEqual = JSON.stringify(one) === JSON.stringify(other);
        expect(diff(write(one), write(other)).length === 0).toBe(isEqual);
      }),
      runs,
    );
  });

  // Which of two equally long orders was kept is a free choice, so lists with moves are left out.
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
      fc.property(records, records, (one, other) => {
        const [forward, backward] = [diff(write(one), write(other)), diff(write(other), write(one))];
        fc.pre(!hasMove(forward) && !hasMove(backward));
        expect(forward.map(turn).map(nameOf).toSorted()).toEqual(backward.map(nameOf).toSorted());
      }),
      runs,
    );
  });

  test('every mutated leaf is found, and nothing else is', () => {
    const leaf = fc.constantFrom<keyof Record>('id', 'name', 'count');
    fc.assert(
      fc.property(someRecords, fc.nat(), leaf, (list, at, member) => {
        const mutated = mutate(list, at % list.length, { [member]: `${list[at % list.length]?.[member]}x` });
        const found = diff(write(list), write(mutated));
        expect(found.map(({ kind }) => kind)).toHaveLength(1);
        expect(found[0]?.candidate?.text).toContain('x');
      }),
      runs,
    );
  });

  test('an insertion, a removal or a move is one divergence', () => {
    const unique = fc.uniqueArray(record, { minLength: 2, maxLength: 30, selector: ({ name }) => name });
    fc.assert(
      fc.property(unique, fc.nat(), fc.nat(), ([added, ...list], from, to) => {
        const at = from % list.length;
        const inserted = added === undefined ? [] : list.toSpliced(at, 0, added);
        const moved = list.toSpliced(at, 1).toSpliced(to % list.length, 0, ...list.slice(at, at + 1));
        const kindsOf = (one: readonly Record[], other: readonly Record[]) =>
          diff(write(one), write(other)).map(({ kind }) => kind);
        expect(kindsOf(list, inserted)).toEqual(['element-added']);
        expect(kindsOf(inserted, list)).toEqual(['element-removed']);
        if (at !== to % list.length) expect(kindsOf(list, moved)).toEqual(['element-moved']);
      }),
      runs,
    );
  });

  test('an ignored place never hides a sibling', () => {
    fc.assert(
      fc.property(someRecords, fc.nat(), (list, at) => {
        const index = at % list.length;
        const name = `${list[index]?.name}x`;
        const [both, one] = [mutate(list, index, { name, count: -1 }), mutate(list, index, { name })];
        const [ignored] = diff(write(list), write(one));
        const rule = {
          route: '*',
          pattern: ignored?.pattern ?? '',
          reason: 'r',
          owner: 'o',
          expires: '2030-01-01',
        };
        const counted = [one, both].map((candidate) => {
          const run = aRun({ baseline: write(list), candidate: write(candidate) });
          const { findings } = settleFindings({
            runs: [run],
            extraDivergences: [],
            ignores: [rule],
            today: '2024-05-01',
          });
          return findings.filter(({ disposition }) => disposition.kind === 'counted').length;
        });
        expect(counted).toEqual([0, 1]);
      }),
      runs,
    );
  });

  test('what varies by nature is never counted, and never hides what does not', () => {
    const ids = fc.tuple(fc.uuid({ version: 4 }), fc.uuid({ version: 4 }), fc.uuid({ version: 4 }));
    fc.assert(
      fc.property(someRecords, fc.array(ids, { minLength: 6, maxLength: 6 }), (list, drawn) => {
        const withIds = (side: 0 | 1 | 2) =>
          list.map((one, index) => ({ ...one, id: drawn[index]?.[side] ?? '' }));
        const sides = { baseline: write(withIds(0)), secondary: write(withIds(1)) };
        const isNoise = (name: string) => name.endsWith(': noise');
        const same = settled([aRun({ ...sides, candidate: write(withIds(2)) })]);
        expect(same.filter((name) => !isNoise(name))).toEqual([]);
        const changed = mutate(withIds(2), 0, { name: `${list[0]?.name}x` });
        expect(
          settled([aRun({ ...sides, candidate: write(changed) })]).filter((name) => !isNoise(name)),
        ).not.toEqual([]);
      }),
      runs,
    );
  });
});

test.each(kinds)('$name: one insertion at the head of 10,000 is one divergence', ({ write }) => {
  const list = Array.from({ length: 10_000 }, (_, index) => ({
    id: `id-${index}`,
    name: `n${index}`,
    count: index % 7,
  }));
  const inserted = [{ id: 'new', name: 'new', count: 1 }, ...list];
  expect(named(diff(write(list), write(inserted))).map((name) => name.split(' ')[0])).toEqual([
    'element-added',
  ]);
});

function mutate(
  list: readonly Record[],
  at: number,
  change: Partial<globalThis.Record<keyof Record, string | number>>,
): readonly Record[] {
  return list.map((one, index) => (index === at ? ({ ...one, ...change } as Record) : one));
}
