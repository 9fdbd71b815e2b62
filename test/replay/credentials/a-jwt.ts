import { createHmac, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';

/** A private key as PEM, and what verifies its signatures. */
export type KeyPair = { readonly pem: string; readonly publicKey: KeyObject };

export function aKeyPair(kind: 'ES256' | 'RS256' | 'EdDSA'): KeyPair {
  const { privateKey, publicKey } =
    kind === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : kind === 'RS256'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : generateKeyPairSync('ed25519');
  return { pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), publicKey };
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT as redaction leaves it: its claims can be read, its signature fits nothing. */
export function aRedactedJwt(alg: string, claims: object): string {
  return `${encode({ alg, typ: 'JWT' })}.${encode(claims)}.${Buffer.alloc(32, 7).toString('base64url')}`;
}

type Claims = Readonly<Record<string, unknown>>;

export function claimsOf(jwt: string): Claims {
  return JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Claims;
}

export function headerOfJwt(jwt: string): Claims {
  return JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString()) as Claims;
}

/** Whether a service with that key lets a JWT in at that time (seconds), as libraries for it check (RFC 7519, 4.1). */
export function isValidJwt(jwt: string, key: string | KeyObject, nowSeconds: number): boolean {
  const [header = '', payload = '', signature = ''] = jwt.split('.');
  const input = Buffer.from(`${header}.${payload}`);
  const { alg } = headerOfJwt(jwt);
  if (!isSignedBy(String(alg), key, input, Buffer.from(signature, 'base64url'))) return false;
  const { exp, nbf } = claimsOf(jwt);
  return Number(exp ?? Number.POSITIVE_INFINITY) > nowSeconds && Number(nbf ?? 0) <= nowSeconds;
}

function isSignedBy(alg: string, key: string | KeyObject, input: Buffer, signature: Buffer): boolean {
  if (typeof key === 'string')
    return createHmac(`sha${alg.slice(2)}`, key)
      .update(input)
      .digest()
      .equals(signature);
  if (alg === 'EdDSA') return verify(null, input, key, signature);
  return verify('sha256', input, alg === 'ES256' ? { key, dsaEncoding: 'ieee-p1363' } : key, signature);
}
