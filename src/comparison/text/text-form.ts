/** Texts are told apart by form up to here; longer ones are rarely alike. */
const longest = 64;

/**
 * A number that texts written alike share: digit for digit, letter for letter. Others may share it, by chance or by design: see `haveSameForm`. Texts of one form are of one class (see
 * `recogniseValue`), so that thousands of timestamps need not each be read to tell that they are; `null` where the form says too
 * little of the class: a date that may not exist, a token.
 */
export function formOf(text: string): number | null {
  const { length } = text;
  if (length > longest || text.startsWith('eyJ')) return null;
  let form = length;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    codes[at] = code;
    form = Math.imul(form ^ (standsFor[code] ?? code), prime);
  }
  return mayBeNoDate(codes, 0, length) ? null : closeForm(form, codes, { from: 0, length });
}

/** The same number for a text that stands in bytes; `null` also for one whose bytes are not its characters. */
export function formOfBytes(bytes: Uint8Array, from: number, to: number): number | null {
  const length = to - from;
  if (length > longest || startsToken(bytes, from)) return null;
  let form = length;
  for (let at = from; at < to; at += 1) {
    const code = bytes[at] ?? 0;
    if (code >= 0x80 || code === backslash) return null;
    form = Math.imul(form ^ (byteStandsFor[code] ?? code), prime);
  }
  return mayBeNoDate(bytes, from, length) ? null : closeForm(form, bytes, { from, length });
}

/** Whether two texts whose form is the same number are written alike indeed. */
export function haveSameForm(one: string, another: string): boolean {
  if (one.length !== another.length || one[0] !== another[0]) return false;
  if (one.length === 36 && one[versionAt] !== another[versionAt]) return false;
  for (let at = 0; at < one.length; at += 1)
    if (!standForTheSame(one.charCodeAt(at), another.charCodeAt(at))) return false;
  return true;
}

/** The same for texts that stand in bytes. */
function haveBytesSameForm(bytes: Uint8Array, one: Range, another: Range): boolean {
  const length = one.to - one.from;
  const isOther = (at: number): boolean => bytes[one.from + at] !== bytes[another.from + at];
  if (another.to - another.from !== length || isOther(0) || (length === 36 && isOther(versionAt)))
    return false;
  for (let at = 0; at < length; at += 1)
    if (byteStandsFor[bytes[one.from + at] ?? 0] !== byteStandsFor[bytes[another.from + at] ?? 0])
      return false;
  return true;
}

/** Whether a text is written like one that has a form, and has that form: what `formOfBytes` and a look at both say, in one pass. */
export function hasFormOf(bytes: Uint8Array, known: Range, { from, to }: Range): boolean {
  if (!haveBytesSameForm(bytes, known, { from, to })) return false;
  return !startsToken(bytes, from) && !mayBeNoDate(bytes, from, to - from);
}

/** `eyJ`, as the header of a JWT does. */
function startsToken(bytes: Uint8Array, from: number): boolean {
  return bytes[from] === 0x65 && bytes[from + 1] === 0x79 && bytes[from + 2] === 0x4a;
}

type Range = { readonly from: number; readonly to: number };

function standForTheSame(one: number, another: number): boolean {
  return one === another || (standsFor[one] ?? one) === (standsFor[another] ?? another);
}

/** What all texts of one form have in common, as a text: a name is in none of them unless it is in this, folded as well. */
export function foldText(text: string): string {
  let folded = '';
  for (let at = 0; at < text.length; at += 1) folded += foldedCharacters[text.charCodeAt(at)] ?? text[at];
  return folded;
}

const prime = 0x01000193;
const backslash = 0x5c;
const dash = 0x2d;
const codes = new Uint16Array(longest);
/** Where a UUID has its version. */
const versionAt = 14;

/** A digit for all digits, a letter for those that are hexadecimal as well and one for those that are not. */
const standsFor = Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/\d/.test(character)) return 0x30;
  if (/[a-f]/.test(character)) return 0x61;
  return /[g-z]/.test(character) ? 0x67 : code;
});

const foldedCharacters = standsFor.map((code) => String.fromCharCode(code));

/** The same by byte. */
const byteStandsFor = Uint8Array.from({ length: 256 }, (_, byte) => standsFor[byte] ?? byte);

type Codes = Uint8Array | Uint16Array;

/** The version of a UUID and the first digit of a number say more than that they are digits. */
function closeForm(
  form: number,
  text: Codes,
  { from, length }: { readonly from: number; readonly length: number },
): number {
  const versionOfUuid = length === 36 ? (text[from + versionAt] ?? 0) : 0;
  const first = length === 0 ? 0 : (text[from] ?? 0);
  return Math.imul(Math.imul(form ^ versionOfUuid, prime) ^ first, prime);
}

/** Whether a date may lie in no calendar or a time on no clock: months after 12, days after 28, 24 o'clock. */
function mayBeNoDate(text: Codes, from: number, length: number): boolean {
  if (length < 5 || text[from + 4] !== dash) return false;
  const pair = (at: number): number =>
    at + 1 < length ? ((text[from + at] ?? 0) - 0x30) * 10 + (text[from + at + 1] ?? 0) - 0x30 : Number.NaN;
  const isDay = pair(5) >= 1 && pair(5) <= 12 && pair(8) >= 1 && pair(8) <= 28;
  return !isDay || (length > 10 && !(pair(11) < 24 && pair(14) < 60 && !(pair(17) >= 60)));
}
