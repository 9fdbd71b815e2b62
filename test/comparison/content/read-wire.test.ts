// covers: read-grpc.ts
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readWire } from '../../../src/comparison/content/read-wire.ts';
import { writeJson } from '../../../src/comparison/json/write-json.ts';
import { aResponse, aRun, diff, named, settled } from '../builders.ts';

type Field = readonly [number: number, value: bigint | number | string | Buffer];

/** A message by its schema-less encoding: bigint as varint, number as double, else length-delimited. */
function message(...fields: readonly Field[]): Buffer {
  return Buffer.concat(
    fields.map(([number, value]) => {
      if (typeof value === 'bigint') return Buffer.concat([varint(BigInt(number) << 3n), varint(value)]);
      if (typeof value === 'number') {
        const bytes = Buffer.alloc(8);
        bytes.writeDoubleLE(value);
        return Buffer.concat([varint((BigInt(number) << 3n) | 1n), bytes]);
      }
      const bytes = Buffer.from(value);
      return Buffer.concat([varint((BigInt(number) << 3n) | 2n), varint(BigInt(bytes.length)), bytes]);
    }),
  );
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, value); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return Buffer.from(bytes);
  }
}

function frame(bytes: Buffer, flags = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

const protobuf = (body: Buffer) => aResponse({ body, headers: [['Content-Type', 'application/x-protobuf']] });
const grpc = (...frames: readonly Buffer[]) =>
  aResponse({
    body: Buffer.concat(frames),
    headers: [
      ['Content-Type', 'application/grpc+proto'],
      ['Grpc-Encoding', 'gzip'],
    ],
  });

function read(bytes: Buffer): string | null {
  const value = readWire(bytes);
  return value === null ? null : [...writeJson(value)].join('');
}

const uuid = (digit: string) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`;

describe('a message without its schema', () => {
  test.each([
    ['numbers', message([1, 150n], [2, -1n]), '{"field-1":[150],"field-2":[-1]}'],
    ['a fraction', message([1, 1.5], [2, 2]), '{"field-1":[1.5],"field-2":[2.0]}'],
    ['text', message([3, 'Grüße'], [3, 'b']), '{"field-3":["Grüße","b"]}'],
    ['a message inside', message([4, message([1, 7n])]), '{"field-4":[{"field-1":[7]}]}'],
    [
      'a message that begins as a line does',
      message([1, message([1, uuid('a')])]),
      `{"field-1":[{"field-1":["${uuid('a')}"]}]}`,
    ],
    ['bytes', message([5, Buffer.from([0xff, 0x00])]), '{"field-5":[{"(bytes)":"/wA="}]}'],
    ['what is no fraction', message([1, 5e-324]), '{"field-1":[{"(fixed64)":"0x0000000000000001"}]}'],
    ['nothing', Buffer.alloc(0), '{}'],
  ])('%s', (_, bytes, expected) => {
    expect(read(bytes)).toBe(expected);
  });

  test.each(['00', '08', '0b', '1205616263', '08ffffffffffffffffffffff01'])('%s is none', (hex) => {
    expect(read(Buffer.from(hex, 'hex'))).toBeNull();
  });

  test('any bytes are read or refused, in bounded time', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void readWire(bytes)));
    let nested = message([1, 1n]);
    for (let depth = 0; depth < 5_000; depth += 1) nested = message([1, nested]);
    expect(readWire(nested)).not.toBeNull();
  });

  test('unequal messages of equal fields never read alike', () => {
    const field = fc.tuple(
      fc.integer({ min: 1, max: 3 }),
      fc.oneof(fc.string(), fc.bigInt({ min: 0n, max: 9n }), fc.double()),
    );
    fc.assert(
      fc.property(fc.tuple(field, field), fc.tuple(field, field), (one, other) => {
        const [first, second] = [message(...one), message(...other)];
        const isSameOrder = one.every(([number], index) => number === other[index]?.[0]);
        fc.pre(isSameOrder && !first.equals(second));
        expect(read(first)).not.toBe(read(second));
      }),
    );
  });
});

describe('two answers', () => {
  test.each([
    [
      'a changed field',
      protobuf(message([1, 1n])),
      protobuf(message([1, 2n])),
      ['value-changed body/field-1/0'],
    ],
    [
      'a field fewer',
      protobuf(message([1, 1n], [2, 'a'])),
      protobuf(message([1, 1n])),
      ['field-removed body/field-2'],
    ],
    [
      'one more of a field',
      protobuf(message([1, 'a'])),
      protobuf(message([1, 'a'], [1, 'b'])),
      ['element-added body/field-1/1'],
    ],
    ['another order of fields', protobuf(message([1, 1n], [2, 2n])), protobuf(message([2, 2n], [1, 1n])), []],
    [
      'a message of a stream',
      grpc(frame(message([1, 1n]))),
      grpc(frame(message([1, 3n]))),
      ['value-changed body/0/field-1/0'],
    ],
    [
      'a message more',
      grpc(frame(message([1, 1n]))),
      grpc(frame(message([1, 1n])), frame(message([1, 2n]))),
      ['element-added body/1'],
    ],
    [
      'the same message packed',
      grpc(frame(message([1, 1n]))),
      grpc(frame(gzipSync(message([1, 1n])), 1)),
      [],
    ],
    [
      'the status in trailers of gRPC-Web',
      grpc(frame(Buffer.from('grpc-status: 0\r\n'), 0x80)),
      grpc(frame(Buffer.from('grpc-status:5\r\n'), 0x80)),
      ['value-changed body/0/(trailers)/grpc-status'],
    ],
    [
      'frames that are cut',
      grpc(frame(message([1, 1n]))),
      grpc(Buffer.from([0, 0])),
      ['content-kind-changed body'],
    ],
  ])('%s', (_, baseline, other, expected) => {
    expect(named(diff(baseline, other))).toEqual(expected);
  });

  test('an id in a message is noise, and no reason to overlook what stands beside it', () => {
    const answer = (digit: string, count: bigint) =>
      protobuf(message([1, message([1, uuid(digit)], [2, count])]));
    const answers = (count: bigint) => ({
      baseline: answer('a', 1n),
      secondary: answer('b', 1n),
      candidate: answer('c', count),
    });
    const noise = 'value-changed body/field-1/0/field-1/0: noise';
    expect(settled([aRun(answers(1n))])).toEqual([noise]);
    expect(settled([aRun(answers(2n))])).toEqual([noise, 'value-changed body/field-1/0/field-2/0']);
  });
});
