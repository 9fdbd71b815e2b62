import { expect, test } from '@jest/globals';
import {
  exchangeTag,
  instantTag,
  sentHeaders,
  unsendable,
} from '../../../src/replay/sending/sent-request.ts';

test('headers keep order, case and repetition; those of the recorded connection go', () => {
  const sent = sentHeaders(
    [
      [':authority', 'shop.test'],
      ['Host', 'shop.test'],
      ['X-One', '1'],
      ['Connection', 'close, X-Hop'],
      ['X-Hop', 'gone'],
      ['x-one', '2'],
      ['Content-Length', '99'],
      ['Transfer-Encoding', 'chunked'],
      ['Expect', '100-continue'],
      ['TE', 'trailers'],
      ['host', 'second.test'],
      ['Authorization', 'Bearer x'],
    ],
    null,
  );
  expect(sent).toEqual([
    ['Host', 'shop.test'],
    ['X-One', '1'],
    ['x-one', '2'],
    ['Authorization', 'Bearer x'],
  ]);
});

test('the tag names this exchange, whatever the recording says', () => {
  const forged = [
    [exchangeTag, 'forged'],
    ['X-Shadowgate-Instant', '0'],
  ] as const;
  expect(sentHeaders(forged, { exchangeId: 'x000001', startedAt: 1_700_000_000_123 })).toEqual([
    [exchangeTag, 'x000001'],
    [instantTag, '1700000000123'],
  ]);
  expect(sentHeaders(forged, null)).toEqual([]);
});

test.each([
  ['a plain request', { method: 'GET', target: '/a?b=%20' }, null],
  ['a method of its own', { method: 'PURGE', target: '/' }, null],
  ['bytes above ASCII', { method: 'GET', target: '/caf\u00e9' }, null],
  ['OPTIONS for the whole server', { method: 'OPTIONS', target: '*' }, 'its target is not a path'],
  [
    'a blank in the target',
    { method: 'GET', target: '/a b' },
    'its target holds characters that no request line may hold',
  ],
  ['a method that is no token', { method: 'GE T', target: '/' }, 'its method is not a token'],
] as const)('sendable: %s', (_name, request, expected) => {
  expect(unsendable({ ...request, headers: [] })).toBe(expected);
});

test.each([
  [
    'a line break in a value',
    'X-A',
    'a\r\nX-B: 1',
    'a header value holds characters that no header may hold',
  ],
  ['a character beyond one byte', 'X-A', '\u20ac', 'a header value holds characters that no header may hold'],
  ['a name that is no token', 'X A', '1', 'a header name is not a token'],
  ['a tab and an umlaut', 'X-A', '\t\u00fc', null],
])('sendable header: %s', (_name, name, value, expected) => {
  expect(unsendable({ method: 'GET', target: '/', headers: [[name, value]] })).toBe(expected);
});
