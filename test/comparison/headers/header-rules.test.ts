import { describe, expect, test } from '@jest/globals';
import * as rules from '../../../src/comparison/headers/header-rules.ts';

describe('the tables of header names', () => {
  const tables = Object.entries(rules).filter(
    (entry): entry is [string, ReadonlySet<string>] => entry[1] instanceof Set,
  );

  test.each(tables)('%s holds lower-case names only', (_, names) => {
    expect([...names].filter((name) => name !== name.toLowerCase())).toEqual([]);
    expect(names.size).toBeGreaterThan(0);
  });

  test('what a client must be able to rely on is never compared by presence alone', () => {
    const asserted = ['set-cookie', 'authorization', 'x-csrf-token', 'idempotency-key', 'location', 'etag'];
    expect(
      asserted.filter((name) => rules.presenceOnlyHeaders.has(name) || rules.hopByHopHeaders.has(name)),
    ).toEqual([]);
  });

  test.each([
    ['header.location/query/state', 'location'],
    ['header.etag', 'etag'],
    ['body/header.x', null],
    ['status', null],
  ])('%s is in the header %s', (place, name) => {
    expect(rules.headerOfPlace(place)).toBe(name);
  });
});
