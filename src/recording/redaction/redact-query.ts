import type { Pseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { redactPatterns, redactString } from './redact-text.ts';
import { secretKindOf } from './secret-names.ts';

/** A code of this length or more, in a query or a form, is one that OAuth exchanges for a token, not a country. */
const shortestOAuthCode = 16;

/**
 * Redacts `name=value&…`, as queries and urlencoded forms have it. Names, order, empty values and the spelling of all
 * that is no secret stay byte for byte.
 */
export function redactPairs(text: string, pseudonyms: Pseudonyms): string {
  return text
    .split('&')
    .map((pair) => redactPair(pair, pseudonyms))
    .join('&');
}

/** Redacts a request target or the URL in a header: user information, query, fragment, and known secrets in the path. */
export function redactTarget(target: string, pseudonyms: Pseudonyms): string {
  const [, address = '', query, fragment] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(target) ?? [];
  const parts = [redactUserInformation(address, pseudonyms)];
  if (query !== undefined) parts.push('?', redactPairs(query, pseudonyms));
  if (fragment !== undefined) parts.push('#', redactPairs(fragment, pseudonyms));
  return redactString(parts.join(''), (bytes) => redactPatterns(bytes, pseudonyms));
}

function redactPair(pair: string, pseudonyms: Pseudonyms): string {
  const equals = pair.indexOf('=');
  if (equals === -1 || equals === pair.length - 1) return pair;
  const name = decodeFormText(pair.slice(0, equals));
  const value = decodeFormText(pair.slice(equals + 1));
  const isCode = name.toLowerCase() === 'code' && value.length >= shortestOAuthCode;
  if (secretKindOf(name) === null && !isCode) return pair;
  const token = redactCredential(value, pseudonyms);
  return token === value ? pair : `${pair.slice(0, equals)}=${encodeURIComponent(token.toWellFormed())}`;
}

function redactUserInformation(address: string, pseudonyms: Pseudonyms): string {
  return address.replace(
    /^([a-z][a-z0-9+.-]*:)?\/\/([^/@]*)@/i,
    (_whole: string, scheme: string | undefined, information: string) => {
      const [user = '', ...password] = information.split(':').map(decodeFormText);
      const tokens = [pseudonyms.quietToken(user)];
      if (password.length > 0) tokens.push(pseudonyms.token(password.join(':')));
      return `${scheme ?? ''}//${tokens.map((token) => encodeURIComponent(token)).join(':')}@`;
    },
  );
}

/** Percent-decoding that leaves what cannot be decoded as it is: broken escapes are the sender's, not ours to mend. */
function decodeFormText(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
