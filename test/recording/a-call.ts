import fc from 'fast-check';
import type { HeaderLine, RecordedCall } from '../../src/domain/recording.ts';

/** A recorded outbound call with plain fields, of which a test names those it is about. */
export function aCall(fields: Partial<RecordedCall> = {}): RecordedCall {
  return {
    id: 'c000001',
    exchangeId: 'x000001',
    session: 's_0123456789abcdef',
    startedAt: 1_750_000_000_001,
    durationMs: 2,
    method: 'GET',
    url: 'https://prices.example/v1/prices?sku=7',
    requestHeaders: [['Host', 'prices.example']],
    status: 200,
    responseHeaders: [['Content-Type', 'application/json']],
    requestBody: new Uint8Array(),
    responseBody: Buffer.from('{"price":250}'),
    lifetime: 'exchange',
    ...fields,
  };
}

const text = fc.string({ unit: 'binary', maxLength: 30 });
const lines = fc.array(fc.tuple(text, text) as fc.Arbitrary<HeaderLine>, { maxLength: 4 });
const body = fc.uint8Array({ maxLength: 200 });

/** Any call at all, with URLs that are any text: what may be written is not for the file to judge. */
export const calls: fc.Arbitrary<RecordedCall> = fc.record(
  {
    id: fc.string({ minLength: 1, maxLength: 32 }),
    exchangeId: fc.string({ maxLength: 32 }),
    session: text,
    startedAt: fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((number) => number + 0),
    durationMs: fc.double({ noNaN: true, min: 0, max: 1e9 }).map((number) => number + 0),
    method: text,
    url: text,
    requestHeaders: lines,
    status: fc.integer({ min: 0, max: 999 }),
    responseHeaders: lines,
    failure: text,
    truncated: fc.constantFrom('request', 'response', 'both'),
    redacted: fc.boolean(),
    lifetime: fc.constantFrom('session', 'connection', 'exchange'),
    requestBody: body,
    responseBody: body,
  },
  {
    requiredKeys: [
      ...(['id', 'exchangeId', 'session', 'startedAt', 'durationMs', 'method', 'url'] as const),
      ...([
        'requestHeaders',
        'status',
        'responseHeaders',
        'lifetime',
        'requestBody',
        'responseBody',
      ] as const),
    ],
  },
);
