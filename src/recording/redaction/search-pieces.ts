import type { Pseudonyms } from './pseudonyms.ts';

const pieceBytes = 256 * 1024;
/** Longer than any secret but one of token characters alone, which is looked for apart. */
const overlapBytes = 64 * 1024;

/** Bytes from which a text is searched by pieces first: as a whole it would be in memory several times over. */
export const searchedByPieces = 1024 * 1024;

/**
 * Whether nothing in a large text would be replaced, told piece by piece in little memory; most uploads hold no secret. False also
 * when that cannot be told by pieces: the whole is then searched as any other. Each piece reaches into the next, so that what
 * begins in one is recognised there; what is cut off at its end is taken for a secret rather than for none.
 */
export function isCleanByPieces(
  bytes: Buffer,
  pseudonyms: Pseudonyms,
  redact: (piece: Buffer, pseudonyms: Pseudonyms) => Buffer,
): boolean {
  // Half a secret must not be remembered as one.
  const looking = { ...pseudonyms, token: () => '', quietToken: () => '' };
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    const piece = bytes.subarray(start, start + pieceBytes + overlapBytes);
    if (!redact(piece, looking).equals(piece)) return false;
    if (start + piece.length < bytes.length && endsInOneWord(piece)) return false;
  }
  return true;
}

/** A token that began before the overlap and is longer than it; a JWT is known by its third part only. */
function endsInOneWord(piece: Buffer): boolean {
  return /^[A-Za-z0-9_.-]*$/.test(piece.toString('latin1', piece.length - overlapBytes));
}
