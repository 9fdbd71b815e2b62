import type { JsonValue } from '../json/json-value.ts';
import type { ProtoField, ProtoMessage, ProtoMessageRef } from './proto-schema.ts';
import { type Reader, readValue, readVarint, take } from './read-wire.ts';

const deepest = 60;
const mostFields = 400_000;

/**
 * Reads a protobuf message by its descriptor: members have the names of fields, enums their names, maps are objects. Fields that
 * the descriptor does not know stay, by number, since a difference in them is one all the same. `null` when the bytes do not keep to the descriptor;
 * they are then read by wire type.
 */
export function readTypedMessage(
  bytes: Uint8Array,
  ref: ProtoMessageRef,
  depth = 0,
  left = { fields: mostFields },
): JsonValue | null {
  const fields = ref.schema.messages.get(ref.message);
  if (fields === undefined || depth > deepest) return null;
  const reader: Reader = { bytes: Buffer.from(bytes), at: 0, left, depth };
  const read = new Map<string, JsonValue>();
  while (reader.at < reader.bytes.length) {
    left.fields -= 1;
    const tag = readVarint(reader);
    if (tag === null || tag >> 3n === 0n || left.fields < 0) return null;
    if (!readField(reader, { tag, fields, ref, read })) return null;
  }
  return read;
}

type FieldAt = {
  readonly tag: bigint;
  readonly fields: ProtoMessage;
  readonly ref: ProtoMessageRef;
  readonly read: Map<string, JsonValue>;
};

function readField(reader: Reader, { tag, fields, ref, read }: FieldAt): boolean {
  const field = fields.get(Number(tag >> 3n));
  const wireType = Number(tag & 7n);
  if (field === undefined) {
    const value = readValue(wireType, reader);
    if (value === null) return false;
    append(read, `field-${tag >> 3n}`, [value]);
    return true;
  }
  if (field.kind === 'map') return readEntry(reader, field, { ref, read, wireType });
  const values =
    wireType === 2 && isPackable(field)
      ? readPacked(reader, field, ref)
      : one(reader, field, { ref, wireType });
  if (values === null) return false;
  if (field.kind === 'repeated') append(read, field.name, values);
  // Of a field that may occur once, the last one counts.
  else for (const value of values) read.set(field.name, value);
  return true;
}

function append(read: Map<string, JsonValue>, name: string, values: readonly JsonValue[]): void {
  const known = read.get(name);
  read.set(name, Array.isArray(known) ? [...known, ...values] : values);
}

type Within = { readonly ref: ProtoMessageRef; readonly wireType: number };

function one(reader: Reader, field: ProtoField, { ref, wireType }: Within): readonly JsonValue[] | null {
  const value = readTyped(reader, field, { ref, wireType });
  return value === null ? null : [value];
}

function readPacked(reader: Reader, field: ProtoField, ref: ProtoMessageRef): readonly JsonValue[] | null {
  const content = lengthDelimited(reader);
  if (content === null) return null;
  const inner: Reader = { ...reader, bytes: content, at: 0 };
  const values: JsonValue[] = [];
  while (inner.at < content.length) {
    const value = readTyped(inner, field, { ref, wireType: wireTypeOf(field.type) });
    reader.left.fields -= 1;
    if (value === null || reader.left.fields < 0) return null;
    values.push(value);
  }
  return values;
}

/** An entry is a message with a key as field 1 and a value as field 2, either of which may be left out. */
function readEntry(
  reader: Reader,
  field: ProtoField,
  { ref, read, wireType }: Within & { readonly read: Map<string, JsonValue> },
): boolean {
  const content = wireType === 2 ? lengthDelimited(reader) : null;
  if (content === null) return false;
  const inner: Reader = { ...reader, bytes: content, at: 0 };
  let key = '';
  let value: JsonValue = '';
  while (inner.at < content.length) {
    const tag = readVarint(inner);
    if (tag === null) return false;
    const type = { ref, wireType: Number(tag & 7n) };
    const part = tag >> 3n === 1n ? readValue(type.wireType, inner) : readTyped(inner, field, type);
    if (part === null) return false;
    if (tag >> 3n === 1n) key = keyText(part);
    else value = part;
  }
  const known = read.get(field.name);
  read.set(field.name, new Map([...(known instanceof Map ? known : []), [key, value]]));
  return true;
}

function keyText(value: JsonValue): string {
  if (typeof value === 'string') return value;
  return value !== null && typeof value === 'object' && 'lexeme' in value ? value.lexeme : '';
}

function readTyped(reader: Reader, field: ProtoField, { ref, wireType }: Within): JsonValue | null {
  if (wireType !== wireTypeOf(field.type)) return null;
  switch (wireType) {
    case 0: {
      const value = readVarint(reader);
      return value === null ? null : asInteger(value, field);
    }
    case 1:
    case 5:
      return asFixed(take(reader, wireType === 1 ? 8 : 4), field.type);
    default: {
      const content = lengthDelimited(reader);
      if (content === null) return null;
      if (field.type === 'string') return content.toString('utf8');
      if (field.type === 'bytes') return new Map([['(bytes)', content.toString('base64')]]);
      const message = { schema: ref.schema, message: field.message ?? '' };
      return readTypedMessage(content, message, reader.depth + 1, reader.left);
    }
  }
}

function lengthDelimited(reader: Reader): Buffer | null {
  const length = readVarint(reader);
  return length === null || length > BigInt(reader.bytes.length) ? null : take(reader, Number(length));
}

function asInteger(value: bigint, { type, names }: ProtoField): JsonValue {
  switch (type) {
    case 'bool':
      return value !== 0n;
    case 'enum':
      return names?.get(Number(BigInt.asIntN(32, value))) ?? { lexeme: String(BigInt.asIntN(32, value)) };
    case 'sint32':
    case 'sint64':
      return { lexeme: String((value >> 1n) ^ -(value & 1n)) };
    case 'uint32':
    case 'uint64':
      return { lexeme: String(BigInt.asUintN(64, value)) };
    default:
      return { lexeme: String(BigInt.asIntN(64, value)) };
  }
}

function asFixed(bytes: Buffer | null, type: string): JsonValue | null {
  if (bytes === null) return null;
  switch (type) {
    case 'double':
      return asFraction(bytes.readDoubleLE());
    case 'float':
      return asFraction(Number(Math.fround(bytes.readFloatLE()).toPrecision(9)));
    case 'fixed64':
      return { lexeme: String(bytes.readBigUInt64LE()) };
    case 'sfixed64':
      return { lexeme: String(bytes.readBigInt64LE()) };
    case 'fixed32':
      return { lexeme: String(bytes.readUInt32LE()) };
    default:
      return { lexeme: String(bytes.readInt32LE()) };
  }
}

/** What JSON has no number for is a text, as in the JSON form of protobuf. */
function asFraction(value: number): JsonValue {
  return Number.isFinite(value) ? { lexeme: Object.is(value, -0) ? '-0' : String(value) } : String(value);
}

function isPackable({ type, kind }: ProtoField): boolean {
  return kind === 'repeated' && wireTypeOf(type) !== 2;
}

function wireTypeOf(type: string): number {
  if (['double', 'fixed64', 'sfixed64'].includes(type)) return 1;
  if (['float', 'fixed32', 'sfixed32'].includes(type)) return 5;
  return ['string', 'bytes', 'message'].includes(type) ? 2 : 0;
}
