// covers: proto-schema.ts
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import { answerOf } from '../../../src/comparison/content/proto-schema.ts';
import { readDescriptors } from '../../../src/comparison/content/read-descriptors.ts';
import { quotesProto } from '../../support/quote-service.ts';

const bytes = readFileSync(quotesProto);

describe('readDescriptors', () => {
  test('reads a .proto: messages, maps, enums, and what methods answer', () => {
    const schema = readDescriptors([{ path: 'quotes.proto', bytes }]);
    expect(schema.messages.get('shop.quotes.Quote')?.get(1)).toMatchObject({
      ...{ name: 'lines', type: 'message', message: 'shop.quotes.Line', kind: 'repeated' },
    });
    expect(schema.messages.get('shop.quotes.Line')?.get(3)).toMatchObject({ name: 'stock', kind: 'map' });
    expect(schema.messages.get('shop.quotes.Quote')?.get(2)?.names?.get(1)).toBe('EUR');
    expect(answerOf(schema, '/shop.quotes.Quotes/Watch?x')?.message).toBe('shop.quotes.Quote');
    expect(answerOf(schema, '/shop.quotes.Quotes/Nothing')).toBeNull();
    expect(answerOf(null, '/shop.quotes.Quotes/Watch')).toBeNull();
  });

  test('reads a set of descriptors as it reads the .proto it was made from', () => {
    const root = protobuf.parse(bytes.toString(), { keepCase: true }).root;
    root.resolveAll();
    const set = root.toDescriptor('proto3');
    const made = (set.constructor as typeof protobuf.Message).encode(set).finish();
    const schema = readDescriptors([{ path: 'quotes.desc', bytes: made }]);
    expect(schema).toEqual(readDescriptors([{ path: 'quotes.proto', bytes }]));
  });

  test('takes several files as one world of names, and refuses what cannot be read', () => {
    const other = Buffer.from(
      'syntax = "proto3"; package shop.quotes; service More { rpc One (QuoteRequest) returns (Quote); }',
    );
    const schema = readDescriptors([
      { path: 'more.proto', bytes: other },
      { path: 'quotes.proto', bytes },
    ]);
    expect(schema.answers.get('/shop.quotes.More/One')).toBe('shop.quotes.Quote');
    expect(() => readDescriptors([{ path: 'more.proto', bytes: other }])).toThrow(/QuoteRequest/);
    expect(() => readDescriptors([{ path: 'a.proto', bytes: Buffer.from('mess age') }])).toThrow();
  });
});
