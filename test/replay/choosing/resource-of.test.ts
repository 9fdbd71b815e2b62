import { expect, test } from '@jest/globals';
import { resourceOf } from '../../../src/replay/choosing/resource-of.ts';

test.each<[string, string, string | null]>([
  ['PUT /carts/{id}/items/{id}', '/carts/17/items/3?x=1', '/carts/17'],
  ['GET /carts/{id}', 'https://shop.example/carts/17#top', '/carts/17'],
  ['GET /{id}.json', '/17.json', '/17.json'],
  ['GET /carts', '/carts', null],
  ['POST /graphql createCart', '/graphql', null],
  ['GET /carts/{id}', '/carts', null],
  ['', '/carts/1', null],
])('%s of %s is about %s', (route, target, resource) => expect(resourceOf(route, target)).toBe(resource));
