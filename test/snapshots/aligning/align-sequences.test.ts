import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { alignSequences } from '../../../src/snapshots/aligning/align-sequences.ts';

const equal = (a: string, b: string): number => (a === b ? 4 : 0);

function show(left: string, right: string): string {
  const pairs = alignSequences([...left], [...right], equal);
  return pairs
    .map(
      (pair) =>
        `${pair.left === null ? '-' : left[pair.left]}${pair.right === null ? '-' : right[pair.right]}`,
    )
    .join(' ');
}

test.each([
  ['abc', 'abc', 'aa bb cc'],
  ['abc', 'axbc', 'aa -x bb cc'],
  ['abbc', 'abc', 'aa bb b- cc'],
  ['ab', 'ba', 'a- bb -a'],
  ['', 'ab', '-a -b'],
  ['ab', '', 'a- b-'],
])('%s beside %s', (left, right, expected) => {
  expect(show(left, right)).toBe(expected);
});

const words = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });

test('every item appears once, in its order', () => {
  fc.assert(
    fc.property(words, words, (left, right) => {
      const pairs = alignSequences(left, right, equal);
      expect(pairs.flatMap((pair) => pair.left ?? [])).toEqual([...left.keys()]);
      expect(pairs.flatMap((pair) => pair.right ?? [])).toEqual([...right.keys()]);
    }),
  );
});

test('a sequence beside itself is paired whole', () => {
  fc.assert(
    fc.property(words, (left) => {
      expect(alignSequences(left, left, equal)).toEqual(
        left.map((_, index) => ({ left: index, right: index })),
      );
    }),
  );
});

test('a pair of higher score is preferred to more pairs of lower score', () => {
  const score = (a: string, b: string): number => (a === b ? 9 : 2);
  const pairs = alignSequences(['x', 'k'], ['k', 'y'], score).filter(
    (pair) => pair.left !== null && pair.right !== null,
  );
  expect(pairs).toEqual([{ left: 1, right: 0 }]);
});
