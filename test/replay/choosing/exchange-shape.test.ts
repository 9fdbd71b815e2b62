import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import type { Exchange } from '../../../src/domain/recording.ts';
import { shapeOf } from '../../../src/replay/choosing/exchange-shape.ts';
import { anExchange } from '../support/an-exchange.ts';

const json = [['Content-Type', 'application/json']] as const;
const form = [['content-type', 'application/x-www-form-urlencoded']] as const;
const body = (value: unknown) => ({
  responseHeaders: json,
  responseBody: Buffer.from(JSON.stringify(value)),
});
const shape = (parts: Partial<Exchange>) => shapeOf(anExchange(parts)).shape;

test.each<[string, Partial<Exchange>, Partial<Exchange>]>([
  ['values of a body', body({ a: 1 }), body({ a: 2 })],
  ['values of the query', { target: '/a?x=1&y=2' }, { target: '/a?y=9&x=8' }],
  [
    'order and case of headers',
    {
      requestHeaders: [
        ['A', '1'],
        ['B', '2'],
      ],
    },
    {
      requestHeaders: [
        ['b', '3'],
        ['a', '4'],
      ],
    },
  ],
  [
    'a header that comes twice',
    {
      responseHeaders: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
    { responseHeaders: [['a', '1']] },
  ],
  [
    'values of a form',
    { requestHeaders: form, requestBody: Buffer.from('a=1') },
    { requestHeaders: form, requestBody: Buffer.from('a=2') },
  ],
  [
    'content coding of a known body',
    {
      ...body({ a: 1 }),
      responseHeaders: [...json, ['content-encoding', 'gzip']],
      responseBody: gzipSync('{"a":1}'),
    },
    { ...body({ a: 2 }), responseHeaders: [...json, ['content-encoding', 'identity']] },
  ],
  [
    'of binary bodies, a few bytes',
    { responseHeaders: [['content-type', 'image/png']], responseBody: Buffer.alloc(1000) },
    { responseHeaders: [['content-type', 'image/png']], responseBody: Buffer.alloc(1010) },
  ],
])('the shape stays with other %s', (_name, a, b) => expect(shape(a)).toBe(shape(b)));

test.each<[string, Partial<Exchange>, Partial<Exchange>]>([
  ['status', { status: 200 }, { status: 404 }],
  ['failure', { status: 0 }, { status: 0, failure: 'connection reset' }],
  ['name in the query', { target: '/a?x=1' }, { target: '/a?z=1' }],
  ['request header', {}, { requestHeaders: [['x-admin', '1']] }],
  ['response header', {}, { responseHeaders: [['etag', '"1"']] }],
  ['type in the response', body({ a: 1 }), body({ a: null })],
  ['type in the request', { requestBody: Buffer.from('{"a":1}') }, { requestBody: Buffer.from('{"a":[]}') }],
  ['body for a side without one', { requestBody: Buffer.from('{}') }, { responseBody: Buffer.from('{}') }],
  [
    'field of a form',
    { requestHeaders: form, requestBody: Buffer.from('a=1') },
    { requestHeaders: form, requestBody: Buffer.from('a=1&b=1') },
  ],
  [
    'damaged coding',
    { ...body({ a: 1 }), responseHeaders: [...json, ['content-encoding', 'gzip']] },
    body({ a: 1 }),
  ],
])('another shape: %s', (_name, a, b) => expect(shape(a)).not.toBe(shape(b)));

test('words and numbers of a query are told apart by what they are like', () => {
  const likeness = (target: string) => shapeOf(anExchange({ target })).likenesses;
  expect(likeness('/a?sort=price')).not.toEqual(likeness('/a?sort=name'));
  expect(likeness('/a?page=3')).toEqual(likeness('/a?page=7'));
  expect(likeness('/a?page=3')).not.toEqual(likeness('/a?page=-3'));
  expect(likeness('/a?page=3')).not.toEqual(likeness('/a?page=0'));
});
