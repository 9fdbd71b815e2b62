import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs';
import { readDescriptors } from '../../../src/comparison/content/read-descriptors.ts';
import { readTypedMessage } from '../../../src/comparison/content/read-typed-message.ts';
import { writeJson } from '../../../src/comparison/json/write-json.ts';
import { quotesProto } from '../../support/quote-service.ts';

const bytes = readFileSync(quotesProto);
const schema = readDescriptors([{ path: 'quotes.proto', bytes }]);
const quote = protobuf.parse(bytes.toString(), { keepCase: true }).root.lookupType('shop.quotes.Quote');
const read = (message: Uint8Array) => {
  const value = readTypedMessage(message, { schema, message: 'shop.quotes.Quote' });
  return value === null ? null : JSON.parse([...writeJson(value)].join(''));
};
const written = (value: object) => quote.encode(quote.fromObject(value)).finish();

describe('readTypedMessage', () => {
  test('gives members the names of fields, in nested messages, maps and lists too', () => {
    const message = written({
      lines: [{ sku: 'lamp', price: -0.5, stock: { berlin: 3, rome: 0 } }, { sku: '' }],
      currency: 'USD',
      total_cents: -7,
      scan: Buffer.from([1, 2]),
      discounts: [5, -1],
      final: true,
    });
    expect(read(message)).toEqual({
      lines: [{ sku: 'lamp', price: -0.5, stock: { berlin: 3, rome: 0 } }, {}],
      currency: 'USD',
      total_cents: -7,
      scan: { '(bytes)': 'AQI=' },
      discounts: [5, -1],
      final: true,
    });
  });

  test('keeps what the descriptor does not know, by number', () => {
    const unknown = Buffer.concat([written({ text: 'a' }), Buffer.from([0x98, 0x06, 42])]);
    expect(read(unknown)).toEqual({ text: 'a', 'field-99': [42] });
  });

  test('is null for bytes that do not keep to the descriptor', () => {
    expect(read(Buffer.from([0x10]))).toBeNull();
    // Field 4 is a text, and here a number.
    expect(read(Buffer.from([0x20, 0x01]))).toBeNull();
    expect(readTypedMessage(Buffer.alloc(0), { schema, message: 'shop.quotes.None' })).toBeNull();
  });
});
