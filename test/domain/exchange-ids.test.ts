import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createExchangeIds } from '../../src/domain/exchange-ids.ts';

/** Numbered as recorders do, and whatever else may stand in a recording of somebody. */
const id = fc.oneof(
  fc.integer({ min: 0, max: 3_000_000 }).map((number) => `x${String(number).padStart(6, '0')}`),
  fc.constantFrom('x1', 'x0000001', 'x1e6', 'x999999999', 'x99999999', 'a', '', 'x-00001', 'X000001'),
  fc.string({ maxLength: 8 }),
);

test('ids come back as they were', () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 200 }), (given) => {
      const ids = createExchangeIds();
      for (const each of given) ids.add(each);
      expect(given.map((_, index) => ids.idOf(index))).toEqual(given);
    }),
  );
});

test('an exchange that is not there has no id', () => {
  expect(() => createExchangeIds().idOf(0)).toThrow('there is no exchange 0');
});
