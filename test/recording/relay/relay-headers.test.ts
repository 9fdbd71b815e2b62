import { describe, expect, test } from '@jest/globals';
import {
  flatHeaders,
  headerLines,
  requestLinesToForward,
  responseLinesToForward,
  trailerPairs,
} from '../../../src/recording/relay/relay-headers.ts';

test('lines and the flat list of Node are the same thing', () => {
  const flat = ['Host', 'a', 'X-b', '1', 'x-B', '2'];
  expect(flatHeaders(headerLines(flat))).toEqual(flat);
  expect(trailerPairs(['A', '1'])).toEqual([['A', '1']]);
});

describe('requestLinesToForward', () => {
  test('takes off what belongs to one connection, and what Connection names', () => {
    const lines = headerLines([
      'Host',
      'a',
      'Connection',
      'close, X-Hop',
      'Keep-Alive',
      '5',
      'x-hop',
      '1',
      'X-End',
      '2',
    ]);
    expect(requestLinesToForward(lines)).toEqual([
      ['Host', 'a'],
      ['X-End', '2'],
    ]);
  });

  test('does not let Connection take off what makes the request', () => {
    const lines = headerLines([
      'Connection',
      'Host, Cookie, Content-Length',
      'Host',
      'a',
      'Cookie',
      'b',
      'Content-Length',
      '1',
    ]);
    expect(requestLinesToForward(lines)).toEqual([
      ['Host', 'a'],
      ['Cookie', 'b'],
      ['Content-Length', '1'],
    ]);
  });

  test('passes on that trailers are welcome', () => {
    expect(requestLinesToForward([['TE', 'gzip, trailers']])).toEqual([['TE', 'trailers']]);
    expect(requestLinesToForward([['TE', 'gzip']])).toEqual([]);
  });
});

test('a client of HTTP/1.0 is not told of chunks', () => {
  const lines = headerLines(['Transfer-Encoding', 'chunked', 'Trailer', 'X', 'Content-Type', 'a/b']);
  expect(responseLinesToForward(lines, true)).toEqual(lines);
  expect(responseLinesToForward(lines, false)).toEqual([['Content-Type', 'a/b']]);
});
