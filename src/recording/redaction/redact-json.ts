import { applyEdits, type ByteEdit } from './byte-edits.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { redactCredential } from './redact-credential.ts';
import { redactText } from './redact-text.ts';
import { type SecretKind, secretKindOf } from './secret-names.ts';

const deepest = 400;
const hint = /pass|secret|token|key|auth|bearer|[{[<&=]/i;
/** A secret name that is assigned to without the quote which ends a member's name: text inside a string. */
const inlineAssignment = /(?:pass|secret|token|key|auth)[A-Za-z_-]{0,32}\s{0,4}[:=]/i;

/**
 * Replaces secrets in JSON (one value, or several as in NDJSON) at their places in the bytes: order, spacing, number
 * spelling and repeated members survive, which parsing and printing would not keep. Returns null when the bytes are
 * no JSON; then they must be treated as text. Strings that hold JSON or text of their own are looked into.
 */
export function redactJson(bytes: Buffer, pseudonyms: Pseudonyms): Buffer | null {
  const scanner = new JsonScanner(bytes, pseudonyms);
  try {
    scanner.scanAll();
  } catch (error) {
    if (error instanceof NotJson) return null;
    throw error;
  }
  return applyEdits(bytes, scanner.edits);
}

class NotJson extends Error {}

class JsonScanner {
  readonly edits: ByteEdit[] = [];
  readonly #bytes: Buffer;
  readonly #pseudonyms: Pseudonyms;
  readonly #hasInlineText: boolean;
  #at = 0;

  constructor(bytes: Buffer, pseudonyms: Pseudonyms) {
    this.#bytes = bytes;
    this.#pseudonyms = pseudonyms;
    this.#hasInlineText = inlineAssignment.test(bytes.toString('latin1'));
    if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3;
  }

  scanAll(): void {
    this.#skipSpace();
    while (this.#at < this.#bytes.length) {
      this.#value(null, 0);
      this.#skipSpace();
    }
  }

  /** `secret` is what the nearest name above promises. Objects keep it for their text only. */
  #value(secret: SecretKind | null, depth: number): void {
    if (depth > deepest) throw new NotJson();
    switch (this.#bytes[this.#at]) {
      case 0x7b:
        this.#object(secret === null || secret === 'value' ? null : 'text', depth);
        break;
      case 0x5b:
        this.#array(secret, depth);
        break;
      case 0x22:
        this.#string(secret);
        break;
      default:
        this.#scalar(secret);
    }
  }

  #object(secret: SecretKind | null, depth: number): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(0x7d)) return;
    do {
      this.#skipSpace();
      const name = this.#readString();
      this.#skipSpace();
      if (!this.#take(0x3a)) throw new NotJson();
      this.#skipSpace();
      this.#value(secretKindOf(name.decoded) ?? secret, depth + 1);
      this.#skipSpace();
    } while (this.#take(0x2c));
    if (!this.#take(0x7d)) throw new NotJson();
  }

  #array(secret: SecretKind | null, depth: number): void {
    this.#at += 1;
    this.#skipSpace();
    if (this.#take(0x5d)) return;
    do {
      this.#skipSpace();
      this.#value(secret, depth + 1);
      this.#skipSpace();
    } while (this.#take(0x2c));
    if (!this.#take(0x5d)) throw new NotJson();
  }

  #string(secret: SecretKind | null): void {
    const { start, end, decoded, escaped } = this.#readString();
    const replaced =
      secret === null ? this.#lookInside(decoded, escaped) : redactCredential(decoded, this.#pseudonyms);
    if (replaced !== decoded) this.edits.push({ start, end, replacement: JSON.stringify(replaced) });
  }

  /**
   * A document within a string, or text with escapes, which a search over the raw bytes would not see through,
   * or an assignment. Plain strings without a hint of a secret are left to that search, which comes after.
   */
  #lookInside(decoded: string, escaped: boolean): string {
    const worthIt =
      (escaped && hint.test(decoded)) || (this.#hasInlineText && inlineAssignment.test(decoded));
    if (!worthIt) return decoded;
    const inner = Buffer.from(decoded);
    const nested = /^\s*[{[]/.test(decoded) ? redactJson(inner, this.#pseudonyms) : null;
    const redacted = redactText(nested ?? inner, this.#pseudonyms);
    return redacted.equals(inner) ? decoded : redacted.toString();
  }

  #scalar(secret: SecretKind | null): void {
    const start = this.#at;
    while (this.#at < this.#bytes.length && isScalarByte(this.#bytes[this.#at])) this.#at += 1;
    const literal = this.#bytes.toString('latin1', start, this.#at);
    if (literal === 'true' || literal === 'false' || literal === 'null') return;
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(literal)) throw new NotJson();
    if (secret !== 'digits') return;
    const digits = literal.replace(/[^0-9]/g, '');
    const text = /^\d+$/.test(literal) ? literal : digits;
    this.edits.push({ start, end: this.#at, replacement: this.#pseudonyms.token(text) });
  }

  #readString(): {
    readonly start: number;
    readonly end: number;
    readonly decoded: string;
    readonly escaped: boolean;
  } {
    const start = this.#at;
    if (!this.#take(0x22)) throw new NotJson();
    let escaped = false;
    while (this.#bytes[this.#at] !== 0x22) {
      if (this.#at >= this.#bytes.length) throw new NotJson();
      if (this.#bytes[this.#at] === 0x5c) {
        escaped = true;
        this.#at += 1;
      }
      this.#at += 1;
    }
    this.#at += 1;
    const literal = this.#bytes.toString('utf8', start, this.#at);
    return {
      start,
      end: this.#at,
      decoded: escaped ? decodeLiteral(literal) : literal.slice(1, -1),
      escaped,
    };
  }

  #take(byte: number): boolean {
    if (this.#bytes[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at];
      // Record separators open each value of a JSON text sequence.
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09 && byte !== 0x1e) return;
      this.#at += 1;
    }
  }
}

function decodeLiteral(literal: string): string {
  try {
    const decoded: unknown = JSON.parse(literal);
    return String(decoded);
  } catch {
    throw new NotJson();
  }
}

/** Bytes of numbers and of `true`, `false`, `null`. */
function isScalarByte(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    [0x2b, 0x2d, 0x2e, 0x45].includes(byte)
  );
}
