// covers: sign-jwt.ts
import { describe, expect, test } from '@jest/globals';
import type { JwtAlgorithm, JwtSigning } from '../../../src/domain/credential.ts';
import {
  createResignJwt,
  expiryOf,
  isResigned,
  type ShadowClock,
} from '../../../src/replay/credentials/resign-jwt.ts';
import { aKeyPair, aRedactedJwt, claimsOf, headerOfJwt, isValidJwt } from './a-jwt.ts';

const recordedAt = 1_750_000_000_000;
const now = recordedAt + 86_400_000;
const claims = { sub: '17', iat: 1_749_999_000, exp: 1_750_003_600, role: 'sg_AbCdEfGhIjKlMnOpQrStUv' };

function aSigning(algorithm: JwtAlgorithm, text: string, more: Partial<JwtSigning> = {}): JwtSigning {
  return { algorithm, key: { kind: 'text', text }, header: {}, claims: ['exp', 'iat', 'nbf'], ...more };
}

function resign(signings: readonly JwtSigning[], clock: ShadowClock = 'real') {
  return createResignJwt(signings, { clock, now: () => now });
}

describe('a JWT of the recording', () => {
  test.each(['HS256', 'HS384', 'HS512'] as const)(
    'of %s is valid in the shadow, and was not before',
    (alg) => {
      const recorded = aRedactedJwt(alg, claims);
      const made = resign([aSigning(alg, 'shadow')])(recorded, recordedAt) ?? '';
      expect(isValidJwt(recorded, 'shadow', now / 1000)).toBe(false);
      expect(isValidJwt(made, 'shadow', now / 1000)).toBe(true);
      expect(claimsOf(made)).toEqual({ ...claims, iat: claims.iat + 86_400, exp: claims.exp + 86_400 });
    },
  );

  test.each(['ES256', 'RS256', 'EdDSA'] as const)('of %s is signed with a private key', (alg) => {
    const { pem, publicKey } = aKeyPair(alg);
    const made = resign([aSigning(alg, pem)])(aRedactedJwt(alg, claims), recordedAt) ?? '';
    expect(isValidJwt(made, publicKey, now / 1000)).toBe(true);
    expect(isValidJwt(made, aKeyPair(alg).publicKey, now / 1000)).toBe(false);
  });

  test('keeps its times where the clock starts at the recorded instant', () => {
    const made =
      resign([aSigning('HS256', 'shadow')], 'recorded')(aRedactedJwt('HS256', claims), recordedAt) ?? '';
    expect(claimsOf(made)).toEqual(claims);
    expect(isValidJwt(made, 'shadow', recordedAt / 1000)).toBe(true);
  });

  test('becomes the same text each time, though ES256 draws a number for each signature', () => {
    const made = resign([aSigning('ES256', aKeyPair('ES256').pem)]);
    const recorded = aRedactedJwt('ES256', claims);
    expect(made(recorded, recordedAt)).toBe(made(recorded, recordedAt + 5_000));
  });

  test('gets the header members and moves the claims that the settings name', () => {
    const signing = aSigning('HS256', 'shadow', { header: { kid: 'shadow-1' }, claims: ['auth_time'] });
    const made = resign([signing])(aRedactedJwt('HS256', { ...claims, auth_time: 100 }), recordedAt) ?? '';
    expect(headerOfJwt(made)).toEqual({ alg: 'HS256', typ: 'JWT', kid: 'shadow-1' });
    expect(claimsOf(made)).toEqual({ ...claims, auth_time: 86_500 });
  });

  test('is signed by the key of its issuer, and left alone when nobody has one', () => {
    const made = resign([aSigning('HS256', 'a', { issuer: 'a' }), aSigning('HS256', 'b', { issuer: 'b' })]);
    expect(isValidJwt(made(aRedactedJwt('HS256', { iss: 'b' }), now) ?? '', 'b', 0)).toBe(true);
    expect(made(aRedactedJwt('HS256', { iss: 'c' }), now)).toBeNull();
    expect(made(aRedactedJwt('HS512', { iss: 'a' }), now)).toBeNull();
  });

  test.each(['', 'plain', 'eyJ.eyJ.', 'eyJhbGciOiJI.eyJub3BlIn0.x', 'Bearer eyJhbGciOiJIUzI1NiJ9.eyJ9.x'])(
    '%j is none',
    (text) => {
      const signing = aSigning('HS256', 'shadow');
      expect(resign([signing])(text, now)).toBeNull();
      expect([isResigned(text, [signing]), expiryOf(text)]).toEqual([false, null]);
    },
  );

  test('tells when it expires, and whether it would be signed', () => {
    const jwt = aRedactedJwt('HS256', claims);
    expect(expiryOf(jwt)).toBe(claims.exp * 1000);
    expect(expiryOf(aRedactedJwt('HS256', { sub: '1' }))).toBe(Number.POSITIVE_INFINITY);
    expect(isResigned(jwt, [aSigning('HS256', 'k')])).toBe(true);
    expect(isResigned(jwt, [aSigning('ES256', 'k')])).toBe(false);
  });
});

describe('a key', () => {
  test.each([
    ['ES256', 's3cret-no-pem', /no private key as PEM/],
    ['RS256', aKeyPair('ES256').pem, /a key for prime256v1/],
    ['ES256', aKeyPair('EdDSA').pem, /a key for ed25519/],
  ] as const)('for %s that does not fit is refused without a word of it', (alg, text, message) => {
    const making = () => resign([aSigning(alg, text)]);
    expect(making).toThrow(message);
    expect(making).not.toThrow('s3cret');
  });
});
