import { createHmac } from 'node:crypto';
import { redactJwt } from './redact-jwt.ts';

/** Makes the token of a secret: a pure function of key and value, so that equal values stay equal everywhere. */
export type TokenMaker = (value: string) => string;

const generic = /^sg_[A-Za-z0-9_-]{22}$/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Tokens keep what servers test before they look a value up: digits stay digits of the same number (and a valid card
 * number stays valid), hex stays hex, a uuid a uuid of its version, a JWT a JWT with the same claims, of which the plain
 * ones can be read. All else becomes `sg_` and 22 characters of base64url, which is its own token: redacting twice changes nothing.
 */
export function createTokenMaker(key: Uint8Array): TokenMaker {
  return (value) => {
    if (value === '' || generic.test(value)) return value;
    for (let attempt = 0; ; attempt += 1) {
      const token = shapeToken(value, {
        bytes: (length) => keyedBytes(key, `${attempt}:${value}`, length),
        tokenOf: createTokenMaker(key),
      });
      if (token !== value) return token;
    }
  };
}

/** Bytes that only the holder of the key can tell; as many as asked for. */
export function keyedBytes(key: Uint8Array, text: string, length: number): Buffer {
  const blocks: Buffer[] = [];
  for (let block = 0; block * 32 < length; block += 1) {
    blocks.push(createHmac('sha256', key).update(`${block}:${text}`).digest());
  }
  return Buffer.concat(blocks).subarray(0, length);
}

type Maker = { readonly bytes: (length: number) => Buffer; readonly tokenOf: TokenMaker };

function shapeToken(value: string, { bytes, tokenOf }: Maker): string {
  if (/^[0-9]+$/.test(value)) return digitToken(value, bytes(value.length));
  if (uuid.test(value)) return uuidToken(value, bytes(16).toString('hex'));
  if (/^([0-9a-f]{8,}|[0-9A-F]{8,})$/.test(value)) {
    const hex = bytes(Math.ceil(value.length / 2))
      .toString('hex')
      .slice(0, value.length);
    return /[A-F]/.test(value) ? hex.toUpperCase() : hex;
  }
  const jwt = redactJwt(value, { signature: bytes, tokenOf });
  return jwt ?? `sg_${bytes(17).toString('base64url').slice(0, 22)}`;
}

/** Never a leading zero, so that the token of a JSON number is a JSON number. */
function digitToken(value: string, bytes: Buffer): string {
  const digits = [...bytes].map((byte, place) => (place === 0 ? 1 + (byte % 9) : byte % 10));
  if (value.length < 13 || value.length > 19 || luhn(value) !== 0) return digits.join('');
  digits[digits.length - 1] = 0;
  digits[digits.length - 1] = (10 - luhn(digits.join(''))) % 10;
  return digits.join('');
}

/** Check sum of a card number; 0 when it is valid. */
function luhn(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10;
}

/** Version and variant stay, because parsers look at them. */
function uuidToken(value: string, hex: string): string {
  const next = [...hex];
  const token = [...value].map((character, place) => {
    if (character === '-') return character;
    const drawn = next.shift() ?? '0';
    return place === 14 || place === 19 ? character : drawn;
  });
  return /[A-F]/.test(value) ? token.join('').toUpperCase() : token.join('');
}
