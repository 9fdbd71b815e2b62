import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CapturedValue } from '../../../src/domain/runtime-snapshot.ts';
import { compareCaptured } from '../../../src/snapshots/comparing/compare-captured.ts';

// covers: differ-by-nature.ts
// covers: compare-cut.ts

const number = (text: string): CapturedValue => ({ type: 'number', text });
const string = (text: string): CapturedValue => ({ type: 'string', text, length: text.length });
const object = (fields: Record<string, CapturedValue>): CapturedValue => ({ type: 'object', fields });
const array = (...items: CapturedValue[]): CapturedValue => ({ type: 'array', length: items.length, items });
const map = (...entries: [CapturedValue, CapturedValue][]): CapturedValue => ({
  type: 'map',
  length: entries.length,
  items: entries.map((entry) => array(...entry)),
});

function paths(a: CapturedValue, b: CapturedValue, volatile: readonly string[] = []): readonly string[] {
  return compareCaptured(a, b, (path) => volatile.includes(path)).map(({ path }) => path);
}

describe('what differs', () => {
  test.each<[string, CapturedValue, CapturedValue, string[]]>([
    ['a number', number('16'), number('15'), ['']],
    ['minus zero', number('0'), number('-0'), ['']],
    ['a price of two digits', number('0.1'), number('0.11'), ['']],
    ['a type', number('16'), string('16'), ['']],
    [
      'a promise in the place of what it is to become',
      object({ id: string('r1') }),
      { type: 'object', class: 'Promise', reason: 'heavy-class' },
      [''],
    ],
    ['null and undefined', { type: 'null' }, { type: 'undefined' }, ['']],
    [
      'a field',
      object({ a: number('1'), b: number('1') }),
      object({ a: number('1'), b: number('2') }),
      ['.b'],
    ],
    ['a field that is missing', object({ a: { type: 'undefined' } }), object({}), ['.a']],
    ['an item', array(number('1'), number('2')), array(number('1'), number('3')), ['[1]']],
    ['a length', array(number('1')), array(number('1'), number('2')), ['.length']],
    [
      'an entry, whatever the order',
      map([string('a'), number('1')], [string('b'), number('2')]),
      map([string('b'), number('3')], [string('a'), number('1')]),
      ['[b]'],
    ],
    [
      'what lies beyond the cut',
      { ...array(number('1')), length: 9, digest: 'x' },
      { ...array(number('1')), length: 9, digest: 'y' },
      [''],
    ],
    [
      'a redacted secret',
      { type: 'string', digest: 'x', reason: 'redacted' },
      { type: 'string', digest: 'y', reason: 'redacted' },
      [''],
    ],
    [
      'the message of an error',
      { type: 'error', text: 'a', fields: {} },
      { type: 'error', text: 'b', fields: {} },
      [''],
    ],
  ])('%s', (_, a, b, expected) => {
    expect(paths(a, b)).toEqual(expected);
    expect(paths(b, a)).toEqual(expected);
  });
});

describe('what does not', () => {
  test.each<[string, CapturedValue, CapturedValue]>([
    ['the last digits of a long fraction', number('0.30000000000000004'), number('0.3')],
    ['what one side could not capture', number('1'), { type: 'not-captured', reason: 'budget' }],
    ['functions', { type: 'function', text: 'a' }, { type: 'function', text: 'b' }],
    ['two readings of the clock', number('1790000000123'), number('1790000000456')],
    ['two times as text', string('2026-01-31T10:00:00.123Z'), string('2026-01-31T10:00:01.456Z')],
    [
      'two generated ids',
      string('0b6a1d0e-6ed5-4f0c-8f0e-3a3b8a1f0c11'),
      string('7c9e6679-7425-40de-944b-e07fc1f90ae7'),
    ],
    [
      'heavy objects',
      { type: 'object', class: 'Socket', reason: 'heavy-class' },
      { type: 'object', class: 'Duplex', reason: 'heavy-class' },
    ],
    [
      'a field beyond the cut',
      { type: 'object', reason: 'fields', fields: { a: number('1') } },
      { type: 'object', reason: 'fields', fields: { b: number('1') } },
    ],
  ])('%s', (_, a, b) => {
    expect(paths(a, b)).toEqual([]);
  });

  test('what varies between two runs of the baseline, unless its type changes', () => {
    const of = (value: CapturedValue) => object({ list: array(object({ id: value })) });
    expect(paths(of(string('a')), of(string('b')), ['.list[*].id'])).toEqual([]);
    expect(paths(of(string('a')), of(number('1')), ['.list[*].id'])).toEqual(['.list[0].id']);
  });

  test('times a day apart are not taken for the clock', () => {
    expect(paths(number('1790000000000'), number('1790086400000'))).toEqual(['']);
  });
});

const captured: fc.Arbitrary<CapturedValue> = fc.letrec<{ value: CapturedValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer().map((value) => number(String(value))),
    fc.string().map(string),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => array(...items)),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value')).map(object),
  ),
})).value;

test('a value never differs from itself, and sides can be swapped', () => {
  fc.assert(
    fc.property(captured, captured, (a, b) => {
      expect(paths(a, a)).toEqual([]);
      expect([...paths(a, b)].sort()).toEqual([...paths(b, a)].sort());
    }),
  );
});

describe('what was cut so that a snapshot keeps its bound', () => {
  const cut = (digest: string, more: Partial<CapturedValue> = {}): CapturedValue => ({
    ...{ type: 'object', length: 2, digest, reason: 'size', ...more },
  });
  const whole = object({ a: number('1'), b: number('2') });
  const head = (text: string, length: number, digest?: string): CapturedValue => ({
    ...{ type: 'string', text, length, reason: 'size' },
    ...(digest === undefined ? {} : { digest }),
  });
  test.each<[string, CapturedValue, CapturedValue, string[]]>([
    ['the same in both', cut('aa'), cut('aa'), []],
    ['another in both', cut('aa'), cut('bb'), ['']],
    ['one that the other has whole', whole, cut('bb'), []],
    ['one that the other has whole, the other way round', cut('bb'), whole, []],
    [
      'one that the other has in part, with a digest of another making',
      object({ a: number('1') }),
      { ...cut('bb'), length: 50 },
      [],
    ],
    ['one with a digest of another making', { ...whole, digest: 'aa', reason: 'fields' }, cut('bb'), []],
    ['an array of another size', array(number('1')), cut('aa', { type: 'array', length: 7 }), ['.length']],
    ['heads of one text', head('abc', 9, 'aa'), head('ab', 9, 'aa'), []],
    ['heads of another text', head('abc', 9, 'aa'), head('abc', 9, 'bb'), ['']],
    ['a head of the whole text', head('ab', 3, 'aa'), string('abc'), []],
    ['a head of another text', head('xb', 3, 'aa'), string('abc'), ['']],
    ['another kind', cut('aa'), array(number('1')), ['']],
  ])('%s', (_, a, b, found) => {
    expect(paths(a, b)).toEqual(found);
  });
});
