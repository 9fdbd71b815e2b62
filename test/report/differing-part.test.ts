import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { differingPart } from '../../src/report/differing-part.ts';

const long = 'x'.repeat(100);

test.each([
  ['short values', 'one', 'two', 'one', 'two'],
  [
    'long values that part late',
    `${long}one`,
    `${long}two`,
    `…${'x'.repeat(15)}one`,
    `…${'x'.repeat(15)}two`,
  ],
  ['long values that part early', `a${long}`, `b${long}`, `a${long}`, `b${long}`],
  ['one is the start of the other', long, `${long}y`, `…${'x'.repeat(15)}`, `…${'x'.repeat(15)}y`],
])('%s', (_name, before, after, shownBefore, shownAfter) => {
  expect(differingPart(before, after)).toEqual([shownBefore, shownAfter]);
});

test('law: values that differ still differ', () => {
  const value = fc.string({ maxLength: 120 });
  fc.assert(
    fc.property(value, value, value, (start, one, other) => {
      const [before, after] = differingPart(start + one, start + other);
      expect(before === after).toBe(one === other);
    }),
  );
});
