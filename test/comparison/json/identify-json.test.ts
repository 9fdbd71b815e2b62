import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createIdentifier, exactScalarName } from '../../../src/comparison/json/identify-json.ts';
import { json } from '../builders.ts';

describe('identity of subtrees', () => {
  test('keys in another order are the same document, any other change is not', () => {
    const identify = createIdentifier(exactScalarName);
    fc.assert(
      fc.property(fc.json({ maxDepth: 3 }), (text) => {
        const one = identify(json(text));
        expect(identify(json(reversed(JSON.parse(text))))).toBe(one);
        expect(identify(json(`[${text}]`))).not.toBe(one);
      }),
    );
  });

  test.each([
    ['the order of keys means nothing', '{"a":1,"b":2}', '{"b":2,"a":1}', true],
    ['the order of elements does', '[1,2]', '[2,1]', false],
    ['a number is not its text', '1', '"1"', false],
    ['1 is not written as 1.0', '1', '1.0', false],
    ['null is not "null"', 'null', '"null"', false],
    ['an empty array is not an empty object', '[]', '{}', false],
    ['nesting counts', '[[1],2]', '[1,[2]]', false],
  ])('%s', (_, one, other, same) => {
    const identify = createIdentifier(exactScalarName);
    expect(identify(json(one)) === identify(json(other))).toBe(same);
  });

  test('depth costs no call stack', () => {
    const nested = (depth: number) => json('['.repeat(depth) + ']'.repeat(depth));
    const identify = createIdentifier(exactScalarName);
    expect(identify(nested(100_000))).toBe(identify(nested(100_000)));
    expect(identify(nested(100_000))).not.toBe(identify(nested(99_999)));
  });
});

/** The same value, its keys written in reverse. */
function reversed(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toReversed())
      : inner,
  );
}
