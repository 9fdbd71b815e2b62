import {
  type Container,
  containerAt,
  type JsonLeaf,
  outside,
  ReadLeaf,
  type Step,
  top,
} from './json-leaf.ts';

/**
 * Used on bodies from which values are taken or in which they are replaced. Reads without building the document: digits, duplicate
 * keys and spacing stay as they are. Returns whether the whole text was JSON; leaves before a mistake were visited by then. Runs over
 * every body of a recording, so it goes by character codes and makes one object a leaf.
 */
export function readJsonLeaves(text: string, visit: (leaf: JsonLeaf) => void): boolean {
  return new JsonReader(text, visit).readDocument();
}

const deepest = 256;
const quote = 0x22;
const backslash = 0x5c;
const words = ['true', 'false', 'null'];

class JsonReader {
  private readonly text: string;
  private readonly visit: (leaf: JsonLeaf) => void;
  private at = 0;

  constructor(text: string, visit: (leaf: JsonLeaf) => void) {
    this.text = text;
    this.visit = visit;
  }

  readDocument(): boolean {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    const whole = this.readValue(outside, top);
    return whole && Number.isNaN(this.next());
  }

  private readValue(within: Container, step: Step): boolean {
    switch (this.next()) {
      case 0x7b:
        return within.depth < deepest && this.readMembers(containerAt(within, step));
      case 0x5b:
        return within.depth < deepest && this.readElements(containerAt(within, step));
      case quote:
        return this.readString(within, step);
      default:
        return this.readNumber(within, step) || this.readWord();
    }
  }

  private readMembers(object: Container): boolean {
    this.at += 1;
    if (this.take(0x7d)) return true;
    do {
      const name = this.next() === quote ? this.stringHere() : null;
      if (name === null || !this.take(0x3a) || !this.readValue(object, name)) return false;
    } while (this.take(0x2c));
    return this.take(0x7d);
  }

  private readElements(array: Container): boolean {
    this.at += 1;
    if (this.take(0x5d)) return true;
    let index = 0;
    do {
      if (!this.readValue(array, index)) return false;
      index += 1;
    } while (this.take(0x2c));
    return this.take(0x5d);
  }

  private readString(within: Container, step: Step): boolean {
    const start = this.at;
    const text = this.stringHere();
    if (text === null) return false;
    this.visit(new ReadLeaf(within, step, { kind: 'string', text, start, end: this.at }));
    return true;
  }

  private readNumber(within: Container, step: Step): boolean {
    const start = this.at;
    const end = endOfNumber(this.text, start);
    if (end === start) return false;
    this.at = end;
    this.visit(new ReadLeaf(within, step, { kind: 'number', text: this.text.slice(start, end), start, end }));
    return true;
  }

  private readWord(): boolean {
    const word = words.find((one) => this.text.startsWith(one, this.at));
    this.at += word?.length ?? 0;
    return word !== undefined;
  }

  /** The string whose quote stands here, unescaped; null when it does not end. Moves behind it. */
  private stringHere(): string | null {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    let isEscaped = false;
    for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(end)) {
      if (Number.isNaN(code)) return null;
      if (code === backslash) isEscaped = true;
      end += code === backslash ? 2 : 1;
    }
    this.at = end + 1;
    const raw = text.slice(start, end);
    return isEscaped ? unescaped(raw) : raw;
  }

  private take(code: number): boolean {
    if (this.next() !== code) return false;
    this.at += 1;
    return true;
  }

  /** The first character from here on that is no white space; NaN at the end. */
  private next(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.at += 1;
      code = this.text.charCodeAt(this.at);
    }
    return code;
  }
}

/** Behind the number that begins at `start`, as far as it is one; `start` when none begins there. */
function endOfNumber(text: string, start: number): number {
  const first = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  const whole = text.charCodeAt(first) === 0x30 ? first + 1 : behindDigits(text, first);
  if (whole === first) return start;
  const fraction = text.charCodeAt(whole) === 0x2e ? behindDigits(text, whole + 1) : whole;
  const mantissa = fraction > whole + 1 ? fraction : whole;
  if ((text.charCodeAt(mantissa) | 0x20) !== 0x65) return mantissa;
  const sign = text.charCodeAt(mantissa + 1);
  const digits = sign === 0x2b || sign === 0x2d ? mantissa + 2 : mantissa + 1;
  const end = behindDigits(text, digits);
  return end > digits ? end : mantissa;
}

function behindDigits(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; code = text.charCodeAt(at)) at += 1;
  return at;
}

/** Null for an escape that JSON does not know. */
function unescaped(raw: string): string | null {
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return null;
  }
}
