import { expect, test } from '@jest/globals';
import { readJwtClaims } from '../../../src/replay/values/jwt-claims.ts';

function claimsOf(text: string): string[] {
  const claims: string[] = [];
  readJwtClaims(text, ({ pointer, text: value }) => claims.push(`${pointer} ${value}`));
  return claims;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('claims are visited, save those about the token itself', () => {
  const payload = { sub: 17, exp: 1_900_000_000, tenant: { id: 'a1' } };
  expect(claimsOf(`${part({ alg: 'none' })}.${part(payload)}.c2ln`)).toEqual(['/sub 17', '/tenant/id a1']);
});

test.each([
  ['a word', 'hello'],
  ['three parts that are no token', 'a.b.c'],
  ['a payload that is no JSON', `${part({})}.aGVsbG8.x`],
])('%s has none', (_name, text) => {
  expect(claimsOf(text)).toEqual([]);
});
