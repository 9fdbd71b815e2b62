import { describe, expect, test } from '@jest/globals';
import { streamRequest, trailerFields, withScheme } from '../../../src/recording/http2/stream-lines.ts';

describe('streamRequest', () => {
  test('takes pseudo headers apart into method, target and host', () => {
    const raw = [':method', 'PUT', ':scheme', 'https', ':authority', 'a.b', ':path', '/x?y', 'x-a', '1'];
    expect(streamRequest([...raw, 'x-a', '2'])).toEqual({
      method: 'PUT',
      target: '/x?y',
      lines: [
        ['host', 'a.b'],
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    });
  });

  test('keeps a host that is named, and makes up none', () => {
    const named = [':method', 'GET', ':path', '/', ':authority', 'a.b', 'host', 'c.d'];
    expect(streamRequest(named).lines).toEqual([['host', 'c.d']]);
    expect(streamRequest([':method', 'OPTIONS', ':path', '*']).lines).toEqual([]);
  });
});

test('withScheme changes the scheme and nothing else', () => {
  expect(withScheme([':scheme', 'http', ':path', '/', 'x', ':scheme'], 'https')).toEqual([
    ...[':scheme', 'https', ':path', '/', 'x', ':scheme'],
  ]);
});

test('trailerFields keeps what comes again', () => {
  const lines = [['a', '1'] as const, ['b', '2'] as const, ['a', '3'] as const];
  expect(trailerFields(lines)).toEqual({ a: ['1', '3'], b: ['2'] });
});
