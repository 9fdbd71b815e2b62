import { describe, expect, test } from '@jest/globals';
import { createTokenMaker } from '../../../src/recording/redaction/token-shape.ts';

const token = createTokenMaker(Buffer.from('a redaction key of the tests'));
const uuid = '7d444840-9dc0-41d1-b245-5ffdce74fad2';

function jwt(header: object, payload: object): string {
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
  return `${parts.join('.')}.c2lnbmF0dXJl`;
}

function claims(made: string): unknown[] {
  return made
    .split('.')
    .slice(0, 2)
    .map((segment) => JSON.parse(Buffer.from(segment, 'base64url').toString()));
}

function payloadOf(payload: object): unknown {
  return claims(token(jwt({ alg: 'HS256' }, payload)))[1];
}

describe('the token of a JWT', () => {
  test('is a JWT with the same claims, plain ones left, and no person in it', () => {
    const made = token(
      jwt(
        { alg: 'HS256', typ: 'JWT', jku: 'https://a.example' },
        { sub: 'ann', exp: 1_900_000_000, name: 'Ann' },
      ),
    );
    expect(made).toMatch(/^[\w-]+\.[\w-]+\.[\w-]{20,}$/);
    expect(claims(made)).toEqual([
      { alg: 'HS256', typ: 'JWT', jku: token('https://a.example') },
      { sub: token('ann'), exp: 1_900_000_000, name: token('Ann') },
    ]);
  });

  test('keeps type and structure of what it replaces', () => {
    expect(
      payloadOf({ amr: ['pwd'], level: 3, admin: true, act: { email: 'a@b.example' }, none: null }),
    ).toEqual({
      amr: [token('pwd')],
      level: Number(token('3')),
      admin: true,
      act: { email: token('a@b.example') },
      none: null,
    });
  });

  test.each([
    ['a number as subject', { sub: 17 }],
    ['digits as subject', { sub: '17' }],
    ['a uuid as subject', { sub: uuid }],
    ['a uuid as id of a tenant', { tenant_id: uuid, orgId: uuid }],
  ])('keeps %s, which paths and bodies show too', (_name, payload) => {
    expect(payloadOf(payload)).toEqual(payload);
  });

  test.each([
    ['the id of a session', { session_id: uuid, sid: uuid }],
    ['the id of the token itself', { jti: uuid }],
    ['a telephone number', { phone_number: '4915112345678' }],
    ['a mail address as subject', { sub: 'ann@shop.example' }],
  ])('replaces %s', (_name, payload) => {
    const made = JSON.stringify(payloadOf(payload));
    for (const value of Object.values(payload)) expect(made).not.toContain(value);
  });

  test.each([
    ['three words', 'www.shop.example'],
    [
      'an array for claims',
      `${Buffer.from('{}').toString('base64url')}.${Buffer.from('[1]').toString('base64url')}.x`,
    ],
  ])('is none for %s', (_name, value) => {
    expect(token(value)).toMatch(/^sg_/);
  });
});
