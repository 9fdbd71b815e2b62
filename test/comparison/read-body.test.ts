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
    ['a page', '<p>hi</p>', 'text/html', 'html'],
    ['a page without a type', '<!DOCTYPE html><p>hi', '', 'html'],
    ['XML by its type', '<a/>', 'text/xml', 'xml'],
    ['XML by a suffix', '<a/>', 'application/atom+xml; charset=utf-8', 'xml'],
    ['XML without a type', '<?xml version="1.0"?><a/>', '', 'xml'],
    ['XML that is not well-formed is text', '<a>', 'text/xml', 'text'],
    ['a stream of events', 'data: 1\n\n', 'text/event-stream', 'events'],
    ['what no stream holds is text', '<p>', 'text/event-stream', 'text'],
    ['nothing', '', 'application/json', 'empty'],
    ['an image', 'GIF89a', 'image/gif', 'binary'],
    ['a drawing is XML', '<svg/>', 'image/svg+xml', 'xml'],
  ])('%s', (_, body, type, kind) => {
    expect(read(body, type).kind).toBe(kind);
  });

  test('bytes that are no text are binary', () => {
    expect(read(new Uint8Array([0xff, 0xfe, 0x00]), 'text/plain').kind).toBe('binary');
  });

  test.each([
    ['application/json', '{', 'not valid JSON'],
    ['application/x-ndjson', 'a', 'a line is not JSON'],
    ['text/event-stream', 'a', 'not a stream of events'],
    ['text/xml', '<a>&b;</a>', 'not well-formed XML: Invalid character entity'],
    ['text/plain', 'a', null],
  ])('text that claims to be %s says why it is text', (type, body, because) => {
    expect(read(body, type)).toMatchObject({ kind: 'text', because });
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
