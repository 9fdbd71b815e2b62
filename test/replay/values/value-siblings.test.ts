import { describe, expect, test } from '@jest/globals';
import { learnRouteTemplates } from '../../../src/replay/routes/route-templates.ts';
import type { RouteSample } from '../../../src/replay/routes/route-tree.ts';

/** `DELETE /carts/1`, `GET /a text/html`, `GET /b 404`: a success with JSON unless said otherwise. */
function asSample(line: string): RouteSample {
  const [method = '', target = '', answer = 'application/json'] = line.split(' ');
  return { method, target, mediaType: answer === '404' ? null : answer };
}

function routesOf(lines: readonly string[]): readonly string[] {
  const samples = lines.map(asSample);
  const templates = learnRouteTemplates(samples);
  return [...new Set(samples.map(({ method, target }) => templates.routeOf(method, target)))].sort();
}

const each = (names: readonly string[], line: string) => names.map((name) => line.replace('*', name));
const goods = ['kettle-1l', 'board-oak', 'towel-l', 'mat-bath'];
const pages = ['forgot-password', 'reset-password', 'verify-email', 'sign-in'];
const parts = ['order-history', 'saved-items', 'gift-cards', 'payment-methods'];

describe('slugs that are values', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      'four below a plural, read alike',
      ['GET /products', ...each(goods, 'GET /products/*')],
      ['GET /products', 'GET /products/{id}'],
    ],
    [
      'three beside one that holds a number, whatever is above',
      ['GET /catalogue/pan-24', ...each(goods.slice(0, 3), 'GET /catalogue/*')],
      ['GET /catalogue/{id}'],
    ],
    [
      'taken away from a cart',
      ['POST /carts/1/items', ...each(goods, 'DELETE /carts/1/items/*')],
      ['DELETE /carts/{id}/items/{id}', 'POST /carts/{id}/items'],
    ],
    ['taken away without an answer of any type', each(goods, 'DELETE /items/* 404'), ['DELETE /items/{id}']],
    ['followed by the same thing', each(goods, 'POST /products/*/reviews'), ['POST /products/{id}/reviews']],
    [
      'one of them never found',
      [...each(goods, 'GET /products/*'), 'GET /products/sofa-red 404'],
      ['GET /products/{id}'],
    ],
    [
      'one of them only changed',
      [...each(goods, 'GET /products/*'), 'PATCH /products/sofa-red'],
      ['GET /products/{id}', 'PATCH /products/{id}'],
    ],
    [
      'one of them with more behind it',
      [...each(goods, 'GET /products/*'), 'GET /products/kettle-1l/photos'],
      ['GET /products/{id}', 'GET /products/{id}/photos'],
    ],
    [
      'visited however often',
      each(goods, 'GET /products/*').flatMap((line) => Array.from({ length: 50 }, () => line)),
      ['GET /products/{id}'],
    ],
    [
      'HEAD reads as GET does',
      [...each(goods.slice(0, 3), 'GET /products/*'), 'HEAD /products/mat-bath'],
      ['GET /products/{id}', 'HEAD /products/{id}'],
    ],
    [
      'the thing behind a preflight',
      [...each(goods, 'PUT /products/*'), ...each(goods, 'OPTIONS /products/* 404')],
      ['OPTIONS /products/{id}', 'PUT /products/{id}'],
    ],
  ])('%s', (_name, lines, expected) => {
    expect(routesOf(lines)).toEqual(expected);
  });
});

describe('names that stay', () => {
  test.each<[string, readonly string[]]>([
    ['three below a plural', each(goods.slice(0, 3), 'GET /products/*')],
    ['plain words, as nobody can tell', each(['vase', 'search', 'export', 'new'], 'GET /products/*')],
    ['what is only posted to', each(pages, 'POST /accounts/*')],
    ['parts of one thing', each(parts, 'GET /account/*')],
    ['settings, though a plural', each(parts, 'GET /settings/*')],
    ['collections of an API', each(parts, 'GET /api/v1/*')],
    [
      'answers of different kinds',
      goods.map((name, at) => `GET /files/${name} ${['text/csv', 'image/png'][at % 2]}`),
    ],
    ['what was never found', each(goods, 'GET /vendors/* 404')],
    ['first segments', each(goods, 'GET /*')],
    ['json-server', each(['posts', 'comments', 'profile', 'db', 'users', 'nope'], 'GET /*')],
    ['files', each(['app.js', 'app.css', 'logo.svg', 'font.woff2'], 'GET /assets/*')],
  ])('%s', (_name, lines) => {
    const targets = lines.map((line) => line.split(' ').slice(0, 2).join(' '));
    expect(routesOf(lines)).toEqual([...targets].sort());
  });

  test('slugs beside ids of another form', () => {
    const lines = ['GET /orders/17', 'GET /orders/18', ...each(goods, 'GET /orders/*')];
    expect(routesOf(lines)).toEqual([...each([...goods].sort(), 'GET /orders/*'), 'GET /orders/{id}']);
  });

  test('slugs that hold ids of their own', () => {
    const lines = parts.flatMap((part) => [`GET /resources/${part}`, `GET /resources/${part}/17`]);
    expect(routesOf(lines)).toHaveLength(8);
  });

  test('services behind a gateway, each with endpoints of its own', () => {
    const lines = ['user', 'order', 'stock', 'mail'].flatMap((name) => [
      `GET /services/${name}-service/health`,
      `GET /services/${name}-service/${name}`,
    ]);
    expect(routesOf(lines)).toEqual([...lines].sort());
  });

  test('beside values: words, operations, and other kinds of answers', () => {
    const others = [
      'GET /products/search',
      'POST /products/bulk-import',
      'GET /products/price-list text/csv',
    ];
    expect(routesOf([...each(goods, 'GET /products/*'), ...others])).toEqual([
      'GET /products/price-list',
      'GET /products/search',
      'GET /products/{id}',
      'POST /products/bulk-import',
    ]);
  });

  test('me beside ids, collections of a version, an export', () => {
    const lines = ['GET /users/me', 'GET /users/123', 'GET /orders/export text/csv', 'GET /orders/9'];
    expect(routesOf([...lines, 'GET /api/v1/users', 'GET /api/v1/orders', 'GET /static/app.js'])).toEqual([
      'GET /api/v1/orders',
      'GET /api/v1/users',
      'GET /orders/export',
      'GET /orders/{id}',
      'GET /static/app.js',
      'GET /users/me',
      'GET /users/{id}',
    ]);
  });
});
