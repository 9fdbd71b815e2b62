import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createTextPrints } from '../../../src/replay/values/text-prints.ts';

test('has what was added, and nothing else', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 5 }), { maxLength: 2000 }),
      fc.array(fc.string()),
      (added, others) => {
        const prints = createTextPrints();
        for (const text of added) prints.add(text);
        const distinct = new Set(added);
        expect(added.every((text) => prints.has(text))).toBe(true);
        expect(others.filter((text) => prints.has(text))).toEqual(
          others.filter((text) => distinct.has(text)),
        );
        expect(prints.size).toBe(distinct.size);
      },
    ),
    { numRuns: 50 },
  );
});

test('two hundred thousand texts that hardly differ are told apart', () => {
  const prints = createTextPrints();
  for (let at = 0; at < 200_000; at += 1) prints.add(`session:${at}`);
  expect(prints.size).toBe(200_000);
  expect(Array.from({ length: 200_000 }, (_, at) => `session:${at}x`).filter(prints.has)).toEqual([]);
});
