import {
  closeBrace,
  closeBracket,
  comma,
  openBrace,
  openBracket,
  skipKey,
  skipScalar,
  skipSpace,
} from './skip-json.ts';

/**
 * Over a container that closes before a limit, which bounds how much is read in vain; -1 when it does not, or is no JSON. What both
 * documents have in the same bytes is passed over like this, without a look at its members.
 */
export function skipNear(bytes: Uint8Array, from: number, limit: number): number {
  const end = bytes[from] === openBrace ? closeBrace : closeBracket;
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === end) return at < limit ? at + 1 : -1;
  for (;;) {
    at = skipMember(bytes, end === closeBrace ? skipKey(bytes, at) : at, limit);
    if (at === -1 || at >= limit) return -1;
    at = skipSpace(bytes, at);
    if (bytes[at] === end) break;
    if (bytes[at] !== comma) return -1;
    at = skipSpace(bytes, at + 1);
  }
  return at < limit ? at + 1 : -1;
}

function skipMember(bytes: Uint8Array, at: number, limit: number): number {
  if (at === -1 || at >= limit) return -1;
  const first = bytes[at];
  return first === openBrace || first === openBracket ? skipNear(bytes, at, limit) : skipScalar(bytes, at);
}
