import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { redactGrpc } from '../../../src/recording/redaction/redact-grpc.ts';
import { createRedactor } from '../../../src/recording/redaction/redaction.ts';
import { anExchange } from '../an-exchange.ts';

const field = (number: number, content: Buffer | string): Buffer => {
  const bytes = Buffer.from(content);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 127) | 128, bytes.length >> 7];
  return Buffer.concat([Buffer.from([(number << 3) | 2, ...length]), bytes]);
};
const frame = (message: Buffer, flags = 0): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
const search = (bytes: Buffer): Buffer =>
  Buffer.from(bytes.toString('latin1').replaceAll('secret', 'a much longer token'), 'latin1');
const whole = { encoding: 'gzip', truncated: false };
const number = Buffer.from([0x18, 0x96, 0x01]);
const message = (text: string): Buffer =>
  Buffer.concat([field(1, Buffer.concat([number, field(2, text)])), number, field(4, text)]);

describe('redactGrpc', () => {
  test('puts tokens into texts, and lengths follow at every level', () => {
    const body = Buffer.concat([frame(message('my secret')), frame(message('plain'))]);
    const expected = Buffer.concat([frame(message('my a much longer token')), frame(message('plain'))]);
    expect(redactGrpc(body, whole, search).equals(expected)).toBe(true);
  });

  test('looks into packed messages, and packs them again', () => {
    const redacted = redactGrpc(frame(gzipSync(message('secret')), 1), whole, search);
    expect(redacted[0]).toBe(1);
    expect(redacted.readUInt32BE(1)).toBe(redacted.length - 5);
    expect(gunzipSync(redacted.subarray(5)).equals(message('a much longer token'))).toBe(true);
  });

  test('leaves every byte where nothing was replaced', () => {
    const body = Buffer.concat([frame(gzipSync(message('plain')), 1), frame(Buffer.alloc(0))]);
    expect(redactGrpc(body, whole, search).equals(body)).toBe(true);
  });

  test('refuses what cannot be looked into, and drops half a message of a body that was cut', () => {
    const body = frame(message('plain'));
    const cut = Buffer.concat([body, body.subarray(0, 9)]);
    expect(() => redactGrpc(cut, whole, search)).toThrow('add up');
    expect(redactGrpc(cut, { ...whole, truncated: true }, search).equals(body)).toBe(true);
    expect(() => redactGrpc(frame(Buffer.from('no gzip'), 1), whole, search)).toThrow();
  });
});

test('a secret that a header showed is found in a packed message', () => {
  const secret = 'planted-Secret-0123456789';
  const { requestBody } = createRedactor(Buffer.from('a redaction key of the tests')).redact(
    anExchange({
      requestHeaders: [
        ['content-type', 'application/grpc'],
        ['grpc-encoding', 'gzip'],
        ['authorization', `Bearer ${secret}`],
      ],
      requestBody: frame(gzipSync(message(`it is ${secret}`)), 1),
    }),
  );
  expect(gunzipSync(Buffer.from(requestBody).subarray(5)).toString('latin1')).not.toContain(secret);
});
