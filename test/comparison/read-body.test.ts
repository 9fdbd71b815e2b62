import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { readBody } from '../../src/comparison/read-body.ts';
import { aResponse } from './builders.ts';

const read = (body: string | Uint8Array, type = '', coding = '') =>
  readBody(
    aResponse({
      body,
      headers: [
        ...(type ? [['Content-Type', type] as const] : []),
        ...(coding ? [['Content-Encoding', coding] as const] : []),
      ],
    }),
  );

describe('the kind of a body', () => {
  test.each([
    ['JSON by its type', '{"a":1}', 'application/json; charset=utf-8', 'json'],
    ['JSON by a suffix', '{"a":1}', 'application/problem+json', 'json'],
    ['a JSON scalar by its type', '1', 'application/json', 'json'],
    ['JSON by looking', ' [1]', 'text/html', 'json'],
    ['JSON without a type', '{"a":1}', '', 'json'],
    ['a number as text stays text', '1', 'text/plain', 'text'],
    ['broken JSON is text', '{"a":', 'application/json', 'text'],
    ['lines of JSON by their type', '{"a":1}\n', 'application/x-ndjson', 'json-lines'],
    ['lines that are no JSON', 'a\nb', 'application/x-ndjson', 'text'],
    ['two lines of JSON', '{"a":1}\n{"a":2}\n', 'application/x-ndjson', 'json-lines'],
    ['lines of JSON by looking', '{"a":1}\n{"a":2}', '', 'json-lines'],
    ['records of a JSON sequence', '\u001e{"a":1}\n\u001e{"a":2}\n', 'application/json-seq', 'json-lines'],
    ['a form', 'a=1&b=2', 'application/x-www-form-urlencoded', 'form'],
    ['a page', '<p>hi</p>', 'text/html', 'text'],
    ['nothing', '', 'application/json', 'empty'],
    ['an image', 'GIF89a', 'image/gif', 'binary'],
    ['a drawing is markup', '<svg/>', 'image/svg+xml', 'text'],
  ])('%s', (_, body, type, kind) => {
    expect(read(body, type).kind).toBe(kind);
  });

  test('bytes that are no text are binary', () => {
    expect(read(new Uint8Array([0xff, 0xfe, 0x00]), 'text/plain').kind).toBe('binary');
  });

  test('text is read in the charset it claims', () => {
    expect(read(new Uint8Array([0x63, 0x61, 0x66, 0xe9]), 'text/plain; charset=windows-1252')).toMatchObject({
      kind: 'text',
      text: 'café',
    });
  });

  test('a repeated field of a form holds all its values', () => {
    const body = read('a=1&a=2&b=3', 'application/x-www-form-urlencoded');
    expect('value' in body && body.value).toEqual(
      new Map<string, unknown>([
        ['a', ['1', '2']],
        ['b', '3'],
      ]),
    );
  });

  test('an encoded body is read decoded, a broken one is undecodable', () => {
    expect(read(gzipSync('{"a":1}'), 'application/json', 'gzip').kind).toBe('json');
    expect(read('plain', 'application/json', 'gzip')).toMatchObject({
      kind: 'undecodable',
      why: 'not valid gzip',
    });
  });
});
