import { expect, test } from '@jest/globals';
import { problemOfPlace } from '../../src/config/ignored-place.ts';

test.each([
  ...[
    'status',
    'outbound',
    'error',
    'process',
    'header.x-cost',
    'header.set-cookie/sid',
    'trailer.grpc-message',
  ],
  ...['body/a', 'body/items/*/id', 'body/*/id', 'body/a~1b', 'body/~0x', 'body/v2'],
  ...['outbound/POST pay.example/v1/charges', 'state/sqlite/shop.db~1orders/*/total_cents'],
])('%s may be excused', (place) => {
  expect(problemOfPlace(place)).toBeNull();
});

test.each([
  ...['*', '**', 'body', 'body/', 'body/*', 'body/**', 'body/*/*', 'body/**/*', 'body.', 'body.*', 'body.**'],
  ...['outbound/*', 'outbound/'],
])('%s is a whole body', (place) => {
  expect(problemOfPlace(place)?.problem).toBe('a whole body cannot be ignored');
});

test.each([
  ['header.*', 'all headers'],
  ['header.', 'all headers'],
  ['state/sqlite', 'a whole store'],
  ['state/sqlite/*', 'a whole store'],
  ['price', 'not a place'],
  ['body.items.id', 'not a place'],
  ['bodyitems/id', 'not a place'],
  ['body/item*/id', 'for no part of a name'],
  ['body/**/id', 'for no part of a name'],
  ['body/a~b', '~ is written ~0'],
  ['body/items/0/id', 'an index depends on the order'],
])('%s is refused', (place, problem) => {
  expect(problemOfPlace(place)?.problem).toContain(problem);
});
