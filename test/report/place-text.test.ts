import { expect, test } from '@jest/globals';
import { placeText } from '../../src/report/place-text.ts';

test.each([
  ['status', 'status'],
  ['body', 'body'],
  ['body/items/0/price', 'body.items.0.price'],
  ['body/items/*/price', 'body.items.*.price'],
  ['header.content-type', 'header.content-type'],
  ['header.location/query/state', 'header.location.query.state'],
  ['body/token/(jwt)/scope', 'body.token.(jwt).scope'],
  ['body/a.b', 'body["a.b"]'],
  ['body/a~1b/c~0d', 'body["a/b"]["c~d"]'],
  ['body/', 'body[""]'],
  ['body/größe', 'body.größe'],
  ['state/sqlite/shop.db~1orders/17/total_cents', 'shop.db/orders[17].total_cents'],
  ['state/sqlite/shop.db~1orders/*/total_cents', 'shop.db/orders.total_cents'],
  ['state/postgres/public.orders/*', 'public.orders'],
  ['state/data/receipts~1a.txt', 'data/receipts/a.txt'],
  ['state/redis/0/session:*', 'redis 0[session:*]'],
])('%s → %s', (place, text) => {
  expect(placeText(place)).toBe(text);
});
