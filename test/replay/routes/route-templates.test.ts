import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { learnRouteTemplates } from '../../../src/replay/routes/route-templates.ts';

const sample = (target: string) => ({ method: 'GET', target, mediaType: 'application/json' });
const routesOf = (targets: readonly string[]) => {
  const templates = learnRouteTemplates(targets.map(sample));
  return [...new Set(targets.map((target) => templates.routeOf('GET', target)))].sort();
};
const slugs = ['ada', 'bob', 'cleo', 'dora', 'emil', 'fay', 'gus', 'hana', 'ines', 'jan', 'kim', 'lou'];

describe('routes', () => {
  test.each([
    ['ids become {id}', ['/carts/1', '/carts/27/items/9'], ['GET /carts/{id}', 'GET /carts/{id}/items/{id}']],
    ['the query is left out', ['/search?q=1', '/search?q=2'], ['GET /search']],
    ['an absolute target loses its origin', ['http://shop.test/carts/1'], ['GET /carts/{id}']],
    [
      'constant siblings of ids stay',
      ['/orders/1', '/orders/recent'],
      ['GET /orders/recent', 'GET /orders/{id}'],
    ],
    ['versions stay', ['/v1/orders/8', '/v2/orders/8'], ['GET /v1/orders/{id}', 'GET /v2/orders/{id}']],
    [
      'the first segment stays, however many there are',
      slugs.map((slug) => `/${slug}`),
      slugs.map((slug) => `GET /${slug}`),
    ],
    ['the first segment goes when it looks like an id', ['/8f14e45fceea167a'], ['GET /{id}']],
    [
      'many names before the same end are values',
      slugs.map((slug) => `/users/${slug}/orders`),
      ['GET /users/{id}/orders'],
    ],
    ['few names are endpoints', ['/users/ada', '/users/bob'], ['GET /users/ada', 'GET /users/bob']],
    [
      'operations are endpoints',
      [
        'getCart',
        'addItem',
        'dropItem',
        'listOrders',
        'payOrder',
        'getUser',
        'setUser',
        'logIn',
        'logOut',
        'getTax',
        'getRate',
      ].map((name) => `/api/${name}`),
      [
        'GET /api/addItem',
        'GET /api/dropItem',
        'GET /api/getCart',
        'GET /api/getRate',
        'GET /api/getTax',
        'GET /api/getUser',
        'GET /api/listOrders',
        'GET /api/logIn',
        'GET /api/logOut',
        'GET /api/payOrder',
        'GET /api/setUser',
      ],
    ],
    ['the root', ['/'], ['GET /']],
  ])('%s', (_name, targets, expected) => {
    expect(routesOf(targets)).toEqual(expected);
  });

  test('an endpoint beside values stays when it is visited far more often', () => {
    const visits = Array.from({ length: 20 }, () => '/products/search?q=x');
    expect(routesOf([...slugs.map((slug) => `/products/${slug}`), ...visits])).toEqual([
      'GET /products/search',
      'GET /products/{id}',
    ]);
  });

  test('collections that are all visited often are not merged', () => {
    const targets = slugs.flatMap((slug) => Array.from({ length: 30 }, () => `/api/${slug}`));
    expect(routesOf(targets)).toHaveLength(slugs.length);
  });

  test('an operation is part of the route', () => {
    const templates = learnRouteTemplates([sample('/')]);
    expect(templates.routeOf('POST', '/', 'DynamoDB_20120810.CreateTable')).toBe(
      'POST / DynamoDB_20120810.CreateTable',
    );
  });

  test('the order of the targets does not matter', () => {
    const values = ['17', 'a3f9', 'pan-24', 'board-oak', 'lamp-desk', 'mat-bath', 'towel-l', ...slugs];
    const segment = fc.constantFrom('orders', 'users', 'search', ...values);
    const target = fc.array(segment, { maxLength: 3 }).map((segments) => `/${segments.join('/')}`);
    fc.assert(
      fc.property(fc.array(target, { maxLength: 60 }), (targets) => {
        expect(routesOf([...targets].reverse())).toEqual(routesOf(targets));
      }),
      { numRuns: 100 },
    );
  });
});
