import { expect, test } from '@jest/globals';
import { describeValues } from '../../src/evidence/describe-values.ts';
import { createShownRedactor } from '../../src/recording/redaction/redact-shown.ts';
import type { FollowedValue } from '../../src/replay/values/value-journal.ts';

const value = (changes: Partial<FollowedValue> = {}): FollowedValue => ({
  ...{ exchangeId: 'x0007', route: 'GET /orders/{id}', place: 'path/2', recorded: 'o-17' },
  sent: { baseline: 'o-21', candidate: 'o-21' },
  from: { exchangeId: 'x0003', place: 'body/id' },
  ...changes,
});
const described = (...records: FollowedValue[]) => {
  const secrets = createShownRedactor(Buffer.alloc(32));
  secrets.learn('s3cr3t-session-of-the-candidate');
  return describeValues({ substituted: 1, unresolved: 2, records }, secrets);
};

test.each<[string, Partial<FollowedValue>, string]>([
  [
    'a segment of the path',
    {},
    'x0007 path segment 2: recorded o-17 → baseline o-21, candidate o-21, from x0003 body/id',
  ],
  [
    'a query, and what an instance has not',
    { place: 'query/after', sent: { baseline: 'o-21', candidate: null } },
    'x0007 query after: recorded o-17 → baseline o-21, candidate has none, from x0003 body/id',
  ],
  [
    'a header, from the settings',
    { place: 'header.x-tenant', from: null },
    'x0007 header x-tenant: recorded o-17 → baseline o-21, candidate o-21, from the settings',
  ],
  [
    'a member of a body',
    { place: 'body/items/0/id' },
    'x0007 body/items/0/id: recorded o-17 → baseline o-21, candidate o-21, from x0003 body/id',
  ],
])('in words: %s', (_name, changes, expected) => {
  expect(described(value(changes)).summary.examples).toEqual([expected]);
});

test('unresolved values come first, five at most, and all are on record', () => {
  const { summary, records } = described(
    ...Array.from({ length: 8 }, (_, index) => value({ recorded: `o-${index}` })),
    value({ exchangeId: 'x0009', sent: { baseline: null } }),
  );
  expect(summary).toMatchObject({ substituted: 1, unresolved: 2 });
  expect(summary.examples).toHaveLength(5);
  expect(summary.examples[0]).toContain('x0009');
  expect(records).toHaveLength(9);
});

test('a value that many requests carry is one example, the first', () => {
  const { examples } = described(
    value(),
    value({ exchangeId: 'x0008' }),
    value({ recorded: 'o-18' }),
  ).summary;
  expect(examples.map((example) => example.slice(0, 5))).toEqual(['x0007', 'x0007']);
});

test('what no instance has is said once', () => {
  const [example] = described(value({ sent: { baseline: null, candidate: null } })).summary.examples;
  expect(example).toContain('recorded o-17 → no instance has one, from');
});

test('secrets of instances and what stands in places of secrets are shown as tokens', () => {
  const live = 's3cr3t-session-of-the-candidate';
  const secret = value({ place: 'header.cookie/sid', sent: { candidate: live } });
  const named = value({
    place: 'query/access_token',
    recorded: 'abc-recorded-token',
    sent: { baseline: live },
  });
  const elsewhere = value({ place: 'body/note', sent: { candidate: live } });
  const told = JSON.stringify(described(secret, named, elsewhere));
  expect(told).not.toContain(live);
  expect(told).not.toContain('abc-recorded-token');
});
