import { expect, test } from '@jest/globals';
import { keyOf, mostValues, readIssuedValues } from '../../../src/replay/values/issued-values.ts';
import { anExchange } from '../support/an-exchange.ts';

const uuid = '0b9a7c3e-1f2d-4c5b-8a6f-0123456789ab';

test.each([
  ['a uuid stands for itself', uuid, 'order', uuid],
  ['a short id only for its resource', '17', 'order', 'order\n17'],
  ['a short cookie for its name', 'dark', 'cookie:theme', 'cookie:theme\ndark'],
  [
    'a validator for its path, however peculiar',
    'W/"2-l9Fw4VUO7kr8"',
    'etag:/a',
    'etag:/a\nW/"2-l9Fw4VUO7kr8"',
  ],
  ['what stands in the quotes of a validator for itself', '2-l9Fw4VUO7kr8', 'etag:/a', '2-l9Fw4VUO7kr8'],
  ['a short text without a name not at all', '17', '', null],
  ['a sentence not at all', 'all is well', 'state', null],
])('key: %s', (_name, text, resource, expected) => {
  expect(keyOf(text, resource)).toBe(expected);
});

const json = (value: unknown) => JSON.stringify(value);

test.each([
  [
    'an id of a 201',
    anExchange({ method: 'POST', status: 201, target: '/orders', responseBody: json({ id: 17, total: 90 }) }),
    [['order\n17', 'created']],
  ],
  [
    'a token of an answer to a write',
    anExchange({ method: 'POST', target: '/login', responseBody: json({ token: uuid, ok: true }) }),
    [[uuid, 'answered']],
  ],
  ['what is read', anExchange({ target: '/me', responseBody: json({ csrf: 'q8' }) }), [['csrf\nq8', 'read']]],
  [
    'what is listed',
    anExchange({ target: '/orders', responseBody: json([{ id: 'a3' }]) }),
    [['order\na3', 'listed']],
  ],
  ['a cookie', anExchange({ responseHeaders: [['Set-Cookie', `sid=${uuid}; Path=/`]] }), [[uuid, 'created']]],
  [
    'ids and fields of a Location',
    anExchange({
      status: 302,
      responseHeaders: [['Location', `https://app.test/orders/17?code=xy7&lang=en`]],
    }),
    [
      ['order\n17', 'created'],
      ['code\nxy7', 'created'],
    ],
  ],
  [
    'ids of links',
    anExchange({ target: '/', responseBody: json({ href: '/orders/17' }) }),
    [['order\n17', 'read']],
  ],
  [
    'a validator',
    anExchange({
      target: '/a?x=1',
      responseHeaders: [
        ['ETag', '"v1"'],
        ['Cache-Control', 'no-store'],
      ],
    }),
    [['etag:/a\n"v1"', 'answered']],
  ],
  [
    'a peculiar validator, for its path and by itself',
    anExchange({ method: 'PUT', target: '/a', responseHeaders: [['ETag', 'W/"2-l9Fw4VUO7kr8"']] }),
    [
      ['etag:/a\nW/"2-l9Fw4VUO7kr8"', 'answered'],
      ['2-l9Fw4VUO7kr8', 'answered'],
    ],
  ],
  [
    'what may be an id under a name of its own, as a guess',
    anExchange({
      method: 'POST',
      target: '/jobs',
      responseBody: json({ job: 'k3xq', coupon: '1234', n: 'on' }),
    }),
    [
      ['job\nk3xq', 'read'],
      ['coupon\n1234', 'read'],
    ],
  ],
  [
    'no words, prices or flags',
    anExchange({
      target: '/p',
      responseBody: json({
        status: 'pending',
        state: 'CA',
        code: 'EUR',
        price: 1999,
        name: 'Lamp',
        big: true,
      }),
    }),
    [],
  ],
])('issued: %s', (_name, exchange, expected) => {
  const where = { producer: 0, session: '', writes: exchange.method === 'POST' };
  const { values } = readIssuedValues(exchange, where);
  expect(values.map(({ key, certainty }) => [key, certainty])).toEqual(expected);
});

test('a long list is followed in part, and says so', () => {
  const list = Array.from({ length: mostValues + 5 }, (_element, index) => ({ id: index }));
  const { values, notFollowed } = readIssuedValues(anExchange({ target: '/a', responseBody: json(list) }), {
    producer: 0,
    session: '',
    writes: false,
  });
  expect([values.length, notFollowed]).toEqual([mostValues, 5]);
});
