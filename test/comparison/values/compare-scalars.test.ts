import { describe, expect, test } from '@jest/globals';
import { framesNote } from '../../../src/comparison/text/stack-frames.ts';
import { sameNumberNote } from '../../../src/comparison/values/compare-scalars.ts';
import { aJson, aRun, aToken, diff, named, settled } from '../builders.ts';

const compare = (baseline: unknown, other: unknown) => diff(aJson({ v: baseline }), aJson({ v: other }));

describe('two scalars', () => {
  test('tokens are compared by their claims', () => {
    const before = aToken({ sub: 'u1', scope: 'openid email' }, { alg: 'RS256', kid: 'k1' });
    const after = aToken({ sub: 'u1' }, { alg: 'RS256', kid: 'k2' });
    expect(named(compare(before, after))).toEqual([
      'value-changed body/v/(jwt-header)/kid',
      'field-removed body/v/(jwt)/scope',
    ]);
  });

  test('a signature counts by its length only', () => {
    expect(compare(aToken({ a: 1 }, { alg: 'x' }, 'aaaa'), aToken({ a: 1 }, { alg: 'x' }, 'bbbb'))).toEqual(
      [],
    );
    const [found] = compare(aToken({ a: 1 }, { alg: 'x' }, 'aaaa'), aToken({ a: 1 }, { alg: 'x' }, ''));
    expect(found).toMatchObject({
      place: 'body/v/(jwt-signature)',
      baseline: { text: '4' },
      candidate: { text: '0' },
    });
  });

  test('a token for another string is a changed value', () => {
    expect(named(compare(aToken({ a: 1 }), 'opaque'))).toEqual(['value-changed body/v']);
  });

  test('a long text is told in the lines that changed, so that noise at its head hides nothing at its end', () => {
    const text = (id: string, end: string) =>
      aJson({ v: `request ${id} of ${'some words '.repeat(60)}\nended ${end}` });
    const answers = (end: string) => ({
      baseline: text('7f3a91c0', 'well'),
      secondary: text('1c2d4e5f', 'well'),
      candidate: text('8a9b0c1d', end),
    });
    expect(settled([aRun(answers('well'))])).toEqual(['text-changed body/v: noise']);
    expect(settled([aRun(answers('badly'))])).toEqual(['text-changed body/v']);
  });

  test('a token is one value, however long', () => {
    expect(named(compare('a'.repeat(900), 'b'.repeat(900)))).toEqual(['value-changed body/v']);
  });

  test('notes say what only looks like a difference', () => {
    const [number] = diff(aJson('{"v":1}'), aJson('{"v":1.0}'));
    expect(number?.note).toBe(sameNumberNote);
    const trace = (line: number) => `Error: no\n    at run (/app/a.js:${line}:1)`;
    expect(compare(trace(1), trace(2))[0]?.note).toBe(framesNote);
    expect(compare('a', 'b')[0]?.note).toBeUndefined();
  });
});
