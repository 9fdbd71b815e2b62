import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import type { JwtAlgorithm } from '../../domain/credential.ts';
import { GateError } from '../../errors.ts';

/** Gives the signature over the first two parts of a JWT, in base64url. */
export type SignJwt = (input: string) => string;

/** Prepares signing once per key: an unusable one is told before anything is replayed, without a word of it. */
export function createSignJwt(algorithm: JwtAlgorithm, key: string): SignJwt {
  switch (algorithm) {
    case 'HS256':
    case 'HS384':
    case 'HS512':
      return (input) =>
        createHmac(`sha${algorithm.slice(2)}`, key)
          .update(input)
          .digest('base64url');
    case 'RS256': {
      const pair = privateKey(algorithm, key, 'rsa');
      return (input) => sign('sha256', Buffer.from(input), pair).toString('base64url');
    }
    case 'ES256': {
      const pair = privateKey(algorithm, key, 'ec');
      const options = { key: pair, dsaEncoding: 'ieee-p1363' } as const;
      return (input) => sign('sha256', Buffer.from(input), options).toString('base64url');
    }
    case 'EdDSA': {
      const pair = privateKey(algorithm, key, 'ed25519');
      return (input) => sign(null, Buffer.from(input), pair).toString('base64url');
    }
  }
}

function privateKey(algorithm: JwtAlgorithm, pem: string, type: string): KeyObject {
  const key = parsed(pem);
  const isFit = key?.asymmetricKeyType === type && (type !== 'ec' || curveOf(key) === 'prime256v1');
  if (isFit) return key;
  throw new GateError({
    code: 'replay-key-unusable',
    message: `A key of \`replay: jwt\` for ${algorithm} is ${key === null ? 'no private key as PEM' : `a key for ${curveOf(key) ?? key.asymmetricKeyType}`}.`,
    remedy: `Make one for the shadow alone, e.g. with \`openssl genpkey -algorithm ${opensslNames[type]}\`.`,
  });
}

const opensslNames: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  ec: 'EC -pkeyopt ec_paramgen_curve:P-256',
  ed25519: 'ED25519',
};

function curveOf(key: KeyObject): string | undefined {
  return key.asymmetricKeyDetails?.namedCurve;
}

function parsed(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem);
  } catch {
    return null;
  }
}
