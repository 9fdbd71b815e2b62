import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RecordCounter, type RecordStream, recordStreamOf } from '../../src/domain/record-stream.ts';

function counted(stream: RecordStream, pieces: readonly string[], limit?: number): RecordCounter {
  const counter = new RecordCounter(stream, limit);
  for (const piece of pieces) counter.add(Buffer.from(piece));
  return counter;
}

test.each([
  ['text/event-stream; charset=utf-8', 'events'],
  ['application/x-ndjson', 'lines'],
  ['application/jsonl', 'lines'],
  ['application/stream+json', 'lines'],
  ['application/json', null],
])('%s streams %s', (type, stream) => {
  expect(recordStreamOf([['Content-Type', type]])).toBe(stream);
});

test('records inside a content coding cannot be told', () => {
  const lines = [
    ['Content-Type', 'text/event-stream'],
    ['Content-Encoding', 'gzip'],
  ] as const;
  expect(recordStreamOf(lines)).toBeNull();
});

describe('records', () => {
  test.each<[string, RecordStream, string, number, string]>([
    [
      'events end with an empty line',
      'events',
      'data: a\n\nid: 1\ndata: b\n\ndata: c\n',
      2,
      'data: a\n\nid: 1\ndata: b\n\n',
    ],
    ['carriage returns belong to line ends', 'events', 'data: a\r\n\r\n', 1, 'data: a\r\n\r\n'],
    [
      'comments and empty lines are none',
      'events',
      ': ping\n\n\n: ping\n\ndata: a\n\n',
      1,
      ': ping\n\n\n: ping\n\ndata: a\n\n',
    ],
    ['lines end with their line', 'lines', '{"a":1}\n\n{"b":2}\n{"c"', 2, '{"a":1}\n\n{"b":2}\n'],
  ])('%s', (_name, stream, text, count, whole) => {
    const counter = counted(stream, [text]);
    expect([counter.count, text.slice(0, counter.wholeBytes)]).toEqual([count, whole]);
  });

  test('the end of the record that reaches the limit is remembered', () => {
    const counter = counted('lines', ['a\nb\nc\n'], 2);
    expect([counter.limitBytes, counter.wholeBytes]).toEqual([4, 6]);
    expect(counted('lines', ['a\n'], 2).limitBytes).toBeNull();
  });

  test('are the same however the bytes are cut into pieces', () => {
    const text = fc.stringMatching(/^[ad:\r\n ]{0,40}$/);
    fc.assert(
      fc.property(text, fc.nat(40), fc.constantFrom('events', 'lines'), (bytes, at, stream) => {
        const [whole, cut] = [
          counted(stream, [bytes]),
          counted(stream, [bytes.slice(0, at), bytes.slice(at)]),
        ];
        expect([cut.count, cut.wholeBytes]).toEqual([whole.count, whole.wholeBytes]);
      }),
    );
  });
});
