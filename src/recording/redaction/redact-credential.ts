import type { Pseudonyms } from './pseudonyms.ts';

/**
 * Replaces a credential wherever one may stand: an Authorization header, a form field, a JSON member. The scheme and
 * all that servers parse before they check stay, so that a service under replay gets as far as it would in production.
 */
export function redactCredential(value: string, pseudonyms: Pseudonyms): string {
  const [, scheme = '', space = '', rest = ''] = /^([A-Za-z][A-Za-z0-9-]*)( +)(\S.*)$/s.exec(value) ?? [];
  switch (scheme.toLowerCase()) {
    case 'basic':
      return `${scheme}${space}${redactBasic(rest, pseudonyms)}`;
    case 'digest':
    case 'hawk':
    case 'oauth':
    case 'signature':
    case 'aws4-hmac-sha256':
    case 'aws4-ecdsa-p256-sha256':
      return `${scheme}${space}${redactParameters(rest, pseudonyms)}`;
    case 'bearer':
    case 'token':
    case 'apikey':
    case 'jwt':
    case 'dpop':
    case 'negotiate':
    case 'ntlm':
    case 'key':
      return `${scheme}${space}${pseudonyms.token(rest)}`;
    default:
      return redactScope(value, pseudonyms);
  }
}

/** `Basic`: base64 of user and password, each with its own token, as a login form would have them. */
function redactBasic(encoded: string, pseudonyms: Pseudonyms): string {
  const plain = Buffer.from(encoded, 'base64').toString();
  const colon = plain.indexOf(':');
  if (colon === -1) return pseudonyms.token(encoded);
  const user = pseudonyms.quietToken(plain.slice(0, colon));
  const password = pseudonyms.token(plain.slice(colon + 1));
  return Buffer.from(`${user}:${password}`).toString('base64');
}

/** Parameters of a scheme that identify a person or prove a secret; realm, nonce, algorithm and the like stay. */
const secretParameters = new Set([
  'username',
  'response',
  'cnonce',
  'signature',
  'credential',
  'mac',
  'id',
  'keyid',
]);

/** `name=value` or `name="value"`, separated by commas; bytes in between stay as they are. */
function redactParameters(text: string, pseudonyms: Pseudonyms): string {
  return text.replace(
    /(?<![A-Za-z_*-])([A-Za-z_*-]+)(\s{0,8}=\s{0,8})("(?:[^"\\]|\\.)*"|[^",\s]+)/g,
    (whole: string, name: string, equals: string, value: string) => {
      const secret = secretParameters.has(name.toLowerCase()) || /(token|signature|key)$/i.test(name);
      if (!secret) return whole;
      const quoted = value.startsWith('"');
      const inner = quoted ? value.slice(1, -1) : value;
      const token = redactScope(inner, pseudonyms);
      return `${name}${equals}${quoted ? `"${token}"` : token}`;
    },
  );
}

/** `KEYID/20250101/region/service/aws4_request` keeps its scope; any other value is one secret. */
function redactScope(value: string, pseudonyms: Pseudonyms): string {
  const scoped = /^([^/\s]+)(\/\d{8}\/[^/\s]+\/[^/\s]+\/aws4_request)$/.exec(value);
  if (scoped === null) return pseudonyms.token(value);
  return `${pseudonyms.token(scoped[1] ?? '')}${scoped[2] ?? ''}`;
}
