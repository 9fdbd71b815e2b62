import type { KnownHead } from './response-head.ts';

/** A head as it came once, with what it says. */
type Remembered = { readonly kind: 'known'; readonly head: KnownHead; readonly bytes: Buffer };
/** A head that nobody has read yet. */
type New = { readonly kind: 'new'; readonly text: string };

const endOfHead = '\r\n\r\n';
const longestRemembered = 4096;
const mostRemembered = 256;
/** By their text; all are forgotten when they are many, since who answers chooses them. */
const remembered = new Map<string, Remembered>();
/** The one that was met last: instances send the same over and over, and bytes are compared sooner than a text is made of them. */
let last: Remembered | null = null;

/**
 * Used on the first bytes of each response: the head at their beginning, when it is whole. A head that was read before needs no reading.
 * Null where it is not whole yet, or too long to be remembered.
 */
export function recallHead(bytes: Buffer): Remembered | New | null {
  if (last !== null && beginsWith(bytes, last.bytes)) return last;
  const end = bytes.indexOf(endOfHead);
  if (end === -1 || end > longestRemembered) return null;
  const text = bytes.toString('latin1', 0, end + endOfHead.length);
  const known = remembered.get(text);
  if (known === undefined) return { kind: 'new', text };
  last = known;
  return known;
}

/** Called with what was read of a head that `recallHead` called new. */
export function rememberHead(text: string, head: KnownHead): void {
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(text, { kind: 'known', head, bytes: Buffer.from(text, 'latin1') });
}

function beginsWith(bytes: Buffer, start: Buffer): boolean {
  const { byteLength } = start;
  return bytes.byteLength >= byteLength && bytes.compare(start, 0, byteLength, 0, byteLength) === 0;
}
