import { describe, expect, test } from '@jest/globals';
import { createIssuedTable, usualLimits } from '../../../src/replay/values/issued-table.ts';
import type { IssuedValue } from '../../../src/replay/values/issued-values.ts';

function anIssue(told: Partial<IssuedValue> = {}): IssuedValue {
  return {
    key: 'k',
    recorded: 'k',
    place: 'body/id',
    name: 'id',
    part: null,
    whole: 'k',
    source: 'body',
    certainty: 'answered',
    producer: 0,
    ordinal: 0,
    exchangeId: 'x1',
    session: '',
    live: new Map(),
    ...told,
  };
}

describe('who issued a value', () => {
  test.each([
    ['a read after a write says nothing new', 'answered', 'read', false],
    ['a list after a read says nothing new', 'read', 'listed', false],
    ['a second read says nothing new', 'read', 'read', false],
    ['a read after a list knows better', 'listed', 'read', true],
    ['a write issues anew', 'created', 'answered', true],
  ] as const)('%s', (_name, first, second, expected) => {
    const table = createIssuedTable();
    table.add(anIssue({ certainty: first }));
    expect(table.add(anIssue({ certainty: second, producer: 1 }))).toBe(expected);
  });

  test('what a client knew before was not issued, unless it is created now', () => {
    const table = createIssuedTable();
    table.markKnown('k');
    expect(table.add(anIssue({ certainty: 'answered' }))).toBe(false);
    expect(table.add(anIssue({ certainty: 'created' }))).toBe(true);
  });

  test('one response issues one value at few places', () => {
    const table = createIssuedTable();
    expect([1, 2, 3, 4].map(() => table.add(anIssue()))).toEqual([true, true, true, false]);
  });
});

describe('memory is bounded', () => {
  test('by number, the least recently used going first', () => {
    const table = createIssuedTable({ ...usualLimits, issued: 2 });
    for (const key of ['a', 'b']) table.add(anIssue({ key }));
    table.find('a');
    table.add(anIssue({ key: 'c' }));
    expect(['a', 'b', 'c'].map((key) => table.find(key).length)).toEqual([1, 0, 1]);
  });

  test('by length', () => {
    const table = createIssuedTable({ ...usualLimits, characters: 10 });
    for (const key of ['aaaaaaaa', 'bbbbbbbb']) table.add(anIssue({ key }));
    expect(table.find('aaaaaaaa')).toEqual([]);
    expect(table.find('bbbbbbbb')).toHaveLength(1);
  });

  test('of what clients knew', () => {
    const table = createIssuedTable({ ...usualLimits, known: 2 });
    table.markKnown('k');
    for (const other of ['other', 'another']) table.markKnown(other);
    expect(table.add(anIssue())).toBe(true);
  });
});
