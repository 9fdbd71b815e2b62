import { describe, expect, test } from '@jest/globals';
import {
  describeConstraint,
  learnConstraint,
  seenKey,
} from '../../../src/comparison/noise/value-constraint.ts';
import type { ShownValue } from '../../../src/domain/divergence.ts';
import { shown } from '../builders.ts';

const learn = (...pairs: readonly (readonly [ShownValue, ShownValue])[]) =>
  learnConstraint(pairs.map(([one, another]) => ({ one, another })));

const number = (text: string) => shown(text, 'number');

describe('what may vary at a place', () => {
  test.each<[string, ShownValue, ShownValue, string]>([
    [
      'ids',
      shown('3f2a91c0-1c2d-4e5f-8a9b-0c1d2e3f4a5b'),
      shown('4f2a91c0-1c2d-4e5f-8a9b-0c1d2e3f4a5b'),
      'uuid 4',
    ],
    ['times', shown('2024-05-01T10:00:00Z'), shown('2024-05-01T10:00:09Z'), 'time (isoTsZ)'],
    ['durations', number('2'), number('9'), 'integer near 2 to 9'],
    ['fractions', number('2.5'), number('9'), 'number near 2.5 to 9'],
    ['short ids', shown('3f2a'), shown('91c0'), 'hex of 4'],
    ['states', shown('ACTIVE'), shown('CREATING'), 'one of ACTIVE, CREATING'],
    ['sentences', shown('not found'), shown('it is not here'), 'free text'],
    ['other types', shown('null', 'null'), shown('{}', 'object'), 'one of the values seen'],
  ])('%s', (_, one, another, expected) => {
    expect(describeConstraint(learn([one, another]))).toBe(expected);
  });

  test('several classes at one place are all allowed, and all named', () => {
    const constraint = learn(
      [number('2'), number('3')],
      [shown('2024-05-01T10:00:00Z'), shown('2024-05-01T10:00:07Z')],
    );
    expect(describeConstraint(constraint)).toBe('time (isoTsZ), or integer near 2 to 3');
    expect(constraint.times.get('isoTsZ')?.spreadMs).toBe(7000);
  });

  test('every value seen is remembered by type and text', () => {
    const constraint = learn([shown('1'), number('2')]);
    expect([...constraint.seen]).toEqual([seenKey(shown('1')), seenKey(number('2'))]);
    expect(constraint.seen.has(seenKey(number('1')))).toBe(false);
  });

  test('what comes late in a recording is learned as well', () => {
    const pairs = Array.from({ length: 2000 }, (_, index) =>
      index < 1000
        ? ([number(`${index}`), number(`${index + 1}`)] as const)
        : ([shown('2024-05-01T10:00:00Z'), shown('2024-05-01T10:00:09Z')] as const),
    );
    expect(describeConstraint(learn(...pairs))).toMatch(/^time \(isoTsZ\), or integer/);
  });

  test('a hundred thousand pairs are learned from as from a few', () => {
    const pairs = Array.from(
      { length: 100_000 },
      (_, index) => [number(`${index}`), number(`${index + 1}`)] as const,
    );
    expect(learn(...pairs).numbers?.integer).toBe(true);
  });
});
