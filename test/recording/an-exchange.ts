import fc from 'fast-check';
import type { Exchange, HeaderLine, RecordedCall, RecordingHeader } from '../../src/domain/recording.ts';

export const aHeader: RecordingHeader = {
  createdAt: '2025-06-01T10:00:00.000Z',
  recorder: 'shadowgate 0.1.0',
  keyId: '0123abcd',
};

/** An exchange with plain fields, of which a test names those it is about. */
export function anExchange(fields: Partial<Exchange> = {}): Exchange {
  return {
    id: 'x000001',
    session: 'connection',
    startedAt: 1_750_000_000_000,
    durationMs: 3,
    method: 'GET',
    target: '/items?limit=5',
    requestHeaders: [['Host', 'shop.example']],
    status: 200,
    responseHeaders: [['Content-Type', 'application/json']],
    requestBody: new Uint8Array(),
    responseBody: Buffer.from('{"items":[]}'),
    ...fields,
  };
}

/** All that an iteration yields; `Array.fromAsync` is not in the library that the types are checked against. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The same whatever kind of byte array holds the bodies. */
export function comparable(record: Exchange | RecordedCall): unknown {
  const { requestBody, responseBody, ...head } = record;
  return { ...head, requestBody: [...requestBody], responseBody: [...responseBody] };
}

const text = fc.string({ unit: 'binary', maxLength: 30 });
const line = fc.tuple(text, text) as fc.Arbitrary<HeaderLine>;
const body = fc.uint8Array({ maxLength: 200 });

/** Any exchange at all: any bytes, any Unicode, repeated headers, optional fields there or not. */
export const exchanges: fc.Arbitrary<Exchange> = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 32 }),
    session: text,
    startedAt: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((number) => number + 0),
    durationMs: fc.double({ noNaN: true, min: 0, max: 1e9 }).map((number) => number + 0),
    method: text,
    target: text,
    requestHeaders: fc.array(line, { maxLength: 4 }),
    status: fc.integer({ min: 0, max: 999 }),
    responseHeaders: fc.array(line, { maxLength: 4 }),
    failure: text,
    truncated: fc.constantFrom('request', 'response', 'both'),
    redacted: fc.boolean(),
    httpVersion: fc.constantFrom('1.0', '1.1', '2'),
    requestTrailers: fc.array(line, { maxLength: 2 }),
    responseTrailers: fc.array(line, { maxLength: 2 }),
    requestBody: body,
    responseBody: body,
  },
  {
    requiredKeys: [
      ...(['id', 'session', 'startedAt', 'durationMs', 'method', 'target', 'requestHeaders'] as const),
      ...(['status', 'responseHeaders', 'requestBody', 'responseBody'] as const),
    ],
  },
);
