import { expect, test } from '@jest/globals';
import {
  idPlaceBehind,
  isCollectionName,
  isIdName,
  meaningOfField,
  resourceOfField,
  resourceOfSegment,
} from '../../../src/replay/values/resource-names.ts';

test.each([
  ['orderId in any answer', { name: 'orderId', parent: '', target: '/checkout' }, 'order'],
  ['order_id', { name: 'order_id', parent: '', target: '/' }, 'order'],
  ['orderIds', { name: 'orderIds', parent: '', target: '/' }, 'order'],
  ['id of an inner object', { name: 'id', parent: 'customer', target: '/orders/1' }, 'customer'],
  ['id of an element of a list', { name: 'id', parent: 'items', target: '/carts/1' }, 'item'],
  ['id of a wrapped answer', { name: 'id', parent: 'data', target: '/orders?x=/users' }, 'order'],
  ['id at the top', { name: 'id', parent: '', target: '/carts/3/items' }, 'item'],
  ['id of one thing', { name: '_id', parent: '', target: '/categories/9' }, 'category'],
  ['another field', { name: 'cursor', parent: '', target: '/orders' }, 'cursor'],
])('what an id is an id of: %s', (_name, field, expected) => {
  expect(resourceOfField(field)).toBe(expected);
});

test('a path says it by the segment before', () => {
  expect(resourceOfSegment('orders')).toBe(resourceOfField({ name: 'orderId', parent: '', target: '/' }));
  expect(resourceOfSegment('addresses')).toBe('address');
});

test.each([
  ['id', true],
  ['_id', true],
  ['orderId', true],
  ['order-id', true],
  ['paid', false],
  ['grid', false],
  ['monkey', false],
  ['total', false],
])('%s names an id: %s', (name, expected) => {
  expect(isIdName(name)).toBe(expected);
});

test.each([
  ['items', true],
  ['categories', true],
  ['shop-items', true],
  ['account', false],
  ['api', false],
  ['v1', false],
  ['address', false],
  ['settings', false],
  ['user-preferences', false],
  ['{id}', false],
])('%s is a collection: %s', (segment, expected) => {
  expect(isCollectionName(segment)).toBe(expected);
});

test.each([
  ['id', '', '/cancel', { resource: 'cancel', idOf: 'anything' }],
  ['ids', '', '/orders/batch', { resource: 'batch', idOf: 'anything' }],
  ['id', '', '/orders', { resource: 'order', idOf: 'resource' }],
  ['id', 'order', '/cancel', { resource: 'order', idOf: 'resource' }],
  ['orderId', '', '/cancel', { resource: 'order', idOf: 'resource' }],
  ['page', '', '/orders', { resource: 'page', idOf: 'nothing' }],
])('%s in %j of %s', (name, parent, target, expected) => {
  expect(meaningOfField({ name, parent, target })).toEqual(expected);
});

test.each([
  ['orders', 'resource'],
  ['checkout', 'anything'],
  ['', 'nothing'],
])('behind /%s stands the id of %s', (before, expected) => {
  expect(idPlaceBehind(before)).toBe(expected);
});
