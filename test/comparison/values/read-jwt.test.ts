import { expect, test } from '@jest/globals';
import { readJwt } from '../../../src/comparison/values/read-jwt.ts';
import { aToken } from '../builders.ts';

test('reads header and claims', () => {
  const token = readJwt(aToken({ sub: 'u1' }, { alg: 'HS256' }, 'abcd'));
  expect(token?.payload.get('sub')).toBe('u1');
  expect(token?.header.get('alg')).toBe('HS256');
  expect(token?.signatureLength).toBe(4);
});

test.each([
  ['plain text', 'hello'],
  ['three parts that are no JSON', 'eyJx.eyJy.z'],
  ['an array as payload', `${aToken({}).split('.')[0]}.${Buffer.from('[1]').toString('base64url')}.x`],
  ['two parts', 'eyJhIjoxfQ.eyJhIjoxfQ'],
  ['an encrypted token of five parts', 'eyJhIjoxfQ.a.b.c.d'],
])('%s is no token', (_, text) => {
  expect(readJwt(text)).toBeNull();
});
