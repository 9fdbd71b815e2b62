import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseHttpMessage } from '../../../src/recording/importing/parse-http-message.ts';

const parse = (text: string, bodyless = false) => parseHttpMessage(Buffer.from(text), { bodyless });

describe('parseHttpMessage', () => {
  test('keeps order, case and repetition of headers', () => {
    expect(parse('GET /a HTTP/1.1\r\nX-B: 1\r\nx-a:2\r\nX-B:  3 \r\n\r\n')).toMatchObject({
      startLine: 'GET /a HTTP/1.1',
      headers: [
        ['X-B', '1'],
        ['x-a', '2'],
        ['X-B', '3'],
      ],
      whole: true,
    });
  });

  test.each([
    ['of the announced length', 'Content-Length: 3', 'abc', 'abc', true],
    ['shorter than announced', 'Content-Length: 5', 'abc', 'abc', false],
    ['longer than announced', 'content-length: 2', 'abc', 'ab', true],
    ['up to the end', 'X: y', 'abc', 'abc', true],
    ['in chunks', 'Transfer-Encoding: chunked', '2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n', 'abc', true],
    ['in chunks that break off', 'Transfer-Encoding: chunked', '2\r\nab\r\n5\r\nc', 'abc', false],
    ['in chunks without their end', 'Transfer-Encoding: chunked', '2\r\nab\r\n', 'ab', false],
    ['that claims chunks and has none', 'Transfer-Encoding: chunked', 'abc', '', false],
  ])('reads a body %s', (_name, header, body, expected, whole) => {
    const message = parse(`HTTP/1.1 200 OK\r\n${header}\r\n\r\n${body}`);
    expect(message?.body.toString()).toBe(expected);
    expect(message?.whole).toBe(whole);
  });

  test('expects no body where there is none, whatever its length says', () => {
    expect(parse('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n', true)).toMatchObject({ whole: true });
  });

  test('skips interim responses, and takes lines that end in LF alone', () => {
    expect(parse('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Made\nA: b\n\nok')).toMatchObject({
      startLine: 'HTTP/1.1 201 Made',
      headers: [['A', 'b']],
    });
  });

  test.each([
    ['nothing', ''],
    ['no end of the head', 'GET / HTTP/1.1\r\nA: b\r\n'],
    ['a line that is no header', 'GET / HTTP/1.1\r\nno header\r\n\r\n'],
    ['a name with a space', 'GET / HTTP/1.1\r\nA : b\r\n\r\n'],
  ])('is null for %s', (_name, text) => {
    expect(parse(text)).toBeNull();
  });

  test('never throws, whatever was captured', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), (bytes, bodyless) => {
        const captured = Buffer.concat([
          Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
          bytes,
        ]);
        expect(parseHttpMessage(captured, { bodyless })).not.toBeNull();
      }),
    );
  });
});
