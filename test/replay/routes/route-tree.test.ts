import { expect, test } from '@jest/globals';
import {
  collapsedSegments,
  mergeChildren,
  plantRoutes,
  slugId,
} from '../../../src/replay/routes/route-tree.ts';

test.each<[string, readonly string[]]>([
  ['/carts/17', ['carts', '{id}']],
  ['/carts/17.json?x=1#y', ['carts', '{id}.json']],
  ['/products/pan-24', ['products', slugId]],
  ['/products/8f14e45f-ceea-467a-9d6b-0123456789ab', ['products', '{id}']],
  ['http://shop.test/a/', ['a', '']],
  ['/', ['']],
  ['*', ['*']],
])('%s', (target, segments) => {
  expect(collapsedSegments(target)).toEqual(segments);
});

test('a tree counts visits and keeps how paths end', () => {
  const root = plantRoutes([
    { method: 'GET', target: '/a/b', mediaType: 'text/html' },
    { method: 'HEAD', target: '/a/b', mediaType: null },
    { method: 'POST', target: '/a', mediaType: 'text/html' },
  ]);
  const a = root.children.get('a');
  expect([a?.visits, ...(a?.ends ?? [])]).toEqual([3, 'POST']);
  expect([...(a?.children.get('b')?.ends ?? [])]).toEqual(['GET text/html', 'GET']);
});

test('merged children keep all that was below them', () => {
  const root = plantRoutes(
    ['/a/x', '/b/x/y', '/c'].map((target) => ({ method: 'GET', target, mediaType: '' })),
  );
  mergeChildren(root, ['a', 'b', 'absent'], '{id}');
  expect([...root.children.keys()]).toEqual(['c', '{id}']);
  expect(root.children.get('{id}')?.visits).toBe(2);
  expect([...(root.children.get('{id}')?.children.get('x')?.children.keys() ?? [])]).toEqual(['y']);
});
