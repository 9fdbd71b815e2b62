/** Exports of spans as an SDK would send them, and ones that no SDK would. */

export const traceId = '0af7651916cd43dd8448eb211c80319c';
export const rootOf = 'b7ad6b7169203331';

/** A span as the JSON form has it. */
export function jsonSpan(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    ...{ traceId, spanId: '00f067aa0ba902b7', parentSpanId: rootOf, name: 'GET /orders', kind: 2 },
    ...{ startTimeUnixNano: '1544712660000000000', endTimeUnixNano: '1544712661000000000', status: {} },
    attributes: [{ key: 'http.route', value: { stringValue: '/orders' } }],
    ...changes,
  };
}

export function jsonExport(...spans: readonly unknown[]): Readonly<Record<string, unknown>> {
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] };
  return { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'by-hand' }, spans }] }] };
}

/** A field that holds bytes: a text, or a message inside. */
export function field(number: number, content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
}

export function numberField(number: number, value: number): Buffer {
  return Buffer.concat([varint(number << 3), varint(value)]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  return Buffer.from([...bytes, rest]);
}

/** One span by the numbers of trace/v1. */
export function protobufSpan(name: string, ...more: readonly Buffer[]): Buffer {
  const ids = [field(1, Buffer.from(traceId, 'hex')), field(2, Buffer.from('00f067aa0ba902b7', 'hex'))];
  return Buffer.concat([
    ...ids,
    field(4, Buffer.from(rootOf, 'hex')),
    field(5, name),
    numberField(6, 2),
    ...more,
  ]);
}

export function protobufExport(...spans: readonly Buffer[]): Buffer {
  const resource = field(1, field(1, attribute('service.name', field(1, 'shop'))));
  const scope = field(1, field(1, 'by-hand'));
  return field(
    1,
    Buffer.concat([resource, field(2, Buffer.concat([scope, ...spans.map((span) => field(2, span))]))]),
  );
}

export function attribute(key: string, value: Buffer): Buffer {
  return Buffer.concat([field(1, key), field(2, value)]);
}
