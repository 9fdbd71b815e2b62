import type { JsonValue } from '../json/json-value.ts';

/** Messages nested deeper are shown as bytes. */
const deepest = 60;
const mostFields = 400_000;

export type Reader = { readonly bytes: Buffer; at: number; left: { fields: number }; readonly depth: number };

/**
 * Reads a protobuf message without its schema, by wire type (protobuf.dev, Encoding): one member a field number, each an array
 * of what it holds, because a field that occurs once may be repeated. Bytes are text where they are printable, else a message
 * where they read as one, else bytes. Equal messages read alike and unequal ones do not, though the types shown are a guess.
 * `null` when the bytes are no message.
 */
export function readWire(bytes: Uint8Array): JsonValue | null {
  return readMessage({ bytes: Buffer.from(bytes), at: 0, left: { fields: mostFields }, depth: 0 });
}

function readMessage(reader: Reader): JsonValue | null {
  const fields = new Map<string, JsonValue[]>();
  while (reader.at < reader.bytes.length) {
    reader.left.fields -= 1;
    const tag = readVarint(reader);
    if (tag === null || tag >> 3n === 0n || tag >> 3n > 536_870_911n || reader.left.fields < 0) return null;
    const value = readValue(Number(tag & 7n), reader);
    if (value === null) return null;
    const name = `field-${tag >> 3n}`;
    const known = fields.get(name);
    if (known === undefined) fields.set(name, [value]);
    else known.push(value);
  }
  return fields;
}

/** One value by its wire type alone; null when the bytes are none. */
export function readValue(wireType: number, reader: Reader): JsonValue | null {
  switch (wireType) {
    case 0: {
      const value = readVarint(reader);
      return value === null ? null : { lexeme: String(BigInt.asIntN(64, value)) };
    }
    case 1:
      return readFixed(take(reader, 8), '(fixed64)');
    case 2: {
      const length = readVarint(reader);
      if (length === null || length > BigInt(reader.bytes.length)) return null;
      const content = take(reader, Number(length));
      return content === null ? null : readContent(content, reader);
    }
    case 5:
      return readFixed(take(reader, 4), '(fixed32)');
    default:
      return null;
  }
}

/** Seven bits a byte, lowest first; null when it does not end. */
export function readVarint(reader: Reader): bigint | null {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.bytes[reader.at];
    if (byte === undefined) return null;
    reader.at += 1;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
  return null;
}

/** The next bytes; null when there are not so many. */
export function take(reader: Reader, length: number): Buffer | null {
  if (reader.at + length > reader.bytes.length) return null;
  reader.at += length;
  return reader.bytes.subarray(reader.at - length, reader.at);
}

/** As a fraction where that has a magnitude people use; else as its bytes, so that no two values read alike. */
function readFixed(bytes: Buffer | null, name: string): JsonValue | null {
  if (bytes === null) return null;
  const value = bytes.length === 8 ? bytes.readDoubleLE() : bytes.readFloatLE();
  const size = Math.abs(value);
  if (size < 1e-9 || size > 1e15 || Number.isNaN(size))
    return new Map([[name, `0x${Buffer.from(bytes).reverse().toString('hex')}`]]);
  const text = String(value);
  return { lexeme: /[.e]/.test(text) ? text : `${text}.0` };
}

/** Field 1 with a long text begins as a line does; a text that does, and is a whole message too, is hardly one. */
function readContent(bytes: Buffer, { left, depth }: Reader): JsonValue {
  const text = asText(bytes);
  const isPrintable = text !== null && !/[\p{Cc}\p{Cn}\p{Co}]/u.test(text.replace(/[\t\r\n]/g, ''));
  if (text !== null && isPrintable && !/^[\t\r\n]/.test(text)) return text;
  const message = depth < deepest ? readMessage({ bytes, at: 0, left, depth: depth + 1 }) : null;
  if (message !== null) return message;
  return text !== null && isPrintable ? text : new Map([['(bytes)', bytes.toString('base64')]]);
}

function asText(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
