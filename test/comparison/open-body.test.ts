import { gzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import { mayBeJson, openBody } from '../../src/comparison/open-body.ts';
import { aResponse } from './builders.ts';

test.each<[string, string, boolean]>([
  ['application/json', 'x', true],
  ['application/problem+json; charset=utf-8', '{}', true],
  ['', ' [1]', true],
  ['text/plain', '"a"', true],
  ['text/plain', 'a', false],
  ['application/x-ndjson', '{}', false],
  ['application/json; charset=iso-8859-1', '{}', false],
  ['image/png', '{', false],
  ['multipart/form-data; boundary=x', '{', false],
])('%s %s', (type, body, expected) => {
  expect(mayBeJson(openBody(aResponse({ headers: [['Content-Type', type]], body })))).toBe(expected);
});

test('is taken out of its content coding, or says why it cannot be', () => {
  const gzip = [['Content-Encoding', 'gzip']] as const;
  const packed = openBody(aResponse({ headers: gzip, body: gzipSync('{}') }));
  expect(packed.decoded).toMatchObject({ kind: 'decoded', bytes: Buffer.from('{}') });
  const broken = openBody(aResponse({ headers: gzip, body: '{}' }));
  expect([broken.decoded.kind, mayBeJson(broken)]).toEqual(['undecodable', false]);
});
