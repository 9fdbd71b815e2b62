import { hashText, joinHashes } from './text-hash.ts';

/** Told of each value in a document: a hash of where it stands and of what type it is, and one of what it is like. */
export type VisitFact = (typed: number, liked: number) => void;

const deepest = 48;
/** Members of a document beyond this are not looked at: its shape is told by then. */
const mostFacts = 2_000;
const [string, number, word, nothing, emptyObject, list] = [1, 2, 3, 4, 5, 6];
const itemOf = hashText('[]');
const idKeyOf = hashText('{}');

/**
 * Used on each body of a survey: reads JSON from its bytes without building anything. Keys that look like ids count as one, and so
 * do the items of a list. Returns false for what is no JSON; facts before the mistake were told by then.
 */
export function readJsonFacts(bytes: Uint8Array, visit: VisitFact): boolean {
  const reader = new FactReader(bytes, visit);
  return reader.readDocument();
}

class FactReader {
  private readonly bytes: Uint8Array;
  private readonly visit: VisitFact;
  private at = 0;
  private facts = 0;

  constructor(bytes: Uint8Array, visit: VisitFact) {
    this.bytes = bytes;
    this.visit = visit;
  }

  readDocument(): boolean {
    const isWhole = this.readValue(0, 0) && this.next() === 0 && this.at >= this.bytes.length;
    return isWhole || this.facts >= mostFacts;
  }

  private readValue(place: number, depth: number): boolean {
    if (depth > deepest || this.facts >= mostFacts) return false;
    switch (this.next()) {
      case 0x7b:
        return this.readObject(place, depth);
      case 0x5b:
        return this.readList(place, depth);
      case 0x22: {
        const start = this.at + 1;
        if (!this.skipString()) return false;
        this.tell(place, string, likenessOfText(this.bytes, start, this.at - 1));
        return true;
      }
      default:
        return this.readScalar(place);
    }
  }

  private readObject(place: number, depth: number): boolean {
    this.at += 1;
    if (this.take(0x7d)) {
      this.tell(place, emptyObject, 0);
      return true;
    }
    do {
      if (this.next() !== 0x22) return false;
      const start = this.at + 1;
      if (!this.skipString()) return false;
      const key = hashOfKey(this.bytes, start, this.at - 1);
      if (!this.take(0x3a) || !this.readValue(joinHashes(place, key), depth + 1)) return false;
    } while (this.take(0x2c));
    return this.take(0x7d);
  }

  private readList(place: number, depth: number): boolean {
    this.at += 1;
    let items = 0;
    if (!this.take(0x5d)) {
      do {
        if (!this.readValue(joinHashes(place, itemOf), depth + 1)) return false;
        items += 1;
      } while (this.take(0x2c));
      if (!this.take(0x5d)) return false;
    }
    this.tell(place, items === 0 ? list + 1 : list, digitsOf(items));
    return true;
  }

  /** A number, `true`, `false` or `null`. */
  private readScalar(place: number): boolean {
    const start = this.at;
    const first = this.bytes[start] ?? 0;
    while (isScalarByte(this.bytes[this.at] ?? 0)) this.at += 1;
    if (this.at === start) return false;
    if (first === 0x6e) this.tell(place, nothing, 0);
    else if (first === 0x74 || first === 0x66) this.tell(place, word, first);
    else this.tell(place, number, likenessOfNumber(this.bytes, start, this.at));
    return true;
  }

  private tell(place: number, type: number, likeness: number): void {
    this.facts += 1;
    const typed = joinHashes(place, type);
    this.visit(typed, joinHashes(typed, likeness));
  }

  /** Moves from an opening quote behind the closing one. */
  private skipString(): boolean {
    for (let at = this.at + 1; at < this.bytes.length; at += 1) {
      const byte = this.bytes[at];
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) {
        this.at = at + 1;
        return true;
      }
    }
    return false;
  }

  private next(): number {
    while ((this.bytes[this.at] ?? 0x21) <= 0x20) this.at += 1;
    return this.bytes[this.at] ?? 0;
  }

  private take(byte: number): boolean {
    if (this.next() !== byte) return false;
    this.at += 1;
    return true;
  }
}

function isScalarByte(byte: number): boolean {
  const isLetter = byte >= 0x61 && byte <= 0x7a;
  return (
    isLetter ||
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

/** Long keys with a digit and keys of digits alone are ids of a map. */
function hashOfKey(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  let digits = 0;
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x30 && byte <= 0x39) digits += 1;
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  const length = end - start;
  const isId = length > 0 && (digits === length || (digits > 0 && length >= 16) || length > 40);
  return isId ? idKeyOf : hash >>> 0;
}

/** Empty, short, long; plain, or with characters that code forgets about. */
function likenessOfText(bytes: Uint8Array, start: number, end: number): number {
  let special = 0;
  let digits = 0;
  for (let at = start; at < end && at < start + 64; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80) special |= 1;
    else if (byte === 0x5c) special |= 2;
    else if (byte === 0x20) special |= 4;
    else if (byte >= 0x30 && byte <= 0x39) digits += 1;
  }
  const isNumber = digits > 0 && digits === end - start ? 8 : 0;
  return (lengthClass(end - start) << 4) | special | isNumber;
}

function lengthClass(length: number): number {
  if (length <= 1) return length;
  if (length <= 40) return 2;
  return length <= 256 ? 3 : 4;
}

/** Sign, zero, one, how many digits before and behind the point. */
function likenessOfNumber(bytes: Uint8Array, start: number, end: number): number {
  const sign = bytes[start] === 0x2d ? 1 : 0;
  let point = end;
  let sum = 0;
  for (let at = start + sign; at < end; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x2e) point = at;
    else sum += byte - 0x30;
  }
  const digits = point - start - sign;
  const isUnit = sum <= 1 && digits === 1;
  const whole = isUnit && point === end ? sum : Math.min(14, 1 + digits);
  const fraction = point === end ? 0 : Math.min(3, end - point - 1);
  return (whole << 4) | (fraction << 1) | sign;
}

function digitsOf(count: number): number {
  return count === 0 ? 0 : Math.min(12, Math.floor(Math.log10(count)) + 1);
}
