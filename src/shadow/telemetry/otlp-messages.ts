import protobuf from 'protobufjs';

/**
 * The messages of an export of spans, as far as they are read, with the numbers of opentelemetry-proto 1.9 (collector/trace/v1, trace/v1,
 * common/v1 and resource/v1, stable since 0.19), under the names that their JSON form has; and `google.rpc.Status`, by which an error is
 * told. Fields that are not named here, such as events and links, are passed over. Enums are their numbers, in JSON as well.
 */
const messages = {
  TraceRequest: { resourceSpans: [1, 'ResourceSpans', 'repeated'] },
  ResourceSpans: { resource: [1, 'Resource'], scopeSpans: [2, 'ScopeSpans', 'repeated'] },
  Resource: { attributes: [1, 'KeyValue', 'repeated'] },
  ScopeSpans: { scope: [1, 'Scope'], spans: [2, 'Span', 'repeated'] },
  Scope: { name: [1, 'string'] },
  Span: {
    traceId: [1, 'bytes'],
    spanId: [2, 'bytes'],
    parentSpanId: [4, 'bytes'],
    name: [5, 'string'],
    kind: [6, 'int32'],
    startTimeUnixNano: [7, 'fixed64'],
    attributes: [9, 'KeyValue', 'repeated'],
    droppedAttributesCount: [10, 'uint32'],
    status: [15, 'SpanStatus'],
  },
  SpanStatus: { code: [3, 'int32'] },
  KeyValue: { key: [1, 'string'], value: [2, 'AnyValue'] },
  AnyValue: {
    stringValue: [1, 'string'],
    boolValue: [2, 'bool'],
    intValue: [3, 'int64'],
    doubleValue: [4, 'double'],
    arrayValue: [5, 'ArrayValue'],
    kvlistValue: [6, 'KeyValueList'],
    bytesValue: [7, 'bytes'],
  },
  ArrayValue: { values: [1, 'AnyValue', 'repeated'] },
  KeyValueList: { values: [1, 'KeyValue', 'repeated'] },
  TraceResponse: { partialSuccess: [1, 'PartialSuccess'] },
  PartialSuccess: { rejectedSpans: [1, 'int64'], errorMessage: [2, 'string'] },
  RpcStatus: { code: [1, 'int32'], message: [2, 'string'] },
} as const satisfies Record<string, Record<string, Field>>;

type Field = readonly [number: number, type: string, rule?: 'repeated'];

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries<Record<string, Field>>(messages).map(([name, fields]) => [
      name,
      { fields: Object.fromEntries(Object.entries(fields).map(([field, shape]) => [field, asJson(shape)])) },
    ]),
  ),
});

/** `oneof` alone keeps a value of zero apart from none, which only AnyValue needs; presence of a field does the same. */
function asJson([id, type, rule]: Field): protobuf.IField {
  return { id, type, ...(rule === undefined ? {} : { rule }) };
}

/** Nothing that a service exports is deeper; values may nest without bound. */
const deepest = 40;
/** So many fields of all sorts: a batch of 512 spans has some 50,000. */
const mostFields = 400_000;

/**
 * Used on the body of an export: its spans in the shape of their JSON form, except that ids are bytes; null when the bytes are no such
 * message. They come from the code under judgement: two bytes are enough for a span, so that what they would become is counted first.
 */
export function decodeTraceRequest(bytes: Uint8Array): unknown {
  const type = root.lookupType('TraceRequest');
  try {
    const reader = protobuf.Reader.create(bytes);
    assertBounded(reader, { type, end: reader.len, depth: 0 }, { fields: mostFields });
    return type.toObject(type.decode(bytes), { longs: String });
  } catch {
    return null;
  }
}

type Message = { readonly type: protobuf.Type; readonly end: number; readonly depth: number };

function assertBounded(
  reader: protobuf.Reader,
  { type, end, depth }: Message,
  left: { fields: number },
): void {
  if (depth > deepest || end > reader.len) throw new Error('too deep, or cut off');
  while (reader.pos < end) {
    left.fields -= 1;
    if (left.fields < 0) throw new Error('too many fields');
    const tag = reader.uint32();
    const inner = type.fieldsById[tag >>> 3]?.resolve().resolvedType;
    if ((tag & 7) !== 2 || !(inner instanceof protobuf.Type)) {
      reader.skipType(tag & 7);
      continue;
    }
    const length = reader.uint32();
    assertBounded(reader, { type: inner, end: reader.pos + length, depth: depth + 1 }, left);
  }
}

/** What is said when some spans of an export were taken and others not. */
export type PartialSuccess = { readonly rejectedSpans: number; readonly errorMessage: string };

/** The answer to an export that was taken, wholly (null) or in part, as protobuf. */
export function encodeTraceResponse(partial: PartialSuccess | null): Uint8Array {
  return encode('TraceResponse', partial === null ? {} : { partialSuccess: partial });
}

/** The answer to an export that was not, as protobuf. */
export function encodeRpcStatus(status: { readonly code: number; readonly message: string }): Uint8Array {
  return encode('RpcStatus', status);
}

function encode(name: keyof typeof messages, value: Record<string, unknown>): Uint8Array {
  const type = root.lookupType(name);
  return type.encode(type.fromObject(value)).finish();
}
